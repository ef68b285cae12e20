"""Dealers who each add their margin: what a brand costs in the shop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from core.units import to_yuan
from experiments.limits._shelves import shelves
from experiments.live import next_day
from experiments.proving.limit import Exact, Limit, Seen
from model.ledger import Party, Reason

TIERS = (2, 3, 4)


class Values(NamedTuple):
    """What the closed form depends on [CNY]."""

    choke: float  # a / b, the price that ends demand
    cost: float


@final
class Tiers(Limit[Values]):
    """Each price-setting tier goes half of the way that is left to the price that ends demand.

    The price of one tier is what the factory's first customer pays it, by the ledger; that of more
    is in the shop window. The linear demand behind the rule is the sellers' belief: consumers here
    buy at any price.
    """

    kind = "tiers"
    code = "LC20"
    closed_form = "p_n = a/b - (a/b - c) / 2^n"
    textbook = {
        "price of 1 tier(s)": 60.0,
        "price of 2 tier(s)": 80.0,
        "price of 3 tier(s)": 90.0,
        "price of 4 tier(s)": 95.0,
    }

    @property
    def published(self) -> Values:
        """Those of LC20."""
        return Values(100.0, 20.0)

    def others(self, rng: np.random.Generator) -> Values:
        """Cheap and dear things, at which all prices are whole fen."""
        cost = float(rng.integers(1, 100))
        return Values(cost + 4.0 * float(rng.integers(1, 50)), cost)

    def flawed(self, values: Values) -> Values:
        """A fen of cost."""
        return values._replace(cost=values.cost + 0.01)

    def expect(self, values: Values) -> Mapping[str, float]:
        """A price for each number of tiers."""
        gap = values.choke - values.cost
        return {f"price of {n} tier(s)": values.choke - gap / 2**n for n in (1, *TIERS)}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """A market for each number of tiers."""
        prices: dict[str, Seen] = {}
        for tiers in TIERS:
            market = shelves(
                "brand_dealer", 1, 500.0, seed,
                {"unit_cost": values.cost, "reference_price": values.choke / 1.5},
                **{
                    "strategies.brand_dealer.tiers": tiers,
                    "strategies.brand_dealer.choke_over_reference": 1.5,
                },
            )  # fmt: skip
            market.step()  # the accounts of the first day hold the opening stock too
            left = market.world.factories[0].warehouse
            today = next_day(market)
            paid = market.world.ledger.closed.flow(Reason.TRANSFER, Party.DEALERS, Party.FACTORIES)
            pieces = left - market.world.factories[0].warehouse
            prices["price of 1 tier(s)"] = Exact(to_yuan(paid) / pieces)
            shown = today.catalog.price[0]
            prices[f"price of {tiers} tier(s)"] = Exact(to_yuan(int(shown)))
        return prices
