"""Sessions are as long as what there is to pitch, and start at any hour at which they fit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from agents.anchor_parameters import AnchorParameters
from agents.contracts import ContractParameters
from core.arrays import Integers
from core.units import MOMENTS_A_DAY
from model.phases.sessions import schedule_sessions
from model.records import Schedule
from tests.stars.test_sessions import agreed, run

GOODS = 12  # of a platform in the small world


def lengths(schedule: Schedule) -> Integers:
    """Slots of each session."""
    counted: Integers = np.bincount(schedule.slot_session, minlength=len(schedule.anchor))
    return counted


def starts(schedule: Schedule) -> Integers:
    """Moment of the day of each session's first slot."""
    moments: Integers = np.rint(schedule.start % 86_400.0 / 300.0).astype(np.int64)
    return moments


def test_a_short_session_starts_later_than_a_full_one_could(
    new_world: Any, catalog_of: Any
) -> None:
    late = AnchorParameters(start_hour=23.5, start_hour_spread=0.0)
    world = new_world(anchors=late, contracts=ContractParameters(repeats=1))
    schedule = run(world, catalog_of)
    assert lengths(schedule).max() <= GOODS
    np.testing.assert_array_equal(
        starts(schedule), np.minimum(23.5 * 12, MOMENTS_A_DAY - lengths(schedule))
    )
    assert (starts(schedule) > MOMENTS_A_DAY - late.slots_per_session).all()


def test_hours_are_drawn_up_to_where_each_session_fits(new_world: Any, catalog_of: Any) -> None:
    late = AnchorParameters(start_hour=24.0, start_hour_spread=0.5)
    schedule = run(new_world(anchors=late, contracts=ContractParameters(repeats=1)), catalog_of)
    last = MOMENTS_A_DAY - lengths(schedule)
    assert (starts(schedule) <= last).all()
    assert (starts(schedule) < last).any()
    assert (schedule.end <= 86_400.0).all()


@pytest.mark.parametrize(("own_slots", "slots"), [(10, 44), (3, 20), (50, 12)])
def test_own_streams_have_slots_of_their_own(
    own_slots: int, slots: int, new_world: Any, catalog_of: Any
) -> None:
    told = AnchorParameters(own_slots=own_slots, slots_per_session=slots, sessions_per_week=7.0)
    world = new_world(anchors=told, contracts=ContractParameters(repeats=100))
    world.anchors[0].employer = world.platforms[world.anchors[0].platform].index * 4
    schedule = run(world, catalog_of)
    own = schedule.anchor == 0
    assert own.sum() == 1
    assert set(lengths(schedule)[own]) == {own_slots}
    assert set(lengths(schedule)[~own]) == {slots}


@pytest.mark.parametrize("wear", [0.0, 50.0])
def test_offers_wear_out_as_the_scenario_says(wear: float, new_world: Any, catalog_of: Any) -> None:
    """At once the best over and over; far up in turn, each as often as the others but for one."""
    schedule = run(new_world(contracts=ContractParameters(repeats=100, wear=wear)), catalog_of)
    for session in range(len(schedule.anchor)):
        pitched = np.bincount(schedule.slot_product[schedule.slot_session == session])
        often = pitched[pitched > 0]
        assert (often.size == 1) is (wear == 0.0)
        assert np.ptp(often) <= 1


def test_terms_with_an_incubated_brand_move_with_its_programme(
    new_world: Any, catalog_of: Any
) -> None:
    """What the platform keeps is not there to be given away; other brands' terms stay."""
    found, incubated = [], np.zeros(0, bool)
    for programme in (0.0, 0.1):
        world = new_world()
        incubated = np.array([one.mode == "incubated" for one in world.factories])
        schedule_sessions(
            world, catalog_of(world)._replace(programme=np.where(incubated, programme, 0.0))
        )
        found.append(agreed(world))
    free, bound = found
    others = (slice(None), slice(4), ~incubated)  # all but the rank of a price among all
    np.testing.assert_array_equal(free[others], bound[others])
    both = (free[:, 3] > 0) & (bound[:, 3] > 0) & incubated
    assert both.sum() > 20
    given = [terms[:, 1][both] * terms[:, 0][both] for terms in found]
    assert (given[1] <= given[0]).all()
    assert given[1].mean() < 0.95 * given[0].mean()
