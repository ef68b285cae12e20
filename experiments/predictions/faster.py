"""Parcels come a business day sooner (S29)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, final

from experiments.live import all_orders, live_days
from experiments.validating.prediction import HeldOutPrediction, Size, market_of

WEEK, WORKDAYS = 7, 5
SLOW = 7 * WEEK / WORKDAYS  # calendar days of seven business days
FAST = 6 * WEEK / WORKDAYS


@final
class Faster(HeldOutPrediction):
    """Everything takes seven business days, or six; sales, with the same luck."""

    kind = "faster"
    answers = ("sales_per_day_faster",)
    how: ClassVar[str] = (
        "all parcels take 9.8 days on average (seven business days), or 8.4 (six), in markets of "
        "the same luck; sales of all channels, orders that are cancelled not counted"
    )

    def simulate(self, seed: int, size: Size, changes: Mapping[str, Any]) -> dict[str, float]:
        """The relative change of sales that were not cancelled."""
        slow, fast = (self._sales(seed, size, changes, days) for days in (SLOW, FAST))
        return {"sales_per_day_faster": fast / slow - 1}

    @staticmethod
    def _sales(seed: int, size: Size, changes: Mapping[str, Any], days: float) -> float:
        everywhere = [[days] * 3 for _ in range(3)]
        market = market_of(seed, size, {**changes, "shipping.days": everywhere})
        live_days(market, size.before + size.after)
        orders = all_orders(market)
        return float(orders.loc[~orders["cancelled"], "price"].sum())
