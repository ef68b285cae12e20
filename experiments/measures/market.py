"""The whole market: the columns of `days`, each as one number a run."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import final

from experiments.measure import A_DAY, Measure
from model.columns import days_columns
from model.metric import Column
from model.results import Results
from model.watched import of_days


@final
class MarketNumbers(Measure):
    """Totals of what is counted by the day, means over the days of everything else."""

    kind = "market"
    tables = ("days",)

    def columns(self) -> dict[str, Column]:
        """As in `days`; a total loses its "/day"."""
        return _columns()

    def needs(self, wanted: Collection[str]) -> frozenset[str]:
        """The wanted columns."""
        return of_days(_days().keys() & wanted)

    def measure(self, results: Results) -> dict[str, float]:
        """Sum or average each column there is; days without a base do not enter a mean."""
        total, mean = results.days.sum().to_dict(), results.days.mean().to_dict()
        return {
            name: float(total[name] if what.unit.endswith(A_DAY) else mean[name])
            for name, what in _days().items()
            if name in total
        }


@cache
def _days() -> dict[str, Column]:
    return {name: what for name, what in days_columns().items() if name != "day"}


@cache
def _columns() -> dict[str, Column]:
    return {
        name: Column(what.unit.removesuffix(A_DAY), f"{what.meaning}; total of the run")
        if what.unit.endswith(A_DAY)
        else Column(what.unit, f"{what.meaning}; mean over the days")
        for name, what in _days().items()
    }
