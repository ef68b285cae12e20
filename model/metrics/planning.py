"""How well the supply side plans: turns, forecast error, bullwhip."""

from __future__ import annotations

from typing import final

import numpy as np

from core.arrays import Floats, Integers
from model.records import Day
from model.watching.metric import Column, Metric, Total, ratio
from model.world import World

WINDOW = 30  # days
YEAR = 365  # days


@final
class Planning(Metric):
    """Measures that compare days. Factories that are closed do not count."""

    kind = "planning"
    columns = {
        "inventory_turns_30d": Column(
            "1/year", "units shipped in the last 30 days, a year's worth, per mean unit in stock"
        ),
        "forecast_wape": Column(
            "share",
            "absolute error of yesterday's forecasts, per unit wanted, both over the last 30 days",
        ),
        "bullwhip_starts": Column(
            "ratio",
            "day-to-day variance of units started per variance of units wanted, since day 0",
        ),
        "bullwhip_dealers": Column(
            "ratio", "the same for the dealers' orders that reach the factory (LC19)"
        ),
    }

    def __init__(self) -> None:
        self._shipped, self._held = Total(WINDOW), Total(WINDOW)
        self._error, self._wanted = Total(WINDOW), Total(WINDOW)
        self._forecast: Floats | None = None
        self._spread = Spread()

    def measure(self, day: Day, world: World) -> dict[str, float]:
        """Update the windows and running variances with today, then read them."""
        demand = np.where(day.catalog.open, day.checkout.demand, 0.0)
        shipped = self._shipped.push(day.deliveries.shipped.size)
        held = self._held.push(int((day.stocks.warehouse + day.stocks.chain).sum()))
        made = np.where(day.catalog.open, day.production.started, np.nan)
        starts, dealers = self._spread.ratios(made, day.production.dealer_orders, demand)
        return {
            "inventory_turns_30d": ratio(
                shipped * YEAR / len(self._shipped), held / len(self._held)
            ),
            "forecast_wape": self._wape(day, demand),
            "bullwhip_starts": starts,
            "bullwhip_dealers": dealers,
        }

    def _wape(self, day: Day, demand: Floats) -> float:
        expected, self._forecast = self._forecast, day.production.forecast
        if expected is None:
            return float("nan")
        judged = day.catalog.open & np.isfinite(expected)
        error = self._error.push(float(np.abs(expected - demand)[judged].sum()))
        return ratio(error, self._wanted.push(float(demand[judged].sum())))


class Spread:
    """Running variances of series of one row a factory, pooled into ratios to the last of them."""

    def __init__(self) -> None:
        self._days = 0
        self._mean: Floats = np.zeros(0)
        self._squares: Floats = np.zeros(0)

    def ratios(self, *series: Floats | Integers) -> list[float]:
        """Take in today; the variance of each per variance of the last, summed over rows.

        Rows where one was ever nan (no such tier, closed) do not count for it. By Welford's
        recurrence.
        """
        today = np.array(series, dtype=float)
        if not self._days:
            self._mean, self._squares = np.zeros_like(today), np.zeros_like(today)
        self._days += 1
        step = today - self._mean
        self._mean = self._mean + step / self._days
        self._squares = self._squares + step * (today - self._mean)
        return [self._ratio(row) for row in range(len(series) - 1)]

    def _ratio(self, row: int) -> float:
        pair = self._squares[[row, -1]]
        above, base = pair[:, np.isfinite(pair[0])].sum(axis=1)
        return ratio(above, base)
