"""Dask: equal bytes on a cluster of its own and on one that it joins, and a worker that dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.experiments.sweeping import LONG, POISON, RUNS, Bench, wait_until

DASK = ("--workers", "2", "--executor", "dask")


def dask_workers(driver: int) -> list[psutil.Process]:
    """Processes that the nannies of a local cluster started."""
    below = psutil.Process(driver).children(recursive=True)
    return [process for process in below if "spawn_main" in " ".join(process.cmdline())]


@pytest.mark.proof
def test_equal_bytes_though_a_dask_worker_is_killed(bench: Bench, reference: bytes) -> None:
    driver = bench.start("sweep", bench.spec.name, "--out", "out", *DASK, SLOW="0.2")
    wait_until(lambda: bench.kept("out") >= 3)
    os.kill(dask_workers(driver.pid)[0].pid, signal.SIGKILL)
    _, told = driver.communicate(timeout=LONG)
    assert driver.returncode == 0, told
    assert bench.result("out") == reference


@pytest.mark.proof
def test_dask_names_a_poison_run(bench: Bench) -> None:
    told = bench.sweep("out", *DASK, FAULT="kill")
    assert told.returncode == 1, told.stderr
    for replicate in (0, 1):
        assert f"returns.days = {POISON}; replicate {replicate}" in told.stderr
    assert f"{RUNS - 2} of {RUNS} finished, 2 given up" in bench.run("status", "out").stdout


@pytest.mark.proof
def test_ctrl_c_leaves_dask_workers_to_the_driver(bench: Bench) -> None:
    driver = bench.start("sweep", bench.spec.name, "--out", "out", *DASK, SLOW="0.5")
    wait_until(lambda: bench.kept("out") >= 2)
    os.killpg(driver.pid, signal.SIGINT)  # as a terminal does: to all of them
    _, told = driver.communicate(timeout=LONG)
    assert driver.returncode == 1
    assert "stopped: every finished run is kept" in told
    assert 2 <= bench.kept("out") < RUNS
    assert sum(bench.lives().values()) == bench.kept("out")


@pytest.mark.proof
def test_a_cluster_that_is_there_is_joined(bench: Bench, reference: bytes, tmp_path: Path) -> None:
    place = tmp_path / "scheduler.json"
    start = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard"]
    scheduler = _start(bench, [*start, "--port", "0", "--scheduler-file", str(place)])
    wait_until(lambda: place.exists() and place.stat().st_size > 0)
    start = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1"]
    worker = _start(bench, [*start, "--no-dashboard", "--scheduler-file", str(place)])
    try:
        address = json.loads(place.read_text())["address"].removeprefix("tcp://")
        told = bench.sweep("out", "--executor", f"dask://{address}")
        assert told.returncode == 0, told.stderr
        assert bench.result("out") == reference
    finally:
        for process in (worker, scheduler):
            process.terminate()
            process.wait(LONG)


def _start(bench: Bench, words: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        words,
        cwd=bench.home,
        env=bench.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
