"""From nothing to the end of the first day: with nothing compiled yet, and warm.

    python -m benchmarks.start

Each is a process of its own, with a small market; wall seconds, the warm one the median of five.
The cold one compiles on all cores first, as make does.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

from benchmarks.paper import ROOT, keep

FIRST_DAY = """
from model import Market
Market("base", **{"consumers.count": 1000}).step()
"""


STARTS = ("cold: everything is compiled", "warm: import, build, first day")


def main() -> None:
    with tempfile.TemporaryDirectory() as cache:
        cold = _seconds(cache, "-m", "experiments.compiling") + _seconds(cache, "-c", FIRST_DAY)
        warm = statistics.median(_seconds(cache, "-c", FIRST_DAY) for _ in range(5))
    seconds = zip(STARTS, (cold, warm), strict=True)
    keep("start", [{"start": name, "seconds": spent} for name, spent in seconds])


def _seconds(cache: str, *program: str) -> float:
    told = os.environ | {"NUMBA_CACHE_DIR": cache, "PYTHONPATH": str(ROOT)}
    told.pop("PYTHONDONTWRITEBYTECODE", None)  # as users start: Python keeps its bytecode too
    begun = time.perf_counter()
    subprocess.run([sys.executable, *program], env=told, check=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
