"""Sorting by a small whole number, without comparing; and what numpy is slow at."""

from __future__ import annotations

import numpy as np

from core.arrays import Floats, Integers
from core.compiled import compiled


@compiled
def by_group(group: Integers, groups: int) -> tuple[Integers, Integers]:
    """A stable counting sort: the order of rows, and where each group begins [groups + 1]."""
    starts = np.zeros(groups + 1, np.int64)
    for row in range(group.size):
        starts[group[row] + 1] += 1
    for g in range(groups):
        starts[g + 1] += starts[g]
    place = starts[:-1].copy()
    order = np.empty(group.size, np.int64)
    for row in range(group.size):
        order[place[group[row]]] = row
        place[group[row]] += 1
    return order, starts


def distinct(values: Integers) -> Integers:
    """Each value once, ascending."""
    ordered = np.sort(values)
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def in_time(second: Floats, who: Integers) -> Integers:
    """Order of events by second, those of the same second by who."""
    order = np.argsort(second)
    sorted_seconds = second[order]
    if (sorted_seconds[1:] == sorted_seconds[:-1]).any():
        order = np.lexsort((who, second))
    return order
