"""Sorting by a small whole number, without comparing."""

from __future__ import annotations

import numpy as np

from core.arrays import Integers
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
