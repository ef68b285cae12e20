"""Treatments that are told against base are what they are told to be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.arrays import Floats
from experiments.of_base import shipping, times
from experiments.studies.repetition import Repetition
from experiments.studies.who_buys import WhoBuys
from model import Market, load_scenario

BASE = load_scenario("base")


def trait(name: str, changes: dict[str, Any]) -> Floats:
    """Of ten thousand people."""
    market = Market(load_scenario("base", **{"consumers.count": 10_000, **changes}), seed=3)
    values: Floats = getattr(market.consumers.traits, name)
    return values


def test_so_many_times_is_so_many_times() -> None:
    twice = times(2.0, "attention.pull", "attention.habit")
    assert twice["attention.pull"] == pytest.approx(2 * BASE.attention.pull)
    assert twice["attention.habit"] == pytest.approx(2 * BASE.attention.habit)


def test_a_week_more_is_a_week_more_on_every_road() -> None:
    days = np.array(BASE.shipping.days)
    assert np.array(shipping(more=7.0)["shipping.days"]) == pytest.approx(days + 7.0)
    assert np.array(shipping(factor=0.5)["shipping.days"]) == pytest.approx(days / 2)


@pytest.mark.parametrize(
    ("arm", "name", "wide"),
    [("equally susceptible", "susceptibility", 0.0), ("equally confident", "confidence", 0.1)],
)
def test_equal_people_are_at_the_mean_of_base(arm: str, name: str, wide: float) -> None:
    equal, usual = trait(name, WhoBuys.arms[arm]), trait(name, {})
    assert equal.mean() == pytest.approx(usual.mean(), abs=0.005)
    assert wide <= equal.std() < usual.std()


def test_a_long_evening_has_the_minutes_of_five() -> None:
    five, one = (
        {"anchors.sessions_per_week": BASE.anchors.sessions_per_week} | Repetition.arms[arm]
        for arm in ("five evenings a week", "one long evening a week")
    )
    minutes = [
        arm["anchors.sessions_per_week"] * arm["anchors.slots_per_session"] for arm in (five, one)
    ]
    assert minutes[0] == minutes[1]
