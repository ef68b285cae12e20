"""Every piece sold is made again: how many orders find one on the shelf."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np
from scipy.stats import poisson

from experiments.limits._shelves import NEVER, shelves
from experiments.live import next_day
from experiments.proving.limit import Coarse, Limit, Mean, Seen

SHELVES = 80
DAYS = 80  # for each unit of effort
C2M = {
    "batch_days": 0.0, "setup_days": 0.0, "memory_days": 1e18, "prior_days": 1e12,
    "signal_correlation": 0.0, "redesign_days": NEVER, "advertising_share": 0.0, "operation": 0.0,
    "markup": 2.0,
}  # fmt: skip


class Values(NamedTuple):
    """What the closed form depends on."""

    stock: int  # S, pieces
    rate: float  # lambda, orders in a unit of time
    lead: float  # L, units of time
    lead_days: int  # how finely the model's days divide that time

    @property
    def daily(self) -> float:
        """Orders a day: a piece sold at a random time of day is replaced after half a day more."""
        return self.rate * self.lead / (self.lead_days + 0.5)


@final
class BaseStock(Limit[Values]):
    """What is not on the shelf is being made: a Poisson number, of which S - 1 leave one to sell.

    The factory looks at its shelf in the evening. Since its forecast is certain and, at a price of
    twice the cost and no salvage, the critical ratio is a half, it covers S / lambda days of demand
    and no more: S pieces, made or in the making. An order in the morning meets the demand of the
    lead alone, one in the evening that of a day more; the theory is the mean over the day, which
    for the published values is .9136 where a lead without days has .9161.
    """

    kind = "base_stock"
    code = "LC22"
    closed_form = "share served at once = P(Poisson(lambda L) <= S - 1)"
    textbook = {"served at once": 0.9160759830051242}
    coarse = {"served at once": Coarse(0.5, "of orders that find nothing, who are few")}

    @property
    def published(self) -> Values:
        """Those of LC22; a unit of time is a day and a half."""
        return Values(10, 2.0, 3.0, 4)

    def others(self, rng: np.random.Generator) -> Values:
        """Nearly always or seldom on the shelf."""
        stock = int(rng.integers(4, 20))
        return Values(stock, rng.uniform(0.4, 1.0) * stock / 3.0, 3.0, int(rng.integers(1, 8)))

    def flawed(self, values: Values) -> Values:
        """A piece more."""
        return values._replace(stock=values.stock + 1)

    def trivial(self, values: Values) -> Mapping[str, float]:
        """All are served at once."""
        return {"served at once": 1.0}

    def expect(self, values: Values) -> Mapping[str, float]:
        """The mean over the day."""
        return {"served at once": _fill(values, values.daily)}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Orders on each shelf, once a lead has passed."""
        days = DAYS * effort
        market = shelves(
            "c2m", SHELVES, values.daily, seed, {"shipping_cost": 0.0},
            **{f"strategies.c2m.{name}": value for name, value in C2M.items()},
            **{
                "strategies.c2m.lead_days": values.lead_days,
                "strategies.c2m.opening_days": values.stock / values.daily,
                "strategies.c2m.cover_days": values.stock / values.daily,
                "factories.salvage_share": 0.0,
                "factories.capacity_days": 1e3,
            },
        )  # fmt: skip
        served, orders = np.zeros(SHELVES), np.zeros(SHELVES)
        for day in range(values.lead_days + 1 + days):
            today = next_day(market)
            if day > values.lead_days:
                book = today.checkout.orders
                served += np.bincount(book["product"], book["shipped"] >= 0, SHELVES)
                orders += np.bincount(book["product"], minlength=SHELVES)
        # that more or fewer came than on average is taken out: a control variate, whose factor is
        # how the number served grows with demand
        step = 0.01 * values.daily
        up, down = values.daily + step, values.daily - step
        slope = (up * _fill(values, up) - down * _fill(values, down)) / (2.0 * step)
        even = served - slope * (orders - values.daily * days)
        return {"served at once": Mean(even / (values.daily * days))}


def _fill(values: Values, daily: float) -> float:
    """P(Poisson <= S - 1) averaged over the day, by Gauss-Legendre quadrature."""
    nodes, weights = np.polynomial.legendre.leggauss(20)
    lead = values.lead_days + (1.0 + nodes) / 2.0
    return float(weights @ poisson.cdf(values.stock - 1, daily * lead)) / 2.0
