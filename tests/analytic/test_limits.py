"""The real model, driven to its limits, gives the theory; and the tests would see if it did not.

The seeds are fixed; `make proof LIMIT_SEED=...` takes fresh ones.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

from experiments.proving.limit import (
    FAULT,
    FEWEST,
    POWER,
    Comparison,
    Limit,
    Mean,
    Share,
    bound_on,
    compare,
    holds,
    largest_z,
    seeds_of,
)
from experiments.proving.limit_table import LIMITS, answer
from model import load_scenario

NOTED = {"live_signal": ("LC16", "LC17")}  # rows with its numbers, where not its own alone
TARGETS = Path(__file__).parents[3] / "shared" / "research" / "limit_targets.json"

SEED = int(os.environ.get("LIMIT_SEED", "1"))
FRESH = SEED + 1000
NAMES = sorted(LIMITS)


def limit_of(name: str) -> Limit:
    return LIMITS[name]()


@cache
def published(name: str):
    return answer(limit_of(name), limit_of(name).published, SEED, 1)


def off(findings: list[Comparison]) -> str:
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
def test_every_number_would_show_a_fault(name: str) -> None:
    """Theory wrong by a tenth, or by what is declared and told in the table, is rejected."""
    seen, limit = published(name), limit_of(name)
    assert limit.coarse.keys() <= limit.expect(limit.published).keys()
    for finding, least in zip(seen.findings, seen.smallest_seen, strict=True):
        allowed, because = limit.coarse.get(finding.name, (FAULT, "-"))
        assert because
        assert least <= allowed, f"{finding.name}: {least:.3f} is the smallest error seen"


def test_the_smallest_error_seen_is_seen() -> None:
    """Of all numbers, wrong by just that on either side, the declared share is rejected."""
    rejected = []
    for name in NAMES:
        seen = published(name)
        bound = bound_on(seen.findings, len(LIMITS))
        for finding in seen.findings:
            if finding.error:
                far = finding.smallest_seen(bound)
                for wrong in (finding.expected - far, finding.expected + far):
                    judged = seen.shown[finding.name].against(finding.name, wrong)
                    rejected.append(abs(judged.z) > bound)
    spread = math.sqrt(POWER * (1.0 - POWER) / len(rejected))
    assert len(rejected) > 100
    assert np.mean(rejected) > POWER - 5.0 * spread


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


def test_a_share_has_the_tails_of_the_binomial() -> None:
    """Few trials: no chance of a z beyond a bound is larger than the normal says."""
    trials, chance = 64, 0.8
    hits = np.arange(trials + 1)
    z = np.array([Share(int(k), trials).against("s", chance).z for k in hits])
    for bound in (2.0, 3.0, 4.0):
        alarm = binom.pmf(hits, trials, chance) @ (np.abs(z) > bound)
        assert alarm <= math.erfc(bound / math.sqrt(2.0))
    assert Share(0, 10).against("s", 0.0).z == 0.0
    assert Share(1, 10).against("s", 0.0).z == np.inf


def test_a_mean_of_skewed_values_raises_few_false_alarms() -> None:
    """Exponential values: Student's t alone would raise six times as many of one kind."""
    rng = np.random.default_rng(1)
    values = rng.exponential(size=(4_000, 100))
    z = np.array([Mean(row).against("m", 1.0).z for row in values])
    alarm = math.erfc(2.576 / math.sqrt(2.0)) / 2.0
    most = alarm + 4.0 * math.sqrt(alarm / len(values))
    assert (z > 2.576).mean() < most
    assert (z < -2.576).mean() < 1.5 * most


def test_a_mean_of_few_values_is_refused() -> None:
    Mean(np.arange(FEWEST, dtype=float))
    with pytest.raises(ValueError, match="values"):
        Mean(np.arange(FEWEST - 1, dtype=float))


def test_runs_have_seeds_of_their_own() -> None:
    assert seeds_of(3, 5)[0] == 3
    assert len({*seeds_of(3, 50), *seeds_of(4, 50)}) == 100


ANSWERED = [name for name in NAMES if limit_of(name).textbook]
NOT_NOTED = {"anchor_star"}  # the notes keep no row of LC04


@pytest.mark.parametrize("name", ANSWERED)
def test_theory_is_near_the_published_answers(name: str) -> None:
    """Days, pieces and few people differ."""
    limit = limit_of(name)
    expected = limit.expect(limit.published)
    for number, value in limit.textbook.items():
        assert expected[number] == pytest.approx(value, rel=0.02)


@pytest.mark.parametrize("name", [name for name in ANSWERED if name not in NOT_NOTED])
def test_published_answers_are_those_of_the_research_notes(name: str) -> None:
    """Digit by digit, where the notes are at hand."""
    limit = limit_of(name)
    if not TARGETS.exists():
        pytest.skip(f"the research notes are not at hand: {TARGETS.name}")
    targets = json.loads(TARGETS.read_text(encoding="utf-8"))
    rows = NOTED.get(name, (limit.code[:4],))
    known = [number for row in targets for number in leaves(targets[row]) if row.startswith(rows)]
    for number, value in limit.textbook.items():
        near = [value, 1e3 * value]  # the notes trade a thousand pieces, live_signal one
        assert any(np.isclose(one, near, rtol=1e-9).any() for one in known), (number, value)


def leaves(told: object) -> Iterator[float]:
    if isinstance(told, dict):
        told = list(told.values())
    if isinstance(told, list):
        for part in told:
            yield from leaves(part)
    elif isinstance(told, (int, float)):
        yield float(told)
