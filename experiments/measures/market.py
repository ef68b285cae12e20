"""The whole market: the columns of `days`, each as one number a run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any, final

from experiments.measure import A_DAY, Measure
from model.results import Results
from model.watching.columns import days_columns
from model.watching.metric import Column, ratio
from model.watching.watched import of_days


@final
class MarketNumbers(Measure):
    """Totals of what is counted by the day, ratios of totals, means over the days of all else."""

    kind = "market"
    tables = ("days",)

    def columns(self) -> dict[str, Column]:
        """As in `days`; a total loses its "/day"."""
        return _columns()

    def needs(self, wanted: Collection[str]) -> frozenset[str]:
        """The wanted columns, and what they are ratios of."""
        return of_days(with_terms(_days().keys() & wanted))

    def measure(self, results: Results) -> dict[str, float]:
        """Sum or average each column there is; days without a base do not enter a mean."""
        total, mean = results.days.sum().to_dict(), results.days.mean().to_dict()
        return {
            name: _number(name, what, total, mean)
            for name, what in _days().items()
            if total.keys() >= with_terms([name])
        }


def _number(
    name: str, what: Column, total: Mapping[Any, float], mean: Mapping[Any, float]
) -> float:
    if what.base:
        return ratio(sum(total[one] for one in what.above), sum(total[one] for one in what.base))
    return float(total[name] if what.unit.endswith(A_DAY) else mean[name])


def with_terms(names: Iterable[str]) -> set[str]:
    """These columns of `days`, and those whose sums a ratio among them is made of."""
    known = _days()
    terms = {term for name in names for term in known[name].above + known[name].base}
    return {*names, *terms}


@cache
def _days() -> dict[str, Column]:
    return {name: what for name, what in days_columns().items() if name != "day"}


@cache
def _columns() -> dict[str, Column]:
    return {
        name: Column(what.unit.removesuffix(A_DAY), f"{what.meaning}; {_over_days(what)}")
        for name, what in _days().items()
    }


def _over_days(what: Column) -> str:
    if what.base:
        return "of the whole run"
    return "total of the run" if what.unit.endswith(A_DAY) else "mean over the days"
