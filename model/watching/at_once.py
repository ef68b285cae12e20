"""Tasks that have nothing to do with one another: a thread that is free takes the next of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numba

from core.sharing import shards_of, share


def at_once(tasks: Iterable[Callable[[], None]], rows: int) -> None:
    """Do all of them: one by one with few rows, as most of such a day is Python, or side by side.

    What `core.sharing` shares within a task is then done by one thread: others have their own.
    """
    if shards_of(rows) == 1:
        for task in tasks:
            task()
    else:
        share(_take_turns, rows, iter(tasks))


def _take_turns(_begin: int, _end: int, tasks: Iterable[Callable[[], None]]) -> None:
    threads = numba.get_num_threads()  # of this thread
    numba.set_num_threads(1)
    try:
        for task in tasks:
            task()
    finally:
        numba.set_num_threads(threads)
