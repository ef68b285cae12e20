from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from agents.anchor_parameters import AnchorParameters
from agents.contracts import ContractParameters
from agents.platform_parameters import PlatformParameters
from core.luck import Luck
from model.ledger import Party
from model.order_parameters import ReturnsParameters
from model.parameters import BEHAVIOURS
from model.phases.sessions import fill_slots, schedule_sessions
from model.records import Schedule


def run(world: Any, catalog_of: Any, day: int = 0) -> Schedule:
    world.day, world.seconds = day, day * 86_400.0
    return schedule_sessions(world, catalog_of(world))


def agreed(world: Any) -> Any:
    """Terms of the anchors that have any: [anchors, price commission fee deal rank, F]."""
    return world.experience.agreed[world.experience.terms_until > 0]


@pytest.fixture
def schedule(world: Any, catalog_of: Any) -> Schedule:
    return run(world, catalog_of, day=2)


def test_most_anchors_stream_and_sessions_lie_within_the_day(schedule: Schedule) -> None:
    assert 25 < len(schedule.anchor) <= 60
    assert len(set(schedule.anchor)) == len(schedule.anchor)
    midnight = 2 * 86_400.0
    assert schedule.start.min() >= midnight
    assert schedule.end.max() <= midnight + 86_400.0
    np.testing.assert_array_equal((schedule.start - midnight) % 300.0, 0.0)


def test_slots_are_sorted_and_each_moment_of_a_session_has_one(schedule: Schedule) -> None:
    keys = schedule.slot_moment * len(schedule.anchor) + schedule.slot_session
    assert (np.diff(keys) > 0).all()
    for session in range(len(schedule.anchor)):
        moments = schedule.slot_moment[schedule.slot_session == session]
        assert (np.diff(moments) == 1).all()
        first = (schedule.start[session] - 2 * 86_400.0) / 300.0
        assert moments[0] == first
        assert schedule.end[session] == schedule.start[session] + 300.0 * len(moments)


def test_prices_lie_between_floor_and_list(world: Any, schedule: Schedule) -> None:
    listed = np.array([f.list_price for f in world.factories])[schedule.slot_product]
    floors = np.array([f.floor_price for f in world.factories])[schedule.slot_product]
    most = np.array([f.max_commission for f in world.factories])[schedule.slot_product]
    assert schedule.slot_price.dtype == np.int64
    assert (schedule.slot_price <= listed).all()
    assert (schedule.slot_price >= floors).all()
    assert (schedule.slot_commission <= most).all()
    assert (schedule.slot_price < listed).any()


def test_free_returns_leave_merchants_less_to_give_away(new_world: Any, catalog_of: Any) -> None:
    paid, free = new_world(), new_world()
    free.scenario.returns = ReturnsParameters(free=True)
    for world in (paid, free):
        run(world, catalog_of)
    cheap, dear = (agreed(w)[:, 0] for w in (paid, free))
    assert (cheap <= dear).all()
    assert (cheap < dear).any()


def test_an_anchor_pitches_what_is_sold_on_its_platform(world: Any, schedule: Schedule) -> None:
    homes = np.array([f.platform for f in world.factories])
    there = schedule.platform[schedule.slot_session]
    np.testing.assert_array_equal(homes[schedule.slot_product], there)


def test_terms_with_a_platforms_brand_bear_no_take(new_world: Any, catalog_of: Any) -> None:
    found = []
    for take in (0.0, 0.3):
        world = new_world(platform=PlatformParameters(share=1 / 3, take_rate=take))
        run(world, catalog_of)
        found.append(agreed(world)[:, :2])  # price and commission
    same = (found[0] == found[1]).all(axis=(0, 1))
    own = np.array([f.strategy.merchant == "platform" for f in world.factories])
    assert same[own].all()
    assert not same[~own].all()


def test_traffic_sums_to_one_on_every_platform(schedule: Schedule) -> None:
    sums = np.bincount(schedule.platform, weights=schedule.traffic, minlength=3)
    assert sums == pytest.approx(1.0)


