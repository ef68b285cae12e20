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


CROWDED = 64  # events in one bucket, above which comparing is faster


def in_time(second: Floats, who: Integers) -> Integers:
    """Order of events by second, those of the same second by who."""
    order = np.empty(len(second), np.int64)
    if not _spread(second, who.astype(np.int32, copy=False), order):
        order = np.lexsort((who, second))
    return order


@compiled
def _spread(second: Floats, who: Integers, order: Integers) -> bool:
    """As many buckets as events, each in order by insertion; false if too many share a bucket."""
    if second.size == 0:
        return True
    first = last = second[0]  # loops, here and below: numpy's words take two seconds to compile
    for row in range(second.size):
        first, last = min(first, second[row]), max(last, second[row])
    width = max(last - first, 1e-9) / second.size * (1.0 + 1e-9)
    bucket = np.empty(second.size, np.int64)
    for row in range(second.size):
        bucket[row] = int((second[row] - first) / width)
    spread, starts = by_group(bucket, second.size)
    for b in range(second.size):
        if starts[b + 1] - starts[b] > CROWDED:
            return False
    for row in range(second.size):
        event, place = spread[row], row
        while place > 0 and (second[order[place - 1]], who[order[place - 1]]) > (
            second[event], who[event]
        ):  # fmt: skip
            order[place] = order[place - 1]
            place -= 1
        order[place] = event
    return True
