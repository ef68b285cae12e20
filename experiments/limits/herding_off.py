"""Success without imitation: the control of the cultural markets (S86)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from core.arrays import Floats, Integers
from experiments.limit import Coarse, Limit, Seen, Share
from experiments.limits._variance import Spread
from model import Market, load_scenario

PEOPLE, DAYS, SHELVES = 10_000, 40, 10
FEW, MANY = 100, 1600  # purchases of a world
SHARE = "share of the first"
OF_FEW, OF_MANY = f"T var(share), T = {FEW}", f"T var(share), T = {MANY}"


class Values(NamedTuple):
    """What the closed form depends on."""

    products: int  # all alike: s = 1/products


@final
class HerdingOff(Limit[Values]):
    """Equal products sell multinomially: shares differ by luck, ever less as sales mount up.

    Purchases of several weeks, in order of their second, are cut into worlds of T purchases; the
    large worlds last days, over which the platform ranks and the products grow known.
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
        """One product more."""
        return values._replace(products=values.products + 1)

    def expect(self, values: Values) -> Mapping[str, float]:
        """Variances times T, which do not depend on T."""
        share = 1.0 / values.products
        return {SHARE: share, OF_FEW: share * (1 - share), OF_MANY: share * (1 - share)}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Shopping for weeks."""
        scenario = load_scenario(
            "limits/crowded_shelf",
            **{
                "consumers.count": PEOPLE,
                "market.factories_per_shelf": values.products,
                "market.days": DAYS * effort,
            },
        )
        market = Market(scenario, seed=seed)
        bought = []
        for _ in range(scenario.market.days):
            market.step()
            assert market.today is not None
            bought.append(market.today.checkout.orders["product"].astype(np.int64))
        product = np.concatenate(bought)
        return {
            SHARE: Share(int((product == 0).sum()), len(product)),
            OF_FEW: _spread(product, FEW, values.products),
            OF_MANY: _spread(product, MANY, values.products),
        }


def _spread(product: Integers, size: int, products: int) -> Spread:
    """Of the shares in consecutive worlds; those of a world sum to 1, which costs a freedom."""
    worlds = product[: len(product) // size * size].reshape(-1, size)
    counts: Floats = np.array([np.bincount(world, minlength=products) for world in worlds])
    away = counts / size - 1.0 / products
    return Spread(float(size * np.mean(away**2)), len(worlds) * (products - 1))
