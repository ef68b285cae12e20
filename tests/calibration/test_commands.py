"""`livemarket calibrate` and `validate` from end to end, small; mistakes are one line."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pandas as pd
import pytest

from core.scenario import resolve
from core.validate import build
from experiments.__main__ import BAD_INPUT, main
from experiments.places import SCENARIOS
from experiments.validation import PAGE, PARTS, Part, with_parts
from model.parameters import Scenario

SPEC = """
title = "tiny"
days = 8
targets = ["live_conversion_per_viewer_item", "weekly_conversion_of_shoppers"]
fixed.consumers.count = 300
[free]
impulse.strength = { low = 0.004, high = 0.03, log = true }
shelf.outside = { low = 1.0, high = 3.0 }
[search]
trials = 3
replicates = 1
[wave]
samples = 10
drawn = 256
[check]
replicates = 2
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.toml"
    path.write_text(SPEC)
    return path


def test_a_calibration_leaves_everything_and_goes_on(spec: Path, tmp_path: Path) -> None:
    home = tmp_path / "out"
    assert main(["calibrate", str(spec), "--out", str(home)]) == 0
    trials = pd.read_parquet(home / "trials.parquet")
    assert len(trials) == 3
    ranges = pd.read_parquet(home / "ranges.parquet")
    assert (ranges["low"] <= ranges["median"]).all()
    assert (ranges["median"] <= ranges["high"]).all()
    posterior = pd.read_parquet(home / "posterior.parquet")
    assert posterior["weight"].sum() == pytest.approx(1)
    assert len(pd.read_parquet(home / "targets.parquet")) == 2
    assert {path.name for path in (home / "figures").iterdir()} == {"posterior.png", "targets.png"}
    manifest = json.loads((home / "manifest.json").read_text())
    best = build(Scenario, resolve(home / "best.toml", SCENARIOS))
    assert best.shelf.outside == manifest["best"]["shelf.outside"]

    # more trials are the same calibration: the three are kept, the wave is not lived again
    spec.write_text(SPEC.replace("trials = 3", "trials = 4"))
    assert main(["calibrate", str(spec), "--out", str(home)]) == 0
    longer = pd.read_parquet(home / "trials.parquet")
    pd.testing.assert_frame_equal(longer.head(3), trials)
    with sqlite3.connect(home / "trials.db") as database:
        assert database.execute("select count(*) from trials").fetchone() == (4,)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("impulse.strength", "impulse.strenth", "strength"),
        ('"weekly_conversion_of_shoppers"', '"weekly_conversion"', "targets"),
        ("{ low = 1.0, high = 3.0 }", "[1.0, 3.0]", "a range"),
        ("drawn = 256", "drawn = 250", "a power of 2"),
        ("samples = 10", "samples = -1", "wave.samples"),
        ("[check]", "[start]\nshelf.outside = 9\n[check]", "within the bounds"),
        ("[check]", "[chek]", "check"),
    ],
)
def test_mistakes_are_one_line(
    spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    spec.write_text(SPEC.replace(old, new))
    assert main(["calibrate", str(spec), "--out", str(tmp_path / "out")]) == BAD_INPUT
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "target"]) == BAD_INPUT
    assert "targets" in capsys.readouterr().err


def test_the_page_has_a_block_for_every_part_and_only_that_is_replaced() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in PARTS:
        assert text.count(f"<!-- made: {name} -->") == 1
    changed = with_parts(text, {"demand": Part(["new"])})
    assert "<!-- made: demand -->\nnew\n<!-- end of made -->" in changed
    assert with_parts(changed, {}) == changed
    outside = text.partition("<!-- made: demand -->")[0]
    assert changed.startswith(outside)


@pytest.mark.proof
@pytest.mark.parametrize("part", ["targets", "predictions", "artefacts"])
def test_the_whole_of_each_part_can_be_made(part: str) -> None:
    """The calibration check, the predictions and the audit at full size."""
    assert main(["validate", part]) == 0
