"""The page of docs/ on speed, from what the benchmarks kept; what is wanted stands beside it.

python -m benchmarks.page
"""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from typing import Any

from benchmarks.paper import ROOT, kept, table
from benchmarks.start import STARTS

PAGE = ROOT / "docs" / "generated" / "speed.md"
CHAPTERS = {  # name of the kept rows -> heading and what to know
    "machine": ("This machine", "Streaming is reading and writing in order, gathering is reading "
                "from anywhere; both set the pace of column models."),
    "start": ("Starting", "The first start compiles; later ones read machine code from `.numba/`."),
    "scale": ("The whole model", "The base scenario, scaled. A day is all of `model/day.py` and "
              "its observation. Slope: growth of the exponent over a factor of ten; bytes are of "
              "the consumers' side, ties of friends apart."),
    "active": ("A million consumers of whom few act", "One thread."),
    "plain_mesa": ("The same rules with an object a consumer", "The plain version is spared what "
                   "anchors and factories do, and keyed luck: the ratio is a lower bound."),
    "common_kernel": ("One common kernel", "Influence with impulse decay on a graph of mean degree "
                      "10, 2 % of anchors live a tick. Versions take turns in one run."),
    "sweeps": ("Sweeps", "CPU time of one process. The overhead of a sweep is what is above 1."),
}  # fmt: skip


def main() -> None:
    seen = {name: kept(name) for name in CHAPTERS}
    parts = [
        "# Speed\n\nMade by `make bench`, on one machine, on one day: "
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}. "
        "Ratios within a run mean something elsewhere, milliseconds do not.\n",
        "## Wanted, and seen\n\n" + table(wanted(seen)),
    ]
    parts += [f"## {head}\n\n{text}\n\n{table(seen[name])}"
              for name, (head, text) in CHAPTERS.items()]  # fmt: skip
    PAGE.write_text("\n".join(parts), encoding="utf-8")
    print(f"{table(wanted(seen))}\nwritten: {PAGE.relative_to(ROOT)}")


Seen = dict[str, list[dict[str, Any]]]


def wanted(seen: Seen) -> list[dict[str, Any]]:
    """What issue and design ask for, beside what was measured; a miss says so."""
    return [*_whole_model(seen), *_beside_others(seen), *_small_and_early(seen)]


def _whole_model(seen: Seen) -> list[dict[str, Any]]:
    def at(column: str, consumers: int, threads: int) -> float | None:
        return _at(seen["scale"], column, consumers=consumers, threads=threads)

    wall = "wall, ms a day"
    one, two = at(wall, 10**6, 1), at(wall, 10**6, 2)
    each = [row["ns a consumer-day"] for row in seen["scale"]
            if row["consumers"] >= 10_000 and row["threads"] == 1]  # fmt: skip
    return [
        _goal("1,000,000 consumers, 2 threads, ms a day", "<=", 40, two),
        _goal("10,000,000 consumers, 2 threads, ms a day", "<=", 500, at(wall, 10**7, 2)),
        _goal("10,000,000 consumers, peak, GB", "<=", 3, at("peak, GB", 10**7, 2)),
        _goal("bytes a consumer beyond the ties", "<=", 200, at("bytes a consumer", 10**6, 1)),
        _goal("spread of ns a consumer-day, 10^4 and up", "<=", 2, _spread(each)),
        _goal("1,000,000 consumers, 1 thread / 2 threads", ">=", 1.6, one / two if one and two
              else None),
    ]  # fmt: skip


def _beside_others(seen: Seen) -> list[dict[str, Any]]:
    times = {row["version"]: row["times ours"] for row in seen["common_kernel"]}
    peers = [times[name] for name in times if not name.startswith("livemarket")]
    return [
        _goal("plain Mesa / ours, same rules", ">=", 500, _at(seen["plain_mesa"], "ratio")),
        _goal("common kernel, Starsim / ours", ">=", 10, times.get("Starsim")),
        _goal("common kernel, Mesa by pull (which the bound was set for) / ours", ">=", 1000,
              times.get("Mesa, pull")),
        _goal("common kernel, Mesa by push (faster) / ours", ">=", 1000,
              times.get("Mesa, push")),
        _goal("common kernel, best peer / ours", ">=", 1, min(peers, default=None)),
    ]  # fmt: skip


def _small_and_early(seen: Seen) -> list[dict[str, Any]]:
    small = {"what": "model alone", "runs of": "1,000 consumers x 100 days, small tables"}
    cold, warm = (_at(seen["start"], "seconds", start=name) for name in STARTS)
    return [
        _goal("1,000 consumers x 100 days, small tables, runs/s/core", ">=", 20,
              _at(seen["sweeps"], "runs/s/core", **small)),
        _goal("cold start, s", "<=", 20, cold),
        _goal("warm start, s", "<=", 1.5, warm),
    ]  # fmt: skip


def _goal(what: str, sign: str, bound: float, value: float | None) -> dict[str, Any]:
    met = value is not None and (value <= bound if sign == "<=" else value >= bound)
    answer = "not measured" if value is None else "yes" if met else "no"
    return {"what": what, "wanted": f"{sign} {bound:g}", "seen": value, "met": answer}


def _at(rows: list[dict[str, Any]], column: str, **where: Any) -> float | None:
    """The number in the first row of which all of `where` is true."""
    found = [row for row in rows if all(row[key] == value for key, value in where.items())]
    return float(found[0][column]) if found else None


def _spread(values: Sequence[float]) -> float | None:
    return max(values) / min(values) if len(values) > 1 else None


if __name__ == "__main__":
    main()
