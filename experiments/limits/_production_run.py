"""Seasons of one production run each: c2m factories that end a design every three days.

Nobody knows at first how good a season this is for a category. A first design sells from ample
stock; in the evening of day `RUN` the factory makes the next one in a single run, which is on sale
from day `FIRST` to day `LAST`. What is left is sold off when the design ends. The run is made
blind, or knowing `SEEN` days of the first design's sales.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.special import ndtri

from core.arrays import Floats, Integers
from core.units import CENTS_A_YUAN
from experiments.limits._shelves import NEVER, shelves
from experiments.live import next_day
from model.ledger import Party

SEEN = 2  # days whose sales a feed of one day's delay shows in the evening of the run
DAYS = 3  # life of a design
RUN, FIRST, LAST = 2, 4, 6
BLIND = 60  # days of delay
C2M = {
    "lead_days": 1, "batch_days": 0.0, "setup_days": 0.0, "opening_days": 100.0,
    "cover_days": float(DAYS), "reorders": False, "memory_days": 1e18, "signal_correlation": 0.0,
    "presale": False, "redesign_days": DAYS, "redesign_gap": 0.0, "advertising_share": 0.0,
    "operation": 0.0,
}  # fmt: skip


class Trade(NamedTuple):
    """Money of one piece [CNY]."""

    price: float
    cost: float
    salvage: float

    @property
    def z(self) -> float:
        """Normal quantile of the critical ratio."""
        return float(ndtri((self.price - self.cost) / (self.price - self.salvage)))

    def profit(self, made: Floats, sold: Floats) -> Floats:
        """What so many pieces earn that sell so many."""
        return (self.price - self.salvage) * sold - (self.cost - self.salvage) * made


class Season(NamedTuple):
    """What each shelf shows."""

    seen: Integers  # pieces of the first design sold in the first days
    made: Integers
    profit: Floats  # CNY
    demand: Integers  # pieces of the second design that were asked for

    def even_profit(self, trade: Trade, demand: float) -> Floats:
        """Profit less what a season better or worse than the mean is worth: a control variate.

        The first design's sales tell how good the season is, and their mean is known. The factor
        p - c is the regression coefficient if demand is normal: (p - s) times the critical ratio;
        any other would bias nothing either.
        """
        better: Floats = self.seen * (DAYS / SEEN) - demand
        return self.profit - (trade.price - trade.cost) * better


def live_a_season(
    trade: Trade, demand: float, prior_days: float, delay: int, count: int, seed: int,
    level: dict[str, Any], level_mean: float = 1.0,
) -> Season:  # fmt: skip
    """Run the market until the second design ends; `demand` is the mean of a season.

    `level` says what law its category draws its level from, whose mean may not be 1.
    """
    category = {
        "unit_cost": trade.cost, "shipping_cost": 0.0, "season_days": NEVER,
    }  # fmt: skip
    market = shelves(
        "c2m", count, demand / DAYS / level_mean, seed, category | level,
        **{f"strategies.c2m.{name}": value for name, value in C2M.items()},
        **{
            "strategies.c2m.prior_days": prior_days,
            "strategies.c2m.markup": trade.price / trade.cost,
            "market.first_designs": 0.3,
            "market.research_conversion": level_mean,
            "factories.capacity_days": 1e3,
            "factories.salvage_share": trade.salvage / trade.cost,
            "platforms.north.live_data": {"delay_days": delay, "noise": 0.0},
        },
    )  # fmt: skip
    seen, demanded = np.zeros(count, np.int64), np.zeros(count, np.int64)
    started = []
    for day in range(LAST + 1):
        if day == FIRST:
            before = market.world.ledger.balance(Party.FACTORIES).copy()
        today = next_day(market)
        seen += today.checkout.demand if day < SEEN else 0
        demanded += today.checkout.demand if day >= FIRST else 0
        started.append(today.production.started)
    earned = (market.world.ledger.balance(Party.FACTORIES) - before) / CENTS_A_YUAN
    # the run of the next season was paid in this one, and this season's before it
    profit = earned + trade.cost * (sum(started[FIRST:]) - started[RUN])
    return Season(seen, started[RUN], profit, demanded)
