"""The real model, driven to its limits, gives the theory; and the tests would see if it did not.

The seeds are fixed; `make proof LIMIT_SEED=...` takes fresh ones.
"""

from __future__ import annotations

import math
import os
from functools import cache

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
from model.market import SCENARIOS

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
    names = [path.stem for path in (SCENARIOS / "limits").glob("*.toml")]
    assert names
    for name in names:
        scenario = load_scenario(f"limits/{name}")
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


# facts of the notes from which the limits were made, digit by digit, by name of the limit
PUBLISHED = {
    "anchor_star": (1000 * 0.02, 1000 * 0.02 * 0.98),  # LC04: k b and k b (1 - b)
    "base_stock": (0.9160759830051242,),  # LC22
    "bass_everybody": (0.7826425692418084,),  # LC01c
    "bullwhip": (1.625, 2.12, 5.0),  # LC19
    "bullwhip_smoothing": (2.623529411764706,),  # LC19
    "bullwhip_tiers": (3.625, 5.2431640625, 10.124603271484375),  # LC19
    "competing_risks": (0.3659159600037637,),  # LC13c
    "delayed_opportunity": (0.1025538209648319,),  # LC13
    "gamma_poisson": (1354.4554455445545,),  # LC17b
    "kept_while_waiting": (0.2370021093021585,),  # LC13b
    "large_cascade": (0.79681213002002, 0.79681213002002),  # LC05c
    "live_signal": (46.91040811168856, 52.146244867013134),  # LC16 and LC17, of a piece
    "minimum_batch": (1.9,),  # LC21
    "mode_boundary": (13.08959188831144, 0.6885706997234855),  # LC18
    "newsvendor": (1172.290919718183, 46910.40811168856),  # LC16
    "preferential_attachment": (0.4, 0.2, 0.07142857142857142),  # LC24
    "rank_feedback": (  # LC27
        0.49390243902439024, 0.298780487804878, 0.1524390243902439, 0.0548780487804878,
    ),
    "search_or_anchor": (5.0, 0.8),  # LC28
    "small_cascade": (2.0, 0.6065306597126334),  # LC05
    "tiers": (60.0, 80.0, 90.0, 95.0),  # LC20
}  # fmt: skip


def test_the_limits_tell_the_published_answers_digit_by_digit() -> None:
    told = {name: tuple(limit_of(name).textbook.values()) for name in NAMES}
    assert {name: values for name, values in told.items() if values} == PUBLISHED


@pytest.mark.parametrize("name", PUBLISHED)
def test_theory_is_near_the_published_answers(name: str) -> None:
    """Days, pieces and few people differ."""
    limit = limit_of(name)
    expected = limit.expect(limit.published)
    for number, value in limit.textbook.items():
        assert expected[number] == pytest.approx(value, rel=0.02)
