"""Whatever is killed, cut or full: nothing finished is lost or doubled, the rest completes."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.experiments.sweeping import LONG, POISON, RUNS, Bench, servers_of, wait_until, workers_of

TWO = ("--workers", "2")
ROOM = 48  # KiB of the small disk


def doubled(bench: Bench) -> list[str]:
    return [name for name, lives in bench.lives().items() if lives > 1]


def test_equal_bytes_on_two_processes(bench: Bench, reference: bytes) -> None:
    assert bench.sweep("out", *TWO).returncode == 0
    assert bench.result("out") == reference
    assert not doubled(bench)
    assert bench.kept("out") == 0


@pytest.mark.proof
def test_a_killed_worker_costs_only_what_it_had_in_hand(bench: Bench, reference: bytes) -> None:
    driver = bench.start("sweep", bench.spec.name, "--out", "out", *TWO, SLOW="0.2")
    wait_until(lambda: bench.kept("out") >= 3)
    os.kill(workers_of(driver.pid)[0], signal.SIGKILL)
    _, told = driver.communicate(timeout=LONG)
    assert driver.returncode == 0, told
    assert bench.result("out") == reference
    assert len(doubled(bench)) <= 4  # in flight: two at work, two waiting


def test_a_killed_driver_leaves_its_finished_runs_and_no_worker(
    bench: Bench, reference: bytes
) -> None:
    driver = bench.start("sweep", bench.spec.name, "--out", "out", *TWO, SLOW="0.2")
    wait_until(lambda: bench.kept("out") >= 3)
    workers = workers_of(driver.pid)
    driver.kill()
    driver.communicate(timeout=LONG)
    wait_until(lambda: not any(_alive(worker) for worker in workers))
    finished = {path.name for path in (bench.home / "out" / "runs").glob("[0-9]*.json")}
    begun = sum(bench.lives().values())
    assert bench.sweep("out", *TWO).returncode == 0
    assert bench.result("out") == reference
    assert sum(bench.lives().values()) - begun == RUNS - len(finished)


@pytest.mark.proof
def test_a_poison_run_is_named_and_the_rest_completes(bench: Bench, reference: bytes) -> None:
    told = bench.sweep("out", *TWO, FAULT="kill")
    assert told.returncode == 1
    for replicate in (0, 1):
        assert f"returns.days = {POISON}; replicate {replicate}" in told.stderr
    assert "given up after 3 tries, its worker died each time" in told.stderr
    assert "10 of 12 finished, 2 given up, 0 left" in bench.run("status", "out").stdout
    for path in (bench.home / "out" / "failures").iterdir():
        path.unlink()
    assert bench.sweep("out", *TWO).returncode == 0
    assert bench.result("out") == reference


def test_a_run_that_fails_once_is_tried_again(bench: Bench, reference: bytes) -> None:
    fault = f"kill:{bench.home / 'mark'}"
    assert bench.sweep("out", *TWO, FAULT=fault).returncode == 0
    assert (bench.home / "mark").exists()
    assert bench.result("out") == reference


def test_two_drivers_share_one_store(bench: Bench, reference: bytes) -> None:
    words = ("sweep", bench.spec.name, "--out", "out", "--executor", "serial")
    drivers = [bench.start(*words, SLOW="0.1") for _ in range(2)]
    told = [driver.communicate(timeout=LONG)[1] for driver in drivers]
    assert [driver.returncode for driver in drivers] == [0, 0], told
    assert bench.result("out") == reference
    assert not doubled(bench)


def test_ctrl_c_leaves_a_store_that_resumes(bench: Bench, reference: bytes) -> None:
    driver = bench.start("sweep", bench.spec.name, "--out", "out", *TWO, SLOW="0.2")
    wait_until(lambda: bench.kept("out") >= 2)
    os.killpg(driver.pid, signal.SIGINT)  # as a terminal does: to all of them
    _, told = driver.communicate(timeout=LONG)
    assert driver.returncode == 1
    assert "stopped: every finished run is kept, the same command resumes" in told
    assert "Traceback" not in told
    assert bench.kept("out") < RUNS
    assert bench.sweep("out", *TWO).returncode == 0
    assert bench.result("out") == reference
    assert not doubled(bench)


def test_ctrl_c_while_workers_start_says_the_same(bench: Bench) -> None:
    driver = bench.start("sweep", bench.spec.name, "--out", "out", *TWO)
    wait_until(lambda: bool(servers_of(driver.pid)))
    time.sleep(0.2)  # it imports for longer than that
    os.killpg(driver.pid, signal.SIGINT)
    _, told = driver.communicate(timeout=LONG)
    assert driver.returncode == 1
    assert "stopped: every finished run is kept, the same command resumes" in told
    assert "Traceback" not in told
    assert not bench.lives()


@pytest.mark.proof
def test_a_full_disk_stops_all_workers_and_loses_nothing(
    bench: Bench, reference: bytes, small_disk: Path | None
) -> None:
    out = bench.home / "out" if small_disk is None else small_disk / "out"
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    if small_disk is None:  # then no file may grow: the same error, in merging
        resource.setrlimit(resource.RLIMIT_FSIZE, (2048, resource.RLIM_INFINITY))
    try:
        told = bench.sweep(str(out), *TWO)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    assert told.returncode == 1
    last = told.stderr.strip().splitlines()[-1]
    assert last.startswith("livemarket: ")
    assert "every finished run is kept" in last
    kept, begun = len(list((out / "runs").glob("[0-9]*.json"))), bench.lives().total()
    if small_disk is not None:
        assert 0 < kept < RUNS
        subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    assert bench.sweep(str(out), *TWO).returncode == 0
    assert (out / "results.parquet").read_bytes() == reference
    assert bench.lives().total() - begun == RUNS - kept


def _alive(process: int) -> bool:
    import psutil

    return psutil.pid_exists(process) and psutil.Process(process).status() != "zombie"
