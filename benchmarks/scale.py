"""The whole model from 10^3 to 10^6 consumers (10^7 with --large): time, memory and slopes.

    python benchmarks/scale.py [--large] [--days DAYS]

Each size and number of threads has a process of its own. Wall and CPU milliseconds are medians of
the days after the first. Bytes a consumer are of all arrays that the consumers' side holds, ties
apart; the peak is of the whole process, and says what a machine needs.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys

CHILD = """
import json, resource, statistics, sys, time
import numba
from model import Market, load_scenario
count, days = int(sys.argv[1]), int(sys.argv[2])
Market(load_scenario("base", **{"consumers.count": 100}), seed=1).step()  # code is loaded
begun = time.perf_counter()
market = Market(load_scenario("base", **{"consumers.count": count}), seed=1)
build = time.perf_counter() - begun
wall, cpu = [], []
for _ in range(days):
    begun, spent = time.perf_counter(), time.process_time()
    market.step()
    wall.append(1e3 * (time.perf_counter() - begun))
    cpu.append(1e3 * (time.process_time() - spent))
world = market.world
people = market.consumers
held = [*people.traits, *people.state, *people.pending, *world.stories]
orders = world.orders.open_orders()
print(json.dumps({
    "build": build, "wall": statistics.median(wall[1:]), "cpu": statistics.median(cpu[1:]),
    "exposures": int(market.today.audience.heard.size),
    "bytes": (sum(column.nbytes for column in held) + orders.nbytes) / count,
    "ties": (world.peers.starts.nbytes + world.peers.targets.nbytes) / count,
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
}))
"""
HEADS = (
    "consumers", "threads", "build s", "ms/day", "CPU ms", "ns/consumer", "slope", "B/consumer",
    "ties B", "peak GB",
)  # fmt: skip


def main(largest: int, days: int) -> None:
    print("".join(f"{head:>13}" for head in HEADS))
    before: dict[int, float] = {}
    for power in range(3, largest + 1):
        for threads in (1, 2):
            seen = _measure(10**power, days, threads)
            slope = math.log10(seen["wall"] / before[threads]) if threads in before else math.nan
            before[threads] = seen["wall"]
            row = (
                f"{10**power:,}", f"{threads}", f"{seen['build']:.2f}", f"{seen['wall']:.1f}",
                f"{seen['cpu']:.1f}", f"{1e6 * seen['wall'] / 10**power:.0f}", f"{slope:.2f}",
                f"{seen['bytes']:.0f}", f"{seen['ties']:.0f}", f"{seen['peak']:.2f}",
            )  # fmt: skip
            print("".join(f"{cell:>13}" for cell in row), flush=True)


def _measure(count: int, days: int, threads: int) -> dict[str, float]:
    told = subprocess.run(
        [sys.executable, "-c", CHILD, str(count), str(days)],
        env=os.environ | {"NUMBA_NUM_THREADS": str(threads)},
        capture_output=True,
        text=True,
        check=True,
    )
    seen: dict[str, float] = json.loads(told.stdout)
    return seen


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="ten million consumers, too")
    parser.add_argument("--days", type=int, default=11)
    options = parser.parse_args()
    main(7 if options.large else 6, options.days)
