"""What this machine can do: streaming and gathering, with one thread and with all.

python -m benchmarks.machine
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numba
import numpy as np

from benchmarks.paper import keep
from core.compiled import compiled_parallel
from core.luck import Luck, uniform, uniforms


@compiled_parallel
def stream(values, out):
    """Read 4 bytes, write 4 bytes."""
    for i in numba.prange(values.size):
        out[i] = values[i] + np.float32(1.0)


@compiled_parallel
def gather(values, where, out):
    """Read one row from anywhere."""
    for i in numba.prange(where.size):
        out[i] = values[where[i]]


@compiled_parallel
def draw(key, out):
    """One keyed draw a row."""
    for i in numba.prange(out.size):
        out[i] = uniform(key, i, 0)


def seconds(work: Callable[[], object], rounds: int = 9) -> float:
    """Median of some rounds after one that may compile."""
    work()
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def main() -> None:
    size = 10_000_000
    key = Luck(1).key("machine")
    values, out = np.ones(size, np.float32), np.empty(size, np.float32)
    where = (uniforms(key, size) * size).astype(np.int32)
    rows = []
    for threads in sorted({1, numba.config.NUMBA_NUM_THREADS}):
        numba.set_num_threads(threads)
        rows.append({
            "threads": threads,
            "stream, GB/s": size * 8 / seconds(lambda: stream(values, out)) / 1e9,
            "gather, million rows/s": size / seconds(lambda: gather(values, where, out)) / 1e6,
            "keyed draws, ns each": seconds(lambda: draw(key, out)) / size * 1e9,
        })  # fmt: skip
    keep("machine", rows)


if __name__ == "__main__":
    main()
