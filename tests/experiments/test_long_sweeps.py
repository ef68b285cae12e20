"""Long sweeps, with rows made up in no time: merging as it goes, flat memory, honest locks."""

from __future__ import annotations

import multiprocessing
import tracemalloc
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from experiments import durable
from experiments.sweeping import runner, shards
from experiments.sweeping.plan import Run
from experiments.sweeping.rows import make_row, write_row
from experiments.sweeping.run_locks import RunLocks
from experiments.sweeping.shards import read_results
from experiments.sweeping.spec import spec_of
from experiments.sweeping.store import BLOCK, open_store, run_file
from experiments.sweeping.sweep import SweepRequest, sweep

METRICS = ("gmv", "orders", "net_sales")


def made_up(run: Run, home: Path, _folders: bool) -> None:
    """A row without a market."""
    numbers = {name: run.position / (1 + len(name)) for name in run.metrics}
    write_row(run_file(home, run.position), make_row(run, numbers))


@pytest.fixture(autouse=True)
def no_market(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "keep_run", made_up)
    monkeypatch.setattr(durable, "_force", lambda _path: None)


def long_sweep(home: Path, runs: int, metrics: tuple[str, ...] = METRICS, **request: Any) -> None:
    told: dict[str, Any] = {"factors": {"returns.days": [3, 4]}, "metrics": metrics}
    spec = spec_of({**told, "replicates": runs // 2})
    assert sweep(SweepRequest(spec, home, executor="serial", **request))


def test_runs_are_merged_as_the_sweep_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    most = 0
    real = shards.write_shard

    def write_shard(path: Path, frame: pd.DataFrame) -> None:
        nonlocal most
        most = max(most, len(list((tmp_path / "out" / "runs").iterdir())))
        real(path, frame)

    monkeypatch.setattr(shards, "write_shard", write_shard)
    long_sweep(tmp_path / "out", 3 * BLOCK)
    assert most < 2 * BLOCK
    frame = read_results(tmp_path / "out")
    assert frame["gmv"].tolist() == [place / 4 for place in range(3 * BLOCK)]
    store = open_store(tmp_path / "out")
    assert store.blocks() == [0, 1, 2]
    assert store.waiting() == []


def test_parts_of_a_long_sweep_make_the_same_bytes(tmp_path: Path) -> None:
    long_sweep(tmp_path / "whole", 2 * BLOCK + 10)
    for part in (3, 1, 2):
        long_sweep(tmp_path / "parts", 2 * BLOCK + 10, shard=(part, 3))
    names = ("whole/results.parquet", "parts/results.parquet")
    whole, parts = ((tmp_path / name).read_bytes() for name in names)
    assert whole == parts


def test_memory_does_not_grow_with_the_sweep(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(1) as alone:  # else other tests' threads count
        short, long = alone.apply(_peaks, (tmp_path, (80, 240)))
    assert long < 1.25 * short


def _peaks(folder: Path, lengths: tuple[int, ...]) -> list[int]:
    """The most bytes that Python held during sweeps of so many runs, after one for warmth."""
    runner.keep_run, durable._force = made_up, lambda _path: None
    shards.BLOCK, shards.ENOUGH = 40, 20
    found = []
    for runs in (10, *lengths):
        tracemalloc.start()
        long_sweep(folder / str(runs), runs, ())  # all numbers
        found.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    return found[1:]


def test_a_place_is_claimed_until_it_is_given_back(tmp_path: Path) -> None:
    locks = RunLocks(tmp_path / "locks")
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as other:
        assert locks.take(3)
        assert other.apply(_take, (tmp_path / "locks", [3, 4])) == [False, True]
        locks.give_back(3)
        assert other.apply(_take, (tmp_path / "locks", [3])) == [True]
    locks.close()


def _take(path: Path, places: list[int]) -> list[bool]:
    locks = RunLocks(path)
    try:
        return [locks.take(place) for place in places]
    finally:
        locks.close()
