"""A loop over many rows, shared among threads in parts that do not depend on their number.

The threads are Python's own: compiled functions let go of its lock. Numba's parallel loops would do
the same, but each takes longer to compile than all that it calls (measured), and this takes none.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import pairwise
from typing import Any, TypeVar

import numba
import numpy as np

from core.arrays import Integers
from core.compiled import SHARDS, compiled, inlined

T = TypeVar("T")

WORTH_SHARING = 8192  # rows below which one thread is faster, and one shard is enough

_threads: dict[int, ThreadPoolExecutor] = {}  # by how many there are
os.register_at_fork(after_in_child=_threads.clear)  # a forked process has none of its parent's


def share(kernel: Callable[..., T], rows: int, *arguments: Any) -> list[T]:
    """Call kernel(begin, end, *arguments), for shards begin ... end - 1, until all are done.

    A kernel must write only what belongs to its own shards: rows, or people or products that it
    finds with `rows_of_some`. What the calls return is in order of shards; how many calls there are
    depends on the threads, so that it must be of use only end to end, or summed as whole numbers.
    """
    shards = shards_of(rows)
    if shards == 1:  # most days of small markets: what is asked below takes longer than they do
        return [kernel(0, 1, *arguments)]
    threads = min(int(numba.get_num_threads()), shards)
    edges = [shards * thread // threads for thread in range(threads + 1)]
    others = [
        _helpers(threads - 1).submit(kernel, begin, end, *arguments)
        for begin, end in pairwise(edges[1:])
    ]
    try:
        first = kernel(edges[0], edges[1], *arguments)
    finally:
        wait(others)  # they write into arrays of the caller
    return [first, *(other.result() for other in others)]


def shards_of(rows: int) -> int:
    """Into how many shards so many rows are divided, whatever the number of threads."""
    return SHARDS if rows >= WORTH_SHARING else 1


def _helpers(count: int) -> ThreadPoolExecutor:
    if count not in _threads:
        _threads[count] = ThreadPoolExecutor(count, "shards")
    return _threads[count]


@inlined
def rows_of_shard(rows: int, shard: int) -> tuple[int, int]:
    """The first row of a shard, and the first of the next."""
    shards = SHARDS if rows >= WORTH_SHARING else 1
    return rows * shard // shards, rows * (shard + 1) // shards


@compiled
def rows_of_some(who: Integers, everybody: int, begin: int, end: int, shards: int) -> Integers:
    """Rows, in order, about those whose shards are begin ... end - 1 of everybody's.

    Where a row changes what it is about, and some come again, this is what threads can share.
    """
    first, last = everybody * begin // shards, everybody * end // shards
    rows, count = np.empty(who.size + 1, np.int64), 0
    for row in range(who.size):
        rows[count] = row
        count += (first <= who[row]) & (who[row] < last)
    return rows[:count]