def test_fees_are_paid_from_merchants_to_anchors(world: Any, catalog_of: Any) -> None:
    for anchor in world.anchors:
        anchor.followers = 15_000
    for factory in world.factories:
        factory.max_commission = 0.05
    schedule = run(world, catalog_of)
    assert schedule.slot_fee.sum() > 0
    got = world.ledger.balance(Party.ANCHORS)
    expected = np.zeros(60, dtype=np.int64)
    np.add.at(expected, schedule.anchor[schedule.slot_session], schedule.slot_fee)
    np.testing.assert_array_equal(got, expected)
    world.ledger.close_day(0)


def test_what_cannot_be_delivered_is_not_pitched(world: Any, catalog_of: Any) -> None:
    for factory in world.factories:
        factory.on_hand = 0
        factory.presale_days = 3 if factory.mode == "incubated" else -1
    pitched = set(run(world, catalog_of).slot_product)
    assert pitched
    assert {world.factories[j].mode for j in pitched} == {"incubated"}


def test_a_closed_factory_is_not_pitched_though_terms_still_hold(
    world: Any, catalog_of: Any
) -> None:
    before = set(run(world, catalog_of).slot_product)
    gone = min(before)
    world.factories[gone].open = False
    assert gone not in set(run(world, catalog_of, day=1).slot_product)


def test_terms_hold_for_the_declared_days(new_world: Any, catalog_of: Any) -> None:
    world = new_world(
        anchors=AnchorParameters(sessions_per_week=7.0),
        contracts=ContractParameters(renegotiation_days=3),
    )
    until = []
    for day in range(4):
        run(world, catalog_of, day)
        until.append(world.experience.terms_until[0])
    assert until == [3, 3, 3, 6]


def test_a_live_price_follows_a_list_price_that_falls(new_world: Any, catalog_of: Any) -> None:
    world = new_world(anchors=AnchorParameters(sessions_per_week=7.0))
    run(world, catalog_of)
    for factory in world.factories:
        factory.list_price = factory.floor_price
    schedule = run(world, catalog_of, day=1)
    listed = np.array([f.list_price for f in world.factories])
    np.testing.assert_array_equal(schedule.slot_price, listed[schedule.slot_product])


def test_on_a_festival_all_are_live_and_prices_fall(new_world: Any, catalog_of: Any) -> None:
    """S12: 40 % asked on the great days, against 7.6 % on ordinary ones (S16)."""

    def depth(world: Any, schedule: Schedule) -> float:
        listed = np.array([f.list_price for f in world.factories])[schedule.slot_product]
        return float(np.mean(1 - schedule.slot_price / listed))

    world = new_world(anchors=AnchorParameters(festival_days=(3,)))
    ordinary = run(world, catalog_of, day=2)
    held = world.experience.agreed.copy()
    festival = run(world, catalog_of, day=3)
    assert len(ordinary.anchor) < len(festival.anchor) == 60
    assert depth(world, festival) > depth(world, ordinary)
    np.testing.assert_array_equal(world.experience.agreed, held)


def test_the_promise_is_belief_corrected_by_information_plus_hype(
    new_world: Any, catalog_of: Any
) -> None:
    def promises(**parameters: Any) -> tuple[Any, Any]:
        world = new_world(anchors=AnchorParameters(sessions_per_week=7.0, **parameters))
        for factory in world.factories:
            factory.believed = 0.2
        schedule = run(world, catalog_of)
        quality = np.array([f.quality for f in world.factories])
        return schedule.slot_promise, quality[schedule.slot_product]

    promise, quality = promises(honesty=(1.0, 1.0), information=1.0)
    assert promise == pytest.approx(quality)
    promise, _ = promises(honesty=(1.0, 1.0), information=0.0)
    assert promise == pytest.approx(0.2)
    promise, _ = promises(honesty=(0.0, 0.0), information=0.0)
    assert (promise > 0.2).all()


