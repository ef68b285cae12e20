"""Which configurations a sweep tries: a design turns factors into a table, a row a configuration.

A column with a dot is a parameter's path, `scenario` is the scenario to start from; any other
column is a label (`arm`, `context`, `name`). An empty cell leaves the parameter as it is. Where
each context has an arm a and an arm b, these are pairs, and their differences are told.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np
import pandas as pd

from core.arrays import Floats
from core.declare import Parameters
from core.errors import BadInput
from core.luck import Luck
from core.plugins import choose, discover, parameter_group
from core.scenario import build
from experiments.sweeping.factors import Factor

P = TypeVar("P", bound=Parameters)


class NoParameters(Parameters):
    """Nothing to set."""


@dataclass(frozen=True)
class Question:
    """What a design is asked: factors, where the spec lies, and a seed for its own draws."""

    factors: tuple[Factor, ...]
    folder: Path
    seed: int

    def draw(self, limit: int = 2**31) -> int:
        """A whole number below `limit`, for libraries that want a seed."""
        return int(Luck(self.seed).key("design")) % limit


class Design(ABC, Generic[P]):
    """A way to choose configurations. Final subclasses live in experiments/designs/."""

    kind: ClassVar[str]

    def __init__(self, parameters: P) -> None:
        self.parameters = parameters

    @abstractmethod
    def configurations(self, asked: Question) -> pd.DataFrame:
        """The table, a row a configuration. The same question has the same answer."""


class Sampled(Design[P]):
    """A design that draws points of the unit cube, a dimension a factor, and can be analysed."""

    @abstractmethod
    def points(self, asked: Question) -> Floats:
        """(configurations, factors), each in [0, 1]."""

    @abstractmethod
    def indices(self, asked: Question, points: Floats, answers: Floats) -> pd.DataFrame:
        """How much each factor matters for `answers`, one a point: a row a factor."""

    def check(self) -> None:  # most have nothing to refuse
        """Refuse what could be lived but not analysed, before it is lived."""

    def configurations(self, asked: Question) -> pd.DataFrame:
        """Each point as the factors' values."""
        if not asked.factors:
            raise BadInput("factors", allowed=f"at least one: design {self.kind} needs some")
        points = self.points(asked)
        return table(
            {
                factor.path: [factor.at(share) for share in column]
                for factor, column in zip(asked.factors, points.T, strict=True)
            }
        )


def problem(asked: Question) -> dict[str, Any]:
    """The factors as SALib wants them, over the unit cube."""
    names = [factor.path for factor in asked.factors]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def table(columns: Mapping[str, list[Any]]) -> pd.DataFrame:
    """A frame that keeps values as they are: numbers as numbers, lists as objects."""
    return pd.DataFrame({name: _column(values) for name, values in columns.items()})


def rows_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A frame of rows that need not all have the same keys."""
    names = dict.fromkeys(name for row in rows for name in row)
    if not names:  # nothing varies, yet the rows count
        return table({"name": ["as it is"] * len(rows)})
    return table({name: [row.get(name) for row in rows] for name in names})


@cache
def all_designs() -> dict[str, type[Design[Any]]]:
    """Every design in the folder, by kind."""
    return discover("experiments.designs", Design)  # type: ignore[type-abstract]


def read_design(told: Mapping[str, Any]) -> Design[Any]:
    """The design that a spec describes."""
    kinds = all_designs()
    plugin = choose(kinds, str(told.get("kind", "grid")), "design.kind")
    rest = {key: value for key, value in told.items() if key != "kind"}
    group = build(parameter_group("Designs", kinds), {plugin.kind: rest})
    return plugin(getattr(group, plugin.kind))


def _column(values: list[Any]) -> pd.Series[Any]:
    if all(type(value) in (int, float, bool, str) for value in values) and len(
        {type(value) for value in values}
    ) == 1:  # fmt: skip
        return pd.Series(values, dtype=object if isinstance(values[0], str) else None)
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return pd.Series(column, dtype=object)
