"""What nobody knows is drawn by replicate: the same point in all arms, and never what arms set."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.errors import BadInput
from core.trees import at
from experiments.judging.study import POSTERIOR
from experiments.places import ROOT
from experiments.sweeping.factors import read_factors
from experiments.sweeping.plan import Plan, make_plan
from experiments.sweeping.spec import spec_of
from experiments.sweeping.status import print_status
from experiments.sweeping.store import begin_store, open_store

POINTS = """returns.days,impulse.strength,categories.apparel.return_intercept
5,0.01,-1.1
6,0.02,-0.9
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "points.csv").write_text(POINTS)
    return tmp_path


def plan(folder: Path, **told: Any) -> Plan:
    spec = {"posterior": "points.csv", "factors": {"impulse.herd": [0.1, 0.2]}, "replicates": 3}
    return make_plan(spec_of(spec | told), folder)


def values(made: Plan, path: str, runs: int = 6) -> list[Any]:
    return [at(made.run(place).scenario, path) for place in range(runs)]


def test_every_replicate_has_its_point_in_all_configurations(folder: Path) -> None:
    made = plan(folder)
    assert values(made, "impulse.strength") == [0.01, 0.01, 0.02, 0.02, 0.01, 0.01]
    assert values(made, "returns.days") == [5, 5, 6, 6, 5, 5]
    assert values(made, "categories.apparel.return_intercept")[1:3] == [-1.1, -0.9]
    assert values(made, "impulse.herd") == [0.1, 0.2] * 3
    assert len({made.run(place).id for place in range(6)}) == 6


@pytest.mark.parametrize(
    ("told", "gone"),
    [
        ({"factors": {"impulse.strength": [0.0155, 0.03]}}, "impulse.strength"),
        ({"factors": {"impulse.strength": [0.0155]}}, "impulse.strength"),  # as the scenario has it
        ({"fixed": {"returns.days": 3}}, "returns.days"),
        ({"factors": {"categories.*.return_intercept": [-1.0, -0.5]}},
         "categories.apparel.return_intercept"),
    ],
)  # fmt: skip
def test_what_a_sweep_says_or_varies_is_not_drawn(
    folder: Path, told: dict[str, Any], gone: str
) -> None:
    made = plan(folder, **told)
    assert set(made.points) == set(plan(folder).points) - {gone}


def test_a_scenario_among_the_arms_keeps_what_it_says(folder: Path) -> None:
    (folder / "other.toml").write_text('extends = "base"\nreturns.days = 4\n')
    made = plan(folder, factors={"scenario": ["base", "other.toml"]})
    assert "returns.days" not in made.points
    assert values(made, "returns.days")[1::2] == [4, 4, 4]


def test_without_points_nothing_is_drawn_and_a_sweep_is_what_it_was(folder: Path) -> None:
    plain = plan(folder, posterior="")
    assert plain.points == {}
    assert len({*values(plain, "impulse.strength")}) == 1
    assert plain.identity != plan(folder).identity
    said = {"impulse.strength": 0.02, "returns.days": 3}
    said |= {"categories.apparel.return_intercept": 0.0}
    assert plan(folder, fixed=said).points == {}


def test_a_sweep_that_is_taken_up_again_has_the_same_points(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = plan(folder)
    spec = spec_of({"posterior": "points.csv"})
    begin_store(folder / "out", spec, made)
    again = open_store(folder / "out").plan
    assert again.identity == made.identity
    assert [again.run(place) for place in range(6)] == [made.run(place) for place in range(6)]
    print_status(folder / "out")
    assert "another point each replicate: categories.apparel.return" in capsys.readouterr().out
    (folder / "points.csv").write_text(POINTS.replace("0.02", "0.025"))
    with pytest.raises(BadInput, match="holds another sweep"):
        begin_store(folder / "out", spec, plan(folder))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("returns.dyas\n5\n", "did you mean 'returns.days'"),
        ("market.seed\n5\n", "market.seed"),
        ("returns.days\n", "a row a point"),
        ("returns.days,impulse.strength\n5,\n", "a value in every cell"),
        ("returns.days\n5\n-3\n", "returns.days = -3"),
        ("returns.days\nmany\n", "returns.days = 'many'"),
    ],
)
def test_a_mistake_in_the_points_is_found_before_the_first_run(
    folder: Path, text: str, wanted: str
) -> None:
    (folder / "points.csv").write_text(text)
    with pytest.raises(BadInput) as error:
        plan(folder)
    assert wanted in str(error.value)


def test_a_file_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.csv"):
        plan(folder, posterior="nowhere.csv")


def test_the_kept_points_are_of_what_the_calibration_frees_and_within_its_ranges() -> None:
    kept = pd.read_csv(ROOT / POSTERIOR)
    factors = {one.path: one for one in read_factors(_free())}
    assert list(kept.columns) == list(factors)
    assert len(kept.drop_duplicates()) >= 30
    for path, factor in factors.items():
        assert kept[path].between(factor.low, factor.high).all(), path


def _free() -> dict[str, Any]:
    path = ROOT / "experiments" / "specs" / "calibration.toml"
    return dict(tomllib.loads(path.read_text())["free"])
