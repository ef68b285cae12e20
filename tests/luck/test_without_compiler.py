"""Without the compiler the same market is lived, line by line in Python: coverage counts on it."""

from __future__ import annotations

import json
from pathlib import Path

from model import Market, load_scenario
from tests.contracts.command import livemarket


def test_plain_python_gives_the_same_bytes(tmp_path: Path) -> None:
    words = ("run", "base", "--days", "2", "--consumers", "300", "--out", "plain")
    told = livemarket(*words, cwd=tmp_path, NUMBA_DISABLE_JIT="1", PYTHONWARNINGS="ignore")
    assert told.returncode == 0, told.stderr
    plain = json.loads((tmp_path / "plain" / "manifest.json").read_text())
    market = Market(load_scenario("base", **{"consumers.count": 300, "market.days": 2}))
    assert plain["digests"] == market.run().digests()
