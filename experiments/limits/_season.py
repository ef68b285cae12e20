"""Seasons with one production run each: c2m factories that end a design every three days.

Nobody knows at first how well a category will sell in this run: its needs have a gamma shock in
common, and the factory's belief before the first sale is that same gamma law. A first design sells
from ample stock for `SEEN` days; then, blind or knowing these sales, the factory makes the next
one in a single run, which sells for `DAYS` days. What is left is sold off when the design ends.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtri
from scipy.stats import nbinom

from core.arrays import Floats, Integers
from core.units import CENTS_A_YUAN
from experiments.limits._shelves import NEVER, shelves
from model.ledger import Party

SEEN = 2  # days of the first design's sales that a factory with live data knows
DAYS = 3  # least life of a design of c2m, a day, and twice the least lead
RUN, FIRST, LAST = 2, 4, 6  # day in whose evening the run starts; first and last day of its sale
BLIND = 60  # days of delay


class Trade(NamedTuple):
    """Money of one piece [CNY]."""

    price: float
    cost: float
    salvage: float

    @property
    def z(self) -> float:
        """Normal quantile of the critical ratio."""
        return float(ndtri((self.price - self.cost) / (self.price - self.salvage)))

    def profit(self, made: Floats, shape: Floats, mean: Floats) -> Floats:
        """Expected profit of so many pieces if demand is a gamma mixture of Poisson laws."""
        odds = mean / shape
        chance = 1.0 / (1.0 + odds)
        below = mean * nbinom.cdf(made - 2, shape + 1.0, chance)  # of demand that is met in full
        sold = below + made * nbinom.sf(made - 1, shape, chance)
        return (self.price - self.salvage) * sold - (self.cost - self.salvage) * made


class Season(NamedTuple):
    """What each shelf shows."""

    seen: Integers  # pieces of the first design sold by the time of the run
    made: Integers
    profit: Floats  # CNY


def live_a_season(
    trade: Trade, demand: float, prior_days: float, delay: int, count: int, seed: int
) -> Season:
    """Run the market until the second design ends; `demand` is the mean of a season."""
    c2m = {
        "lead_days": 1, "batch_days": 0.0, "setup_days": 0.0, "opening_days": 100.0,
        "markup": trade.price / trade.cost, "cover_days": float(DAYS), "reorders": False,
        "prior_days": prior_days, "memory_days": 1e9, "signal_correlation": 0.0, "presale": False,
        "redesign_days": 1, "redesign_gap": 0.0, "advertising_share": 0.0, "operation": 0.0,
    }  # fmt: skip
    daily = demand / DAYS
    category = {
        "unit_cost": trade.cost, "shipping_cost": 0.0, "season_days": NEVER, "need_gamma": gamma,
        "need_volatility": (daily * prior_days) ** -0.5,
    }  # fmt: skip
    market = shelves(
        "c2m", count, daily, seed, category,
        **{f"strategies.c2m.{name}": value for name, value in c2m.items()},
        **{
            "market.first_designs": 0.3,
            "factories.capacity_days": 1e3,
            "factories.salvage_share": trade.salvage / trade.cost,
            "platforms.north.live_data": {"delay_days": delay, "noise": 0.0},
        },
    )  # fmt: skip
    seen, started = np.zeros(count, np.int64), []
    for day in range(LAST + 1):
        if day == FIRST:
            before = market.world.ledger.balance(Party.FACTORIES).copy()
        market.step()
        assert market.today is not None
        seen += market.today.checkout.demand if day < SEEN else 0
        started.append(market.today.production.started)
    earned = (market.world.ledger.balance(Party.FACTORIES) - before) / CENTS_A_YUAN
    # the run of the next season was paid in this one, and this season's before it
    profit = earned + trade.cost * (sum(started[FIRST:]) - started[RUN])
    return Season(seen, started[RUN], profit)
