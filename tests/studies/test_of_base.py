"""Treatments that are told against base are what they are told to be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.arrays import Floats
from experiments.of_base import shipping, times
from experiments.studies.incubation import ROOMS, Incubation
from experiments.studies.lowest_price import HUNTERS, LowestPrice
from experiments.studies.many_anchors import LEAVING, ManyAnchors
from experiments.studies.repetition import (
    ALL,
    AT_ONCE,
    IN_TURN,
    OFTEN,
    ONCE,
    SELDOM,
    Repetition,
)
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


def slots_lived(changes: dict[str, Any], people: int = 2_000, days: int = 14) -> tuple[int, int]:
    """Slots of free anchors, and of factories' own streams."""
    told = {"consumers.count": people, "anchors.count": 240, "market.days": days}
    market = Market(load_scenario("base", **told, **changes), seed=2)
    free = own = 0
    for _ in range(days):
        market.step()
        assert market.today is not None
        schedule = market.today.schedule
        employed = np.array([one.employer is not None for one in market.world.anchors])
        theirs = employed[schedule.anchor[schedule.slot_session]]
        own, free = own + int(theirs.sum()), free + int((~theirs).sum())
    return free, own


def test_a_long_evening_has_the_minutes_of_five() -> None:
    five, one = (slots_lived(dict(Repetition.arms[arm])) for arm in (OFTEN, SELDOM))
    assert min(*five, *one) > 1_000
    assert one == pytest.approx(five, rel=0.05)


@pytest.mark.parametrize(("arm", "often"), [(ONCE, 1), (IN_TURN, ALL), (AT_ONCE, ALL)])
def test_in_turn_or_at_once_all_is_pitched_as_often(arm: str, often: int) -> None:
    told = {"consumers.count": 2_000, "market.days": 3}
    market = Market(load_scenario("base", **told, **Repetition.arms[arm]), seed=2)
    market.step()
    assert market.today is not None
    schedule, again, next_to = market.today.schedule, 0, 0
    for session, anchor in enumerate(schedule.anchor):
        pitched = schedule.slot_product[schedule.slot_session == session]
        free = market.world.anchors[anchor].employer is None
        assert set(np.bincount(pitched)) - {0} == {often if free else 1}
        if np.unique(pitched).size > 1:
            again += int((np.diff(pitched) == 0).sum())
            next_to += pitched.size - np.unique(pitched).size
    assert (next_to > 0) == (often > 1)
    assert again == next_to if arm == AT_ONCE else again == 0


@pytest.mark.parametrize(("place", "some"), [("base", False), (LEAVING, True)])
def test_who_loses_for_ten_days_leaves_and_in_base_nobody(place: str, some: bool) -> None:
    told = {"consumers.count": 2_000, "market.days": 20, **ManyAnchors.contexts[place]}
    market = Market(load_scenario("base", **told), seed=1)
    market.run()
    left = [one for one in market.world.anchors if one.employer is None and not one.active]
    assert bool(left) is some


def test_anchors_who_hunt_the_lowest_price_overstate_as_the_others_do() -> None:
    hunters = load_scenario("base", **LowestPrice.arms[HUNTERS]).behaviours
    assert hunters.lowest_price.hype == hunters.commission_seeker.hype
    assert hunters.lowest_price.price_share > hunters.commission_seeker.price_share


def test_viewers_led_to_the_picked_are_led_by_nothing_else() -> None:
    chosen = load_scenario("base", **Incubation.arms[ROOMS]).traffics.incubate_few
    assert chosen.exponent == 0.0
    assert chosen.boost > 0.0
