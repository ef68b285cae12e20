"""A run in three parts of equal length: what is counted by the day, before and after an event."""

from __future__ import annotations

from typing import final

from experiments.grouping import rows_of
from experiments.measure import A_DAY, Measure
from model.results import Results
from model.watching.columns import days_columns
from model.watching.metric import Column

THIRDS = ("first_third", "second_third", "last_third")
COUNTED = (
    "gmv", "net_sales", "orders", "orders_live", "orders_spillover", "orders_shelf", "visits",
)  # fmt: skip


@final
class Thirds(Measure):
    """`last_third.orders_shelf` is the total over the last third of the days."""

    kind = "thirds"
    tables = tuple(f"days.{name}" for name in COUNTED)

    def columns(self) -> dict[str, Column]:
        """A column a third and count."""
        known = days_columns()
        return {
            f"{third}.{name}": Column(
                known[name].unit.removesuffix(A_DAY),
                f"{known[name].meaning}; total of the {third.replace('_', ' ')} of the days",
            )
            for third in THIRDS
            for name in COUNTED
        }

    def measure(self, results: Results) -> dict[str, float]:
        """Days that three does not divide go to the earlier thirds."""
        days = rows_of(results.days, ("day", *COUNTED))
        part = (days["day"] - results.first_day) * len(THIRDS) // max(days["day"].size, 1)
        return {
            f"{third}.{name}": days[name][part == place].sum()
            for place, third in enumerate(THIRDS)
            for name in COUNTED
        }
