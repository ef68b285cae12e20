"""`livemarket calibrate` and `validate` from end to end, small; mistakes are one line."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock

from core.scenario import resolve
from core.validate import build
from experiments.__main__ import BAD_INPUT, main
from experiments.calibrating.points import POINTS
from experiments.calibrating.spec import read_calibration
from experiments.calibrating.trial import FRESH, make_problem, numbers_at
from experiments.places import SCENARIOS
from experiments.validating.validation import (
    LITTLE,
    PAGE,
    PARTS,
    WHOLE,
    Part,
    validate_part,
    with_parts,
)
from model.parameters import Scenario

WORD = re.compile(r"\b(yes|no|hit|near|miss|open|ROBUST|SHIFTED|FRAGILE)\b(?= \(x|\*|$)")
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
    points = pd.read_csv(home / "points.csv")
    assert len(points) == POINTS
    lived = pd.read_parquet(home / "lived.parquet")
    asked = make_problem(read_calibration(spec), spec.parent)
    fifth = {str(path): value for path, value in points.loc[4].items()}
    numbers = numbers_at(asked, fifth, [FRESH + 4]).iloc[0]
    assert lived.loc[4, list(asked.measures)].to_dict() == pytest.approx(numbers.to_dict(), rel=0.1)
    inside = sum(target.inside(numbers[target.measure]) for target in asked.targets)
    assert (lived.loc[4, "inside"], lived["targets"].unique().tolist()) == (inside, [2])
    assert set(points) == set(posterior) - {"weight", "implausibility"}
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


def test_a_second_calibration_in_the_folder_is_refused_by_name(
    spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "out"
    home.mkdir()
    with FileLock(home / "calibration.lock"):
        assert main(["calibrate", str(spec), "--out", str(home)]) == BAD_INPUT
    told = capsys.readouterr().err
    assert f"--out = {str(home)!r}; allowed: a folder in which no other calibration is" in told
    assert not (home / "trials.db").exists()


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
    changed = with_parts(text, {"demand": Part("new")})
    assert "<!-- made: demand -->\nnew\n<!-- end of made -->" in changed
    assert with_parts(changed, {}) == changed
    outside = text.partition("<!-- made: demand -->")[0]
    assert changed.startswith(outside)


def test_a_part_can_be_made_little() -> None:
    """The demand part needs no market worth the name; without series it says so."""
    part = validate_part("demand", LITTLE, None, draw=False)
    assert part.text == "Not made: the series were not at hand."


@pytest.mark.proof
@pytest.mark.parametrize("name", ["targets", "predictions", "artefacts"])
def test_the_page_says_what_the_model_says(name: str) -> None:
    """The calibration check, the predictions and the audit at full size: the same words again.

    Names and outcomes are compared, not digits: another machine's exp may differ in the last bit.
    """
    part = validate_part(name, WHOLE, None, draw=False)
    assert part.holds
    text = PAGE.read_text(encoding="utf-8").partition(f"<!-- made: {name} -->")[2]
    told = text.partition("<!-- end of made -->")[0].splitlines()
    assert outcomes(told) == outcomes(part.text.splitlines())


def outcomes(lines: list[str]) -> list[tuple[str, str]]:
    """The first cell of each row and its word: hit or miss, yes or no, ROBUST or not."""
    found = []
    for line in lines:
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        words = [word for cell in cells if (word := WORD.search(cell))]
        if words:
            found.append((cells[0], words[-1][0]))
    return found


def test_outcomes_are_read_off_a_table() -> None:
    lines = ["| a | b |", "|---|---|", "| x | 3 | **no** (x1.2) | A |", "| y | FRAGILE | odm |"]
    assert outcomes(lines) == [("x", "no"), ("y", "FRAGILE")]
