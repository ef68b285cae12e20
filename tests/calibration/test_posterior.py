"""The emulator knows what it does not know, and the posterior holds what would do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import qmc

from core.errors import BadInput
from experiments.calibrating.emulator import fit_emulator
from experiments.calibrating.points import equally_likely
from experiments.calibrating.posterior import (
    Posterior,
    cube_of,
    find_posterior,
    frame_of,
)
from experiments.calibrating.spec import calibration_of
from experiments.calibrating.trial import Problem, make_problem

FREE = {
    "impulse": {"strength": {"low": 0.004, "high": 0.03, "log": True}},
    "shelf": {"outside": {"low": 1.0, "high": 3.0}},
}


def problem(*targets: str) -> Problem:
    tree = {"targets": list(targets), "free": FREE, "wave": {"drawn": 2048}}
    return make_problem(calibration_of(tree), Path())


def cube(runs: int, parameters: int = 2) -> np.ndarray:
    return qmc.LatinHypercube(parameters, rng=3).random(runs)


def test_a_quadratic_law_is_found_exactly() -> None:
    x = cube(40)
    answers = np.stack([5 + x[:, 0] - 2 * x[:, 1] ** 2 + x[:, 0] * x[:, 1], 0.1 - x[:, 0]], axis=1)
    emulator = fit_emulator(x, answers)
    new = cube(15)
    mean, error = emulator.predict(new)
    assert mean[:, 1] == pytest.approx(0.1 - new[:, 0])
    assert error[:, 1] == pytest.approx(0, abs=1e-9)
    assert not emulator.logs[1]  # it is negative somewhere


def test_its_error_is_that_of_left_out_runs() -> None:
    rng = np.random.default_rng(5)
    x = cube(200)
    noisy = -1 + x[:, :1] + 0.2 * rng.standard_normal((200, 1))
    emulator = fit_emulator(x, noisy)
    assert emulator.error[0] == pytest.approx(0.2, rel=0.15)
    assert 0.5 < emulator.explained[0] < 0.8


def test_pure_noise_is_not_explained() -> None:
    rng = np.random.default_rng(6)
    emulator = fit_emulator(cube(120), rng.standard_normal((120, 1)) - 9)
    assert emulator.explained[0] < 0.1


def test_too_few_runs_are_refused() -> None:
    with pytest.raises(BadInput, match=r"wave\.samples"):
        fit_emulator(cube(5), np.ones((5, 1)))


def test_points_of_the_cube_and_values_are_two_ways_to_say_the_same() -> None:
    factors = problem("returns_live").factors
    points = cube(9)
    assert cube_of(factors, frame_of(factors, points)) == pytest.approx(points)


def test_the_posterior_holds_the_truth_and_is_narrow_where_a_target_says_so() -> None:
    asked = problem("live_conversion_per_viewer_item", "weekly_conversion_of_shoppers")
    x = cube(60)
    values = frame_of(asked.factors, x)
    answers = pd.DataFrame(
        {
            "conversion_per_exposure": 1.2 * values["impulse.strength"],
            "shelf_conversion_per_visit": 0.5 - 0.25 * (values["shelf.outside"] - 2.2),
        }
    )
    luck = pd.Series(1e-6, index=answers.columns)
    found = find_posterior(asked, x, answers, luck)
    assert found.missed == 0
    assert found.emulated["explained"].min() > 0.99
    ranges = found.ranges.set_index("parameter")
    assert ranges.loc["shelf.outside", "median"] == pytest.approx(2.2, abs=0.05)
    width = ranges["high"] - ranges["low"]
    assert width["shelf.outside"] < 0.5  # its target's range, 0.45 to 0.55, over 0.25
    assert found.points["weight"].sum() == pytest.approx(1)
    assert (found.points["implausibility"] <= asked.spec.wave.cutoff).all()


def test_a_target_that_no_point_reaches_is_told_and_rules_nothing_out() -> None:
    asked = problem("live_conversion_per_viewer_item", "room_visit")
    x = cube(60)
    values = frame_of(asked.factors, x)
    answers = pd.DataFrame(
        {
            "conversion_per_exposure": 1.2 * values["impulse.strength"],
            "visit_seconds": 900 + x[:, 0],
        }
    )
    found = find_posterior(asked, x, answers, pd.Series(0.0, index=answers.columns))
    assert found.emulated["reachable"].tolist() == [True, False]
    assert len(found.points) > 100


def test_equally_likely_points_are_as_the_weighted_ones() -> None:
    rng = np.random.default_rng(8)
    values = rng.normal(5.0, 2.0, 4000)
    weight = rng.exponential(size=4000)
    weight /= weight.sum()
    frame = pd.DataFrame({"shelf.outside": values, "implausibility": 1.0, "weight": weight})
    drawn = equally_likely(Posterior(frame, frame, frame, 0, 4000), 500)
    assert list(drawn.columns) == ["shelf.outside"]
    mean = (values * weight).sum()
    spread = ((values - mean) ** 2 * weight).sum() ** 0.5
    assert drawn["shelf.outside"].mean() == pytest.approx(mean, abs=4 * spread / 500**0.5)
    assert drawn["shelf.outside"].std() == pytest.approx(spread, rel=0.1)
    assert not drawn.index.is_monotonic_increasing  # the first replicates are of all parts


def test_a_point_that_weighs_everything_is_always_drawn() -> None:
    frame = pd.DataFrame({"a": [1.0, 2.0, 3.0], "implausibility": 1.0, "weight": [0.0, 1.0, 0.0]})
    assert equally_likely(Posterior(frame, frame, frame, 0, 3), 8)["a"].tolist() == [2.0] * 8
