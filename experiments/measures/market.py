"""The whole market: the columns of `days`, each as one number a run."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, final

import pandas as pd

from experiments.measure import A_DAY, Measure
from model.columns import days_columns
from model.metric import Column, ratio
from model.results import Results


@final
class MarketNumbers(Measure):
    """Totals of what is counted by the day, ratios of totals, means over the days of all else."""

    kind = "market"
    tables = ("days",)

    def columns(self) -> dict[str, Column]:
        """As in `days`; a total loses its "/day"."""
        return _columns()

    def measure(self, results: Results) -> dict[str, float]:
        """Sum or average each column; days without a base do not enter a mean."""
        total, mean = results.days.sum(), results.days.mean()
        return {name: _number(name, what, total, mean) for name, what in _days().items()}


def _number(name: str, what: Column, total: pd.Series[Any], mean: pd.Series[Any]) -> float:
    if what.base:
        return ratio(total[list(what.above)].sum(), total[list(what.base)].sum())
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
