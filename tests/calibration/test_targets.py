"""Targets say what they mean, and every one can be measured and traced to its source."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from core.errors import BadInput
from experiments.calibrating.target import WEIGHTS, Target, chosen_targets
from experiments.calibrating.targets import TARGETS
from experiments.measure import known_numbers

SOURCES = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
ONE = Target("one", "gmv", 1.0, 2.0, 6.0, "CNY", "days", "S01", "A")


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_every_target_can_be_measured_and_traced(target: Target) -> None:
    assert target.low < target.base < target.high
    assert target.grade in WEIGHTS
    assert target.measure in known_numbers()
    assert target.per
    tags = re.findall(r"\b[SC]\d{2,3}\b|\b[23]\.\d+\b", target.source)
    assert tags
    for tag in tags:
        assert f"\n| {tag} | " in SOURCES, f"{tag} is not in docs/sources.md"


def test_names_and_measures_are_used_once() -> None:
    assert len({target.name for target in TARGETS}) == len(TARGETS)
    assert len({target.measure for target in TARGETS}) == len(TARGETS)


def test_strain_is_two_at_both_ends_of_the_range() -> None:
    assert ONE.strain(6.0) == pytest.approx(2.0)
    assert ONE.strain(1.0) == pytest.approx(-2.0)
    assert ONE.strain(2.0) == 0.0


def test_loss_is_one_at_the_ends_and_linear_beyond() -> None:
    assert ONE.loss(6.0) == pytest.approx(WEIGHTS["A"])
    beyond = [ONE.loss(value) for value in (10.0, 14.0, 18.0)]
    assert beyond[1] - beyond[0] == pytest.approx(beyond[2] - beyond[1])
    assert ONE.loss(math.nan) == math.inf


def test_a_miss_is_told_as_a_factor() -> None:
    assert ONE.miss(3.0) == 1.0
    assert ONE.miss(9.0) == pytest.approx(1.5)
    assert ONE.miss(0.5) == pytest.approx(2.0)
    assert ONE.miss(-1.0) == math.inf


def test_an_unknown_target_is_named_with_the_nearest() -> None:
    with pytest.raises(BadInput, match="returns_live"):
        chosen_targets(TARGETS, ("return_live",))
