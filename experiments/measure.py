"""What is kept of a run: a measure is shown the results and answers with named numbers."""

from __future__ import annotations

import fnmatch
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from core.arrays import Floats
from core.errors import BadInput, closest, listed
from core.plugins import discover
from model.results import Results
from model.watching.metric import Column
from model.watching.watched import NOTHING

A_DAY = "/day"  # end of the unit of what is counted by the day


class Measure(ABC):
    """One group of numbers a run. Final subclasses live in experiments/measures/."""

    kind: ClassVar[str]
    tables: ClassVar[tuple[str, ...]]  # that it reads, or "days.gmv"; others may be missing

    @abstractmethod
    def columns(self) -> dict[str, Column]:
        """Every number it can give, with unit and meaning."""

    def needs(self, _wanted: Collection[str]) -> frozenset[str]:
        """What it reads for the wanted ones of its numbers."""
        return frozenset(self.tables)

    @abstractmethod
    def measure(self, results: Results) -> dict[str, float]:
        """One number for each of `columns`; nan where there is none."""


@cache
def all_measures() -> tuple[Measure, ...]:
    """One of every measure in the folder, by kind."""
    kinds = discover("experiments.measures", Measure)  # type: ignore[type-abstract]
    return tuple(kind() for kind in kinds.values())


def known_numbers() -> dict[str, Column]:
    """Every number that a sweep can keep of a run, in order."""
    return {name: what for found in all_measures() for name, what in found.columns().items()}


def chosen_numbers(wanted: Iterable[str]) -> list[str]:
    """The wanted numbers in the order of all; all of them if none is named.

    `gmv`, or `c2m.*` for every number of a mode.
    """
    known, names = list(known_numbers()), list(wanted)
    if not names:
        return known
    chosen: set[str] = set()
    for name in names:
        found = fnmatch.filter(known, name)
        if not found:
            allowed = f"{listed(known)}, see docs/generated/columns.md"
            raise BadInput("metrics", name, allowed, nearest=closest(name, known))
        chosen.update(found)
    return [name for name in known if name in chosen]


def watched_for(wanted: Collection[str]) -> frozenset[str]:
    """What of a run must be watched for the wanted numbers."""
    return NOTHING.union(*(measure.needs(wanted) for measure in _asked(wanted)))


def measured(results: Results, wanted: Sequence[str]) -> dict[str, float]:
    """The wanted numbers of one run; a measure that none of them needs is not asked."""
    numbers: dict[str, float] = {}
    for measure in _asked(wanted):
        numbers |= measure.measure(results)
    return {name: float(numbers[name]) for name in wanted}


def mean(values: npt.ArrayLike) -> float:
    """The mean of those that are numbers; nan of none."""
    known = np.asarray(values, float)
    known = known[~np.isnan(known)]
    return float(known.mean()) if known.size else float("nan")


def ratios(above: Floats, base: Floats) -> Floats:
    """Shares of bases, one by one; nan where a base is empty."""
    return above / np.where(base == 0, np.nan, base)


def _asked(wanted: Collection[str]) -> list[Measure]:
    names = frozenset(wanted)
    return [one for one in all_measures() if not names.isdisjoint(_names(one))]


@cache
def _names(measure: Measure) -> frozenset[str]:
    return frozenset(measure.columns())
