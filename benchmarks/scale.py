"""The whole model from 10^3 to 10^6 consumers (10^7 with --large): time, memory and slopes.

    python -m benchmarks.scale [--large] [--days DAYS]

Each size and number of threads has a process of its own. Wall and CPU milliseconds are medians of
the days after the first. Bytes a consumer are of all arrays that the consumers' side holds, ties
apart; the peak is of the whole process, and says what a machine needs. The last rows keep a million
consumers and let fewer of them watch and need: what a day costs follows those who act.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
from typing import Any

from benchmarks.paper import ROOT, keep
from model import load_scenario

CHILD = """
import json, resource, statistics, sys, time
import numba
from model import Market, load_scenario
told, days = json.loads(sys.argv[1]), int(sys.argv[2])
count = told["consumers.count"]
Market(load_scenario("base", **{"consumers.count": 100}), seed=1).step()  # code is loaded
begun = time.perf_counter()
market = Market(load_scenario("base", **told), seed=1)
build = time.perf_counter() - begun
wall, cpu = [], []
for _ in range(days):
    begun, spent = time.perf_counter(), time.process_time()
    market.step()
    wall.append(1e3 * (time.perf_counter() - begun))
    cpu.append(1e3 * (time.process_time() - spent))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # before orders are copied to count
world = market.world
people = market.consumers
held = [*people.traits, *people.state, *people.pending, *world.stories]
held = {id(c if c.base is None else c.base): c if c.base is None else c.base for c in held}.values()
orders = world.orders.open_orders()
print(json.dumps({
    "build": build, "wall": statistics.median(wall[1:]), "cpu": statistics.median(cpu[1:]),
    "exposures": int(market.today.audience.heard.size),
    "bytes": (sum(column.nbytes for column in held) + orders.nbytes) / count,
    "ties": (world.peers.starts.nbytes + world.peers.targets.nbytes) / count,
    "peak": peak,
}))
"""
ACTIVE = (1.0, 0.1, 0.01)  # times the habit, the pull and the needs of base


def main(largest: int, days: int) -> None:
    keep("scale", sizes(largest, days))
    keep("active", activity(days))


def sizes(largest: int, days: int) -> list[dict[str, Any]]:
    """A row a size and number of threads."""
    rows: list[dict[str, Any]] = []
    before: dict[int, float] = {}
    for power in range(3, largest + 1):
        for threads in (1, 2):
            seen = _measure({"consumers.count": 10**power}, days, threads)
            slope = math.log10(seen["wall"] / before[threads]) if threads in before else None
            before[threads] = seen["wall"]
            rows.append({
                "consumers": 10**power, "threads": threads, "build, s": seen["build"],
                "wall, ms a day": seen["wall"], "CPU, ms a day": seen["cpu"],
                "ns a consumer-day": 1e6 * seen["wall"] / 10**power, "slope": slope,
                "bytes a consumer": seen["bytes"], "bytes of ties": seen["ties"],
                "peak, GB": seen["peak"],
            })  # fmt: skip
            _tell(rows[-1])
    return rows


def activity(days: int) -> list[dict[str, Any]]:
    """A million consumers of whom fewer and fewer do anything."""
    base, rows = load_scenario("base"), []
    rates = {"attention.habit": base.attention.habit, "attention.pull": base.attention.pull}
    rates |= {f"categories.{name}.need_rate": of.need_rate for name, of in base.categories.items()}
    for share in ACTIVE:
        told = {name: share * rate for name, rate in rates.items()}
        seen = _measure(told | {"consumers.count": 1_000_000}, days, 1)
        rows.append({"habit, pull and needs": f"x {share:g}", "exposures a day": seen["exposures"],
                     "wall, ms a day": seen["wall"]})  # fmt: skip
        _tell(rows[-1])
    return rows


def _measure(told: dict[str, float], days: int, threads: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, json.dumps(told), str(days)],
        env=os.environ | {"NUMBA_NUM_THREADS": str(threads), "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{told} failed:\n{done.stderr}")
    seen: dict[str, float] = json.loads(done.stdout)
    return seen


def _tell(row: dict[str, Any]) -> None:
    print(row, file=sys.stderr, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="ten million consumers, too")
    parser.add_argument("--days", type=int, default=11)
    options = parser.parse_args()
    main(7 if options.large else 6, options.days)
