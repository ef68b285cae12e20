"""Treatments that are told against base are what they are told to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from core.arrays import Floats
from experiments.judging.of_base import shipping, times
from experiments.studies.incubation import ROOMS, Incubation
from experiments.studies.lowest_price import ASKING, HUNTERS, SEEKERS, LowestPrice
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


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_long_evening_has_the_minutes_of_five(seed: int) -> None:
    """On average exactly, and lived: no session is short, and as many as luck's coins say."""
    minutes = []
    for arm in (OFTEN, SELDOM):
        told = {"consumers.count": 2_000, "anchors.count": 240, "market.days": 14}
        market = Market(load_scenario("base", **told, **Repetition.arms[arm]), seed=seed)
        p = market.world.scenario.anchors
        minutes.append(p.sessions_per_week * p.slots_per_session)
        tries, lived = 0, []
        for _ in range(14):
            tries += sum(one.active and one.employer is None for one in market.world.anchors)
            market.step()
            assert market.today is not None
            schedule = market.today.schedule
            free = [market.world.anchors[row].employer is None for row in schedule.anchor]
            lived += np.bincount(schedule.slot_session)[free].tolist()
        assert set(lived) == {p.slots_per_session}
        chance = p.sessions_per_week / 7.0
        spread = np.sqrt(tries * chance * (1.0 - chance))
        assert len(lived) == pytest.approx(tries * chance, abs=4 * spread)
    assert minutes[0] == minutes[1]


@pytest.mark.parametrize(("arm", "often"), [(ONCE, 1), (IN_TURN, ALL), (AT_ONCE, ALL)])
def test_in_turn_or_at_once_all_is_pitched_as_often(arm: str, often: int) -> None:
    told = {"consumers.count": 2_000, "market.days": 3}
    market = Market(load_scenario("base", **told, **Repetition.arms[arm]), seed=2)
    market.step()
    assert market.today is not None
    schedule, again, next_to = market.today.schedule, 0, 0
    free = [market.world.anchors[anchor].employer is None for anchor in schedule.anchor]
    assert np.ptp(schedule.start[free]) == 0.0
    for session, is_free in enumerate(free):
        pitched = schedule.slot_product[schedule.slot_session == session]
        assert set(np.bincount(pitched)) - {0} == {often if is_free else 1}
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


def first_day(changes: Mapping[str, Any], **more: Any) -> Market:
    market = Market(load_scenario("base", **{"consumers.count": 2_000, **more}, **changes), seed=2)
    market.step()
    return market


def test_kinds_of_anchors_overstate_alike_and_ask_for_the_same_prices() -> None:
    """One bargains for less than the others; nobody has learned anything on the first day."""
    usual, asking, hunters = (
        first_day(LowestPrice.arms[arm]) for arm in (SEEKERS, ASKING, HUNTERS)
    )
    hype = [[one.hype for one in market.world.anchors] for market in (usual, asking, hunters)]
    assert hype[0] == hype[1] == hype[2]
    assert min(hype[0]) >= 0.0 < max(hype[0])
    free = [one.employer is None for one in usual.world.anchors]
    terms = [market.world.experience.agreed[free] for market in (usual, asking, hunters)]
    np.testing.assert_array_equal(terms[1], terms[2])
    both = (terms[0][:, 3] > 0) & (terms[1][:, 3] > 0)
    dear, cheap = (one[:, 0][both] for one in terms[:2])
    assert both.sum() > 500
    assert (cheap <= dear).all()
    assert (cheap < dear).mean() > 0.9


def test_viewers_led_to_the_picked_are_led_by_nothing_else() -> None:
    """Rooms that pitch as much of the picked get as many; others more or less."""
    market = first_day({**Incubation.contexts["nobody learns"], **Incubation.arms[ROOMS]})
    for _ in range(15):
        market.step()
    assert market.today is not None
    schedule, told = market.today.schedule, []
    for home in market.world.platforms:
        picked = home.incubated[schedule.slot_product]
        length = np.bincount(schedule.slot_session)
        share = np.bincount(schedule.slot_session, picked, len(length)) / length
        here = np.flatnonzero(schedule.platform == home.index)
        order = here[np.argsort(share[here])]
        shares, traffic = share[order], schedule.traffic[order]
        same = np.diff(shares) == 0.0
        np.testing.assert_allclose(traffic[1:][same], traffic[:-1][same], rtol=1e-12)
        assert (np.diff(traffic)[~same] > 0.0).all()
        told += same.tolist()
    assert any(told)
    assert not all(told)
