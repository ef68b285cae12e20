"""Success without imitation: the control of the cultural markets (S86)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from core.arrays import Floats, Integers
from experiments.limits._variance import Spread
from experiments.live import next_day
from experiments.proving.limit import Coarse, Limit, Seen, Share
from model import Market, load_scenario
from model.watching.watched import NOTHING

PEOPLE, DAYS, SHELVES = 10_000, 40, 10
FEW, MANY = 100, 1600  # purchases of a world
SHARE = "share of the first"
OF_FEW, OF_MANY = f"T var(share), T = {FEW}", f"T var(share), T = {MANY}"


class Values(NamedTuple):
    """What the closed form depends on."""

    products: int  # all alike: s = 1/products
    favour: float = 0.0  # how much more often than on average the first is bought (not at all)


@final
class HerdingOff(Limit[Values]):
    """Equal products sell multinomially: shares differ by luck, ever less as sales mount up.

    Purchases of several weeks on each shelf, in order of their second, are cut into worlds of T
    purchases; the large worlds last days, over which the platform ranks, and buyers get what they
    bought and make it their favourite, which means nothing to them.
    """

    kind = "herding_off"
    code = "LC12z"
    closed_form = "multinomial: sd of a share = sqrt(s(1 - s)/T)"
    coarse = {
        OF_MANY: Coarse(0.4, "a variance, of worlds of many purchases"),
        OF_FEW: Coarse(0.12, "a variance"),
    }

    @property
    def published(self) -> Values:
        """LC12z names no numbers."""
        return Values(4)

    def others(self, rng: np.random.Generator) -> Values:
        """Short and long shelves."""
        return Values(int(rng.integers(3, 12)))

    def flawed(self, values: Values) -> Values:
        """The first is bought a tenth more often."""
        return values._replace(favour=0.1)

    def expect(self, values: Values) -> Mapping[str, float]:
        """Variances times T, which do not depend on T."""
        j = values.products
        shares = np.append(1.0 + values.favour, np.full(j - 1, 1.0 - values.favour / (j - 1))) / j
        spread = float(np.mean(shares * (1.0 - shares)))
        return {SHARE: float(shares[0]), OF_FEW: spread, OF_MANY: spread}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Shopping for weeks."""
        names = [f"shelf {k}" for k in range(SHELVES)]
        kind = {"need_rate": 1.0 / SHELVES, "shipping_cost": 0.0, "return_intercept": -1e3}
        scenario = load_scenario(
            "limits/crowded_shelf",
            **{
                "consumers.count": PEOPLE,
                "market.categories": names,
                "categories": dict.fromkeys(names, kind),
                "market.factories_per_shelf": values.products,
                "market.days": DAYS * effort,
            },
        )
        market = Market(scenario, seed=seed, watched=NOTHING)
        bought: list[Integers] = []
        for _ in range(scenario.market.days):
            bought.append(next_day(market).checkout.orders["product"].astype(np.int64))
        shelves = _by_shelf(market, np.concatenate(bought))
        firsts = sum(int((place == 0).sum()) for place in shelves)
        return {
            SHARE: Share(firsts, sum(len(place) for place in shelves)),
            OF_FEW: _spread(shelves, FEW, values.products),
            OF_MANY: _spread(shelves, MANY, values.products),
        }


def _by_shelf(market: Market, product: Integers) -> list[Integers]:
    """Of each shelf, the place there of what was bought, in order of the second."""
    category = np.array([factory.category for factory in market.world.factories])
    place = np.empty(len(category), np.int64)
    for own in range(SHELVES):
        place[category == own] = np.arange((category == own).sum())
    return [place[product[category[product] == own]] for own in range(SHELVES)]


def _spread(shelves: list[Integers], size: int, products: int) -> Spread:
    """Of the shares in consecutive worlds; those of a world sum to 1, which costs a freedom."""
    worlds = np.concatenate([p[: len(p) // size * size].reshape(-1, size) for p in shelves])
    counts: Floats = np.array([np.bincount(world, minlength=products) for world in worlds])
    away = counts / size - 1.0 / products
    return Spread(float(size * np.mean(away**2)), len(worlds) * (products - 1))
