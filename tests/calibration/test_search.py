"""The search finds what governs a target, and goes on after a stop as if there had been none."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Any

import optuna
import pandas as pd
import pytest

from core.errors import BadInput
from core.scenario import build, resolve
from experiments.calibrating import search as searching
from experiments.calibrating.calibration import best_toml
from experiments.calibrating.search import finished, open_study, search, trials_frame
from experiments.calibrating.spec import calibration_of
from experiments.calibrating.trial import Problem, make_problem
from experiments.interrupts import StopRequest
from experiments.places import SCENARIOS
from model.parameters import Scenario

FREE = {
    "impulse": {"strength": {"low": 0.004, "high": 0.03, "log": True}},
    "shelf": {"outside": {"low": 1.0, "high": 3.0}},
}


def problem(trials: int, **more: object) -> Problem:
    tree = {
        "targets": ["live_conversion_per_viewer_item", "weekly_conversion_of_shoppers"],
        "free": FREE,
        "search": {"trials": trials, "replicates": 1},
    }
    return make_problem(calibration_of({**tree, **more}), Path())


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A market that answers at once: each number is a function of one parameter."""

    def numbers(_problem: Problem, point: dict[str, float], replicates: range) -> pd.DataFrame:
        row = {
            "conversion_per_exposure": 1.2 * point["impulse.strength"],
            "shelf_conversion_per_visit": 1 / (1 + math.exp(point["shelf.outside"] - 2.2)),
        }
        return pd.DataFrame([row] * len(replicates))

    monkeypatch.setattr(searching, "numbers_at", numbers)


def storage(folder: Path) -> str:
    return f"sqlite:///{folder / 'trials.db'}"


def test_it_finds_both_parameters(tmp_path: Path) -> None:
    asked = problem(60)
    study = open_study(storage(tmp_path), "one")
    search(asked, study, StopRequest())
    assert study.best_params["impulse.strength"] == pytest.approx(0.01, rel=0.25)
    assert study.best_params["shelf.outside"] == pytest.approx(2.2, abs=0.12)


def test_the_defaults_are_tried_first_then_the_guess(tmp_path: Path) -> None:
    asked = problem(2, start={"shelf": {"outside": 2.5}})
    study = open_study(storage(tmp_path), "one")
    search(asked, study, StopRequest())
    first, second = trials_frame(study).to_dict("records")
    assert {k: first[k] for k in asked.defaults()} == asked.defaults()
    assert second["shelf.outside"] == 2.5
    assert second["impulse.strength"] == asked.defaults()["impulse.strength"]


def test_a_stopped_search_goes_on_as_if_it_had_not_been_stopped(tmp_path: Path) -> None:
    frames = []
    for parts in ((24,), (7, 15, 24)):
        home = tmp_path / str(len(parts))
        home.mkdir()
        for trials in parts:
            asked = problem(trials)
            study = open_study(storage(home), "one")
            search(asked, study, StopRequest())
        frames.append(trials_frame(study))
    pd.testing.assert_frame_equal(*frames)


@pytest.mark.parametrize("killed", [(0,), (1,), (0, 1), (0, 0, 2)])
def test_a_search_that_is_killed_in_a_trial_goes_on_as_if_it_had_not_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed: tuple[int, ...]
) -> None:
    """Killed while it lives its first trials, it still tries the defaults, then the guess."""
    asked = problem(6, start={"shelf": {"outside": 2.5}})
    whole = open_study(storage(tmp_path), "one")
    search(asked, whole, StopRequest())
    home = tmp_path / "killed"
    home.mkdir()
    at_work = searching.numbers_at
    for after in killed:
        study = open_study(storage(home), "one")

        def dies(*told: Any, study: optuna.Study = study, after: int = after) -> pd.DataFrame:
            if len(finished(study)) == after:
                raise SystemExit
            return at_work(*told)

        with monkeypatch.context() as machine, pytest.raises(SystemExit):
            machine.setattr(searching, "numbers_at", dies)
            search(asked, study, StopRequest())
    study = open_study(storage(home), "one")
    search(asked, study, StopRequest())
    kept, wanted = (trials_frame(one).drop(columns="trial") for one in (study, whole))
    pd.testing.assert_frame_equal(kept, wanted)


def test_a_stop_is_obeyed_before_the_next_trial(tmp_path: Path) -> None:
    asked = problem(9)
    study = open_study(storage(tmp_path), "one")
    request = StopRequest()
    request.asked = True
    search(asked, study, request)
    assert not finished(study)


def test_a_trial_that_was_cut_off_is_given_up(tmp_path: Path) -> None:
    asked = problem(3)
    study = open_study(storage(tmp_path), "one")
    study.ask()  # as if the machine had stopped here
    again = open_study(storage(tmp_path), "one")
    search(asked, again, StopRequest())
    assert len(finished(again)) == 3
    assert [t.state for t in again.trials].count(optuna.trial.TrialState.FAIL) == 1


def test_another_calibration_in_the_folder_is_refused(tmp_path: Path) -> None:
    open_study(storage(tmp_path), "one")
    with pytest.raises(BadInput, match="another calibration"):
        open_study(storage(tmp_path), "two")


def test_a_number_that_is_missing_loses_to_all_others(tmp_path: Path) -> None:
    asked = problem(1)
    poor = dataclasses.replace(asked, targets=asked.targets[:1])
    assert poor.loss({"conversion_per_exposure": math.nan}) == math.inf
    assert poor.loss({"conversion_per_exposure": 0.5}) < math.inf


def test_the_best_is_written_for_every_name_that_a_star_stands_for(tmp_path: Path) -> None:
    asked = make_problem(calibration_of({"free": {"platforms.*.take_rate": {}}}), Path())
    text = best_toml(asked, {"platforms.*.take_rate": 0.07})
    (tmp_path / "best.toml").write_text(text)
    best = build(Scenario, resolve(tmp_path / "best.toml", SCENARIOS))
    assert {one.take_rate for one in best.platforms.values()} == {0.07}
