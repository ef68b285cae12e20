"""Every benchmark of the market runs, on a small one: it measures code that goes on changing."""

from __future__ import annotations

import json
import subprocess
import sys
from inspect import isfunction
from pathlib import Path

from benchmarks import paper, phases, scale, sweeps
from model import day

PLAIN_MESA = """
import sys, pathlib
from benchmarks import paper
paper.OUT = pathlib.Path(sys.argv.pop(1))
from benchmarks.plain_mesa import main
main()
"""


def test_plain_mesa_runs(tmp_path: Path) -> None:
    told = [str(tmp_path), "--people", "300", "--days", "3"]
    done = subprocess.run(
        [sys.executable, "-O", "-c", PLAIN_MESA, *told],
        cwd=paper.ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (row,) = json.loads((tmp_path / "plain_mesa.json").read_text(encoding="utf-8"))
    assert row["consumers"] == 300
    assert row["plain Mesa, ms a day"] > 0


def test_a_size_is_measured() -> None:
    seen = scale._measure({"consumers.count": 400}, 3, 1)
    assert all(value > 0 for value in seen.values())


def test_a_sweep_is_measured_beside_mesa() -> None:
    rows = sweeps.measure("tiny", sweeps.SMALL | {"consumers.count": 60, "market.days": 2}, 1)
    assert [row["what"] for row in rows] == [
        "model alone", "sweep, 4 numbers", "sweep, all numbers", "mesa.batch_run", "a sweep, once",
    ]  # fmt: skip


def test_the_phases_that_are_measured_are_those_of_a_day() -> None:
    called = {name for name, what in vars(day).items() if isfunction(what)}
    assert called - {"live_one_day", "end_day"} == set(phases.PHASES)
