"""The real model, driven to its limits, gives the theory; and the tests would see if it did not.

The seeds are fixed; `make proof LIMIT_SEED=...` takes fresh ones.
"""

from __future__ import annotations

import os
from functools import cache

import numpy as np
import pytest

from experiments.limit import Finding, Limit, Mean, Share, compare, holds, largest_z
from experiments.limit_table import LIMITS, answer
from model import load_scenario

SEED = int(os.environ.get("LIMIT_SEED", "1"))
FRESH = SEED + 1000
NAMES = sorted(LIMITS)


def limit_of(name: str) -> Limit:
    return LIMITS[name]()


@cache
def published(name: str):
    return answer(limit_of(name), limit_of(name).published, SEED, 1)


def off(findings: list[Finding]) -> str:
    return "; ".join(f"{f.name}: {f.simulated} for {f.expected}, z {f.z:.2f}" for f in findings)


@pytest.mark.parametrize("name", NAMES)
def test_the_model_gives_the_theory(name: str) -> None:
    seen = published(name)
    assert seen.findings
    assert seen.holds, off(seen.findings)


@pytest.mark.parametrize("name", NAMES)
def test_a_near_miss_would_be_seen(name: str) -> None:
    """The planned failure: what the model shows does not agree with nearly the same theory."""
    limit = limit_of(name)
    wrong = compare(limit, published(name).shown, limit.flawed(limit.published))
    assert not holds(wrong, len(LIMITS)), off(wrong)


@pytest.mark.parametrize("name", NAMES)
def test_other_values_hold_too(name: str) -> None:
    limit = limit_of(name)
    values = limit.others(np.random.default_rng([SEED, *name.encode()]))
    seen = answer(limit, values, SEED + 1, 1)
    assert seen.holds, f"{values}: {off(seen.findings)}"


@pytest.mark.proof
@pytest.mark.parametrize("name", NAMES)
def test_many_more_people_and_fresh_luck(name: str) -> None:
    """`livemarket limits --effort 8` adds the published values at SEED itself."""
    limit = limit_of(name)
    for values in [limit.published, limit.others(np.random.default_rng([FRESH, *name.encode()]))]:
        seen = answer(limit, values, FRESH, 8)
        assert seen.holds, f"{values}: {off(seen.findings)}"


def test_a_scenario_of_a_limit_loads() -> None:
    folder = load_scenario.__globals__["SCENARIOS"] / "limits"
    for path in folder.glob("*.toml"):
        scenario = load_scenario(f"limits/{path.stem}")
        assert scenario.question.endswith("?")


def test_all_limits_together_seldom_raise_a_false_alarm() -> None:
    """Sound numbers, judged as all limits are: the share of alarms is the declared one."""
    rng = np.random.default_rng(1)
    limits, numbers, families = 20, 4, 20_000
    z = np.abs(rng.standard_normal((families, limits, numbers)))
    alarms = (z > largest_z(numbers, limits)).any(axis=(1, 2)).mean()
    assert alarms == pytest.approx(1e-3, abs=4 * np.sqrt(1e-3 / families))


def test_errors_are_those_of_theory() -> None:
    assert Share(60, 100).against("s", 0.5).z == pytest.approx(2.0)
    assert Share(0, 10).against("s", 0.0).z == 0.0
    assert Share(1, 10).against("s", 0.0).z == np.inf
    few = Mean(np.array([1.0, 2.0, 3.0])).against("m", 0.0)
    assert few.z < 2.0 / few.error  # three values say less than a normal of known spread
