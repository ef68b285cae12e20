"""Time a version: `python VERSION.py TOWN.npz TICKS` prints milliseconds a tick and the buyers."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable

from town import TICKS, Town, load

COMPARED = 6  # ticks over which the buyers of all versions are counted, as a check of the rules


def time_version(start: Callable[[Town], Callable[[int], int]]) -> None:
    """`start` builds a version and returns its tick, which returns the number of buyers."""
    town = load(sys.argv[1])
    ticks = min(TICKS, int(sys.argv[2]))
    tick = start(town)
    spent, buyers = [], []
    for number in range(ticks):
        before = time.perf_counter()
        buyers.append(tick(number))
        spent.append((time.perf_counter() - before) * 1e3)
    print(json.dumps({
        "ms": statistics.median(spent[1:]),  # the first may compile
        "buyers": sum(buyers[:COMPARED]) / COMPARED / town.people,
        "bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / town.people,
    }))  # fmt: skip
