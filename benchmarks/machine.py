"""What this machine can do: streaming and gathering, with one thread and with all.

The threads and shards are those of the model.

python -m benchmarks.machine
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numba
import numpy as np

from benchmarks.paper import keep
from core.compiled import compiled
from core.luck import Luck, uniform, uniforms
from core.sharing import rows_of_shard, share


@compiled
def stream(begin, end, values, out):
    """Read 4 bytes, write 4 bytes."""
    values, out = _part(values, begin, end), _part(out, begin, end)
    for i in range(out.size):
        out[i] = values[i] + np.float32(1.0)


@compiled
def gather(begin, end, values, where, out):
    """Read one row from anywhere."""
    where, out = _part(where, begin, end), _part(out, begin, end)
    for i in range(out.size):
        out[i] = values[np.uint32(where[i])]


@compiled
def draw(begin, end, key, out):
    """One keyed draw a row."""
    out = _part(out, begin, end)
    for i in range(out.size):
        out[i] = uniform(key, i, 0)


@compiled
def _part(rows, begin, end):
    return rows[rows_of_shard(rows.size, begin)[0] : rows_of_shard(rows.size, end)[0]]


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
    work = {
        "stream": lambda: share(stream, size, values, out),
        "gather": lambda: share(gather, size, values, where, out),
        "draw": lambda: share(draw, size, key, out),
    }
    rows = []
    for threads in sorted({1, numba.config.NUMBA_NUM_THREADS}):
        numba.set_num_threads(threads)
        spent = {name: seconds(one) for name, one in work.items()}
        rows.append({
            "threads": threads,
            "stream, GB/s": size * 8 / spent["stream"] / 1e9,
            "gather, million rows/s": size / spent["gather"] / 1e6,
            "keyed draws, ns each": spent["draw"] / size * 1e9,
        })  # fmt: skip
    keep("machine", rows)


if __name__ == "__main__":
    main()
