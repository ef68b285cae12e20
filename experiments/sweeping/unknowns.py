"""Parameters that nobody knows: every replicate lives at another of the points that would do.

So that an interval over replicates covers what data leave open, beside luck. What a sweep says or
varies itself is not drawn: arms must differ by their treatment alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from core.errors import BadInput
from core.trees import Tree, leaves
from experiments.sweeping.factors import declared, refuse_seed

Points: TypeAlias = Mapping[str, list[Any]]  # by path, a value a point; equally likely


def read_points(place: Path) -> Points:
    """A CSV file whose columns are parameters by dotted path; BadInput if it cannot be read."""
    try:
        table = pd.read_csv(place)
    except (OSError, ValueError) as error:
        raise BadInput("posterior", str(place), f"a CSV file of points ({error})") from None
    if table.empty or table.isna().any(axis=None):
        raise BadInput("posterior", str(place), "a row a point, and a value in every cell")
    for path in table:
        refuse_seed(str(path))
        declared(str(path))
    return {str(path): table[path].tolist() for path in table}


def left_open(points: Points, usual: Tree, trees: Iterable[Tree], said: Collection[str]) -> Points:
    """The columns that a sweep does not decide.

    That is where all its configurations have what their scenario has, and `said`, what the spec
    names, does not name it.
    """
    before, told = leaves(usual), [leaves(tree) for tree in trees]

    def is_open(path: str) -> bool:
        there = [one.get(path) for one in told]
        return path not in said and path in before and there == [before[path]] * len(there)

    return {path: values for path, values in points.items() if is_open(path)}


def at_turn(points: Points, replicate: int) -> dict[str, Any]:
    """The point at which a replicate lives, by path; after the last one comes the first again."""
    return {path: values[replicate % len(values)] for path, values in points.items()}


def how_many(points: Points) -> int:
    """The number of points."""
    return max(map(len, points.values()), default=0)
