"""A loop over many rows, shared among threads in parts that do not depend on their number.

The threads are Python's own: compiled functions let go of its lock. Numba's parallel loops would do
the same, but each takes longer to compile than all that it calls (measured), and this takes none.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numba
import numpy as np

from core.arrays import Integers
from core.compiled import SHARDS, compiled, inlined

WORTH_SHARING = 8192  # rows below which one thread is faster

_threads: dict[int, ThreadPoolExecutor] = {}  # by how many there are
os.register_at_fork(after_in_child=_threads.clear)  # a forked process has none of its parent's


def share(kernel: Callable[..., None], rows: int, *arguments: Any) -> None:
    """Call kernel(begin, end, *arguments), for shards begin ... end - 1, until all are done.

    A kernel must write only rows of its own shards.
    """
    if rows < WORTH_SHARING:
        kernel(0, SHARDS, *arguments)
        return
    threads = int(numba.get_num_threads())
    edges = [SHARDS * thread // threads for thread in range(threads + 1)]
    others = [
        _helpers(threads - 1).submit(kernel, begin, end, *arguments)
        for begin, end in pairwise(edges[1:])
    ]
    kernel(edges[0], edges[1], *arguments)
    for other in others:
        other.result()


def _helpers(count: int) -> ThreadPoolExecutor:
    if count not in _threads:
        _threads[count] = ThreadPoolExecutor(count, "shards")
    return _threads[count]


@inlined
def rows_of_shard(rows: int, shard: int) -> tuple[int, int]:
    """The first row of a shard, and the first of the next."""
    return rows * shard // SHARDS, rows * (shard + 1) // SHARDS


@compiled
def rows_of_some(who: Integers, everybody: int, begin: int, end: int) -> Integers:
    """Rows, in order, about those whose shards are begin ... end - 1 of everybody.

    Where a row changes what it is about, and some come again, this is what threads can share.
    """
    first, last = rows_of_shard(everybody, begin)[0], rows_of_shard(everybody, end)[0]
    rows, count = np.empty(who.size + 1, np.int64), 0
    for row in range(who.size):
        rows[count] = row
        count += (first <= who[row]) & (who[row] < last)
    return rows[:count]
