"""One reference for all tests of sweeps: what one process makes of the tiny sweep."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.experiments.sweeping import Bench


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    bench = Bench(tmp_path_factory.mktemp("reference"))
    told = bench.sweep("out", "--executor", "serial")
    assert told.returncode == 0, told.stderr
    assert len(bench.lives()) == sum(bench.lives().values()) == 12
    return bench.result("out")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)
