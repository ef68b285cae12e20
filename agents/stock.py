"""Goods that are still there: how fast they go, and what they are worth."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple, final

from core.compiled import inlined

WINDOW = 28  # days: four whole weeks


class Leftover(NamedTuple):
    """Units sold off at the end of a design, by owner."""

    warehouse: int
    dealers: int


@final
class RecentSales:
    """Units that left for consumers and did not come back: a daily mean over the last 28 days.

    For the days before it opened, a factory has only what it expected to sell.
    """

    def __init__(self, expected: float) -> None:
        self.totals = deque((expected * day for day in range(-WINDOW, 1)), maxlen=WINDOW + 1)

    def close_day(self, outside: int) -> None:
        """File how many units are outside at the end of a day."""
        self.totals.append(float(outside))

    @property
    def mean(self) -> float:
        """Units a day; never below 0, though more may come back than goes."""
        return max(0.0, self.totals[-1] - self.totals[0]) / WINDOW


@inlined
def stock_value(units: float, sellable: float, unit_cost: float, salvage: float) -> float:
    """CNY at the lower of cost and what goods bring: `sellable` at cost, the rest at salvage."""
    soon = min(units, sellable)
    return soon * unit_cost + (units - soon) * min(salvage, unit_cost)
