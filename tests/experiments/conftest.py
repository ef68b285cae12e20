"""One reference for all tests of sweeps: what one process makes of the tiny sweep."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.experiments.sweeping import RUNS, Bench

ROOM = 44  # KiB of the small disk


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    bench = Bench(tmp_path_factory.mktemp("reference"))
    told = bench.sweep("out", "--executor", "serial")
    assert told.returncode == 0, told.stderr
    assert len(bench.lives()) == sum(bench.lives().values()) == RUNS
    return bench.result("out")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A file system of some KiB; None where nobody lets us mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}k", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        yield None
        return
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)
