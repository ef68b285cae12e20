"""Without the compiler the same market is lived, line by line in Python: coverage counts on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from model import Market, load_scenario
from tests.contracts.command import livemarket

FEW = {"consumers.count": 150, "market.days": 40}
TALKATIVE = {"word_of_mouth.tell": 0.3, "attention.habit": 0.4, "impulse.friend": 0.7}
SCARCE = {"market.research_conversion": 0.002, "impulse.strength": 0.05}


@pytest.mark.parametrize(
    ("scenario", "changes"),
    [("base", {}), ("base", TALKATIVE), ("base", SCARCE), ("festival", {})],
    ids=["base", "talkative", "scarce", "festival"],
)
def test_plain_python_gives_the_same_bytes(
    scenario: str, changes: dict[str, Any], tmp_path: Path
) -> None:
    """Forty days: returns, their lessons and cascades take weeks."""
    changes = FEW | changes
    words = ["run", scenario, "--out", "plain", "--orders"]
    for path, value in changes.items():
        words += ["--set", f"{path}={value}"]
    told = livemarket(*words, cwd=tmp_path, NUMBA_DISABLE_JIT="1", PYTHONWARNINGS="ignore")
    assert told.returncode == 0, told.stderr
    plain = json.loads((tmp_path / "plain" / "manifest.json").read_text())
    market = Market(load_scenario(scenario, **changes), keep_orders=True)
    assert plain["digests"] == market.run().digests()
