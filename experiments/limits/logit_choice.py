"""Choice from a shelf that is seen whole (docs/odd.md 7.7)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from core.arrays import Integers
from experiments.live import next_day
from experiments.proving.limit import Limit, Mean, Seen, Share
from model import Market, load_scenario
from model.watching.watched import NOTHING

PEOPLE = 150_000
MODES = ("odm", "c2m", "incubated")  # on the shelf, in this order; they differ in price here
UNIT_COST, REFERENCE = 10.0, 30.0  # CNY, of the scenario
RISE = 1.1  # of the first price


class Values(NamedTuple):
    """What the closed form depends on."""

    alpha: float  # utility lost if the price rises by one reference price
    outside: float  # utility of buying nothing
    prices: tuple[float, float, float]  # CNY

    @property
    def dearer(self) -> Values:
        """The first one's price has risen."""
        return self._replace(prices=(self.prices[0] * RISE, *self.prices[1:]))

    @property
    def shares(self) -> tuple[float, ...]:
        """Of the visits, by product."""
        weights = [math.exp(-self.alpha * (price / REFERENCE - 1.0)) for price in self.prices]
        total = sum(weights) + math.exp(self.outside)
        return tuple(weight / total for weight in weights)


@final
class LogitChoice(Limit[Values]):
    """With all inspected and nobody sold out, the shelf is a multinomial logit.

    The same visits are paid at two prices of the first product, with the same taste shocks: who
    still buys it then is an independent trial of each earlier buyer. The elasticity is that of the
    rise, for which the formula holds in the limit of a small one; what is expected is exact.
    """

    kind = "logit_choice"
    code = "LC10"
    closed_form = "MNL shares; elasticity -> -alpha p(1 - s)/ref; s_j/s_k whatever the others"

    @property
    def published(self) -> Values:
        """LC10 names no numbers."""
        return Values(2.0, -0.5, (20.0, 25.0, 32.0))

    def others(self, rng: np.random.Generator) -> Values:
        """Indifferent to thrifty shoppers, cheap to dear; after the rise in whole fen too."""
        prices = rng.integers(150, 400, 3) / 10.0
        return Values(rng.uniform(0.5, 4.0), rng.uniform(-1.0, 1.0), tuple(prices.tolist()))

    def flawed(self, values: Values) -> Values:
        """A tenth thriftier."""
        return values._replace(alpha=1.1 * values.alpha)

    def expect(self, values: Values) -> Mapping[str, float]:
        """Shares of visits; percent of buyers lost for a percent of price; odds of the others."""
        first, second, third = values.shares
        lost = values.dearer.shares[0] / first - 1.0
        return {
            "bought the first": first,
            "bought the second": second,
            "bought the third": third,
            "elasticity of the first": lost / (RISE - 1.0),
            "second of the other two": second / (second + third),
            "the same, the first dearer": second / (second + third),
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """A day of shopping, twice."""
        visits, chosen = _sold(values, seed, PEOPLE * effort)
        _, then = _sold(values.dearer, seed, PEOPLE * effort)
        stays = np.arange(chosen[0]) < then[0]  # dearer, it is chosen by some of the same
        return {
            "bought the first": Share(int(chosen[0]), visits),
            "bought the second": Share(int(chosen[1]), visits),
            "bought the third": Share(int(chosen[2]), visits),
            "elasticity of the first": Mean((stays - 1.0) / (RISE - 1.0)),
            "second of the other two": Share(int(chosen[1]), int(chosen[1:].sum())),
            "the same, the first dearer": Share(int(then[1]), int(then[1:].sum())),
        }


def _sold(values: Values, seed: int, people: int) -> tuple[int, Integers]:
    """Visits of a day, and how often each product was chosen."""
    markups = {
        f"strategies.{mode}.markup": price / UNIT_COST
        for mode, price in zip(MODES, values.prices, strict=True)
    }
    scenario = load_scenario(
        "limits/shelf_only",
        **{
            "consumers.count": people,
            "consumers.price_sensitivity": values.alpha,
            "consumers.price_sensitivity_spread": 0.0,
            "shelf.outside": values.outside,
            **markups,
        },
    )
    market = Market(scenario, seed=seed, watched=NOTHING)
    today = next_day(market)
    assert np.allclose(today.catalog.price / 100.0, values.prices, rtol=1e-12)
    needs = today.needs
    assert len(today.checkout.orders) == len(needs.product)
    return needs.visits, np.bincount(needs.product, minlength=len(MODES))