def test_nobody_streams_without_a_live_channel(new_world: Any, catalog_of: Any) -> None:
    schedule = run(new_world(platform=PlatformParameters(live=False)), catalog_of)
    assert len(schedule.anchor) == len(schedule.slot_product) == 0
    assert schedule.slot_price.dtype == np.int64


def test_who_finds_no_deal_is_turned_away(world: Any, catalog_of: Any) -> None:
    for factory in world.factories:
        factory.max_commission = factory.max_slot_fee = 0
    assert run(world, catalog_of).anchor.size == 0
    assert 25 < world.experience.losing_days.sum() <= 60


@pytest.mark.parametrize("active", [True, False])
def test_those_who_left_do_not_stream(world: Any, catalog_of: Any, active: bool) -> None:
    world.anchors[4].active = active
    lived = np.concatenate([run(world, catalog_of, day).anchor for day in range(7)])
    assert (4 in lived) is active


def test_the_same_luck_gives_the_same_schedule(new_world: Any, catalog_of: Any) -> None:
    one, two = (run(new_world(), catalog_of, day=4) for _ in range(2))
    for mine, theirs in zip(one, two, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    other = new_world()
    other.luck = Luck(99)
    assert len(run(other, catalog_of, day=4).anchor) > 0
    assert not np.array_equal(run(other, catalog_of, day=4).start, one.start)


def filled(appetite: list[float], slots: int, repeats: int, wear: float) -> list[int]:
    return list(fill_slots(np.array([appetite]), np.array([slots]), repeats, wear)[0])


def test_slots_go_in_proportion_to_appetite_and_are_spread() -> None:
    """The matching law at a wear of 1: 8, 4, 2 of 14 slots for offers worth 8, 4 and 2."""
    pitches = filled([8.0, 2.0, -np.inf, 4.0], 14, 99, 1.0)
    assert pitches[:4] == [0, 0, 3, 0]
    assert [pitches.count(offer) for offer in range(4)] == [8, 2, 0, 4]


def test_what_does_not_wear_out_is_pitched_again_at_once_and_what_does_in_turn() -> None:
    assert filled([5.0, 9.0, 7.0], 7, 3, 0.0) == [1, 1, 1, 2, 2, 2, 0]
    assert filled([5.0, 9.0, 7.0], 7, 3, 50.0) == [1, 2, 0, 1, 2, 0, 1]
    assert filled([5.0, 9.0, 7.0], 5, 1, 1.0) == [1, 2, 0, -1, -1]


def test_what_is_worth_nothing_comes_last_and_a_loss_not_at_all() -> None:
    assert filled([-1.0, 0.0, 3.0, -np.inf], 6, 2, 1.0) == [2, 2, 1, 1, -1, -1]
    assert filled([-np.inf, -0.1], 3, 2, 1.0) == [-1, -1, -1]


def test_each_anchor_has_its_own_number_of_slots() -> None:
    pitches = fill_slots(np.ones((2, 1)), np.array([3, 1]), 9, 1.0)
    np.testing.assert_array_equal(pitches, [[0, 0, 0], [0, -1, -1]])


def test_what_an_anchor_wants_decides_what_is_pitched(new_world: Any, catalog_of: Any) -> None:
    """A market of bargain hunters pitches other things than one of salesmen, and cheaper."""

    def pitched(kind: str) -> tuple[Any, float]:
        mix = {name: float(name == kind) for name in BEHAVIOURS}
        world = new_world(anchors=AnchorParameters(behaviours=mix))
        schedule = run(world, catalog_of)
        listed = np.array([f.list_price for f in world.factories])[schedule.slot_product]
        counts = np.bincount(schedule.slot_product, minlength=len(world.factories))
        return counts, float(np.mean(1 - schedule.slot_price / listed))

    (hunted, deep), (sold, shallow) = pitched("lowest_price"), pitched("commission_seeker")
    assert deep > 1.3 * shallow
    assert np.abs(hunted - sold).sum() > 0.1 * sold.sum()
