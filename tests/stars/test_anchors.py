from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import truncnorm

from agents.anchor_parameters import AnchorParameters
from agents.anchors import start_moments, truncated_normals, who_streams
from agents.experience import Experience
from agents.places import best_region, cluster_rent, sourcing_costs
from core.arrays import Floats, Integers
from core.luck import Luck

WHO = 5  # one of the anchors


@pytest.fixture
def known(world: Any) -> Experience:
    return world.experience


def starts(p: AnchorParameters, person: int, days: int) -> Integers:
    """First moments of one person's sessions."""
    luck, who = Luck(1), np.array([person])
    length = np.array([p.slots_per_session])
    return np.concatenate([start_moments(p, who, length, day, luck) for day in range(days)])


def learn(
    known: Experience, who: int, seen: Floats, sold: Floats, back: Floats, paid: float
) -> None:
    known.learn(np.array([who]), seen[None], sold[None], back[None], np.array([paid]))


def test_conversion_is_the_gamma_poisson_posterior() -> None:
    p = AnchorParameters(
        count=1, prior_conversion=0.02, prior_exposures=100.0, memory_half_life=1e9
    )
    known = Experience(p, 1, 3)
    assert known.conversion(0) == pytest.approx(0.02)
    exposures, orders = np.array([0.0, 300.0, 300.0]), np.array([0.0, 0.0, 18.0])
    learn(known, 0, exposures, orders, np.array([0.0, 0.0, 9.0]), 0.0)
    assert known.conversion(0) == pytest.approx([0.02, 2 / 400, 20 / 400])
    none = np.zeros(3)
    prior = p.prior_return_rate * p.prior_orders
    expected = (prior + 9) / (p.prior_orders + 18)
    assert known.return_rate(0, none, none)[2] == pytest.approx(expected)
    reviews = np.full(3, 1e6)
    assert known.return_rate(0, reviews, 0.9 * reviews)[0] == pytest.approx(0.1, abs=1e-5)


def test_knowledge_fades_by_half_in_a_half_life() -> None:
    known = Experience(AnchorParameters(count=1, memory_half_life=2.0), 1, 1)
    nothing = np.zeros(1)
    learn(known, 0, np.array([80.0]), np.array([8.0]), nothing, 4.0)
    for _ in range(2):
        learn(known, 0, nothing, nothing, nothing, 0.0)
    assert known.seen[0] == pytest.approx([40.0])
    assert known.sold[0] == pytest.approx([4.0])
    assert known.paid[0] == pytest.approx(2.0)


def test_it_learns_which_part_of_its_commissions_is_due() -> None:
    p = AnchorParameters(count=1, memory_half_life=1e9, prior_commission_share=0.8)
    known, nothing = Experience(p, 1, 1), np.zeros(1)
    assert known.commission_share(0) == pytest.approx(0.8)
    learn(known, 0, nothing, np.array([96.0]), nothing, 48.0)
    assert known.commission_share(0) == pytest.approx((0.8 * 4 + 48) / 100)


def test_no_return_rate_is_expected_above_the_declared_one() -> None:
    known = Experience(AnchorParameters(count=1, most_return_rate=0.6), 1, 1)
    many = np.array([1e6])
    learn(known, 0, many, many, many, 0.0)
    assert known.return_rate(0, np.zeros(1), np.zeros(1))[0] == 0.6


def test_several_know_side_by_side_what_each_knows_alone() -> None:
    draws, p = np.random.default_rng(2), AnchorParameters()
    known = Experience(p, 4, 6)
    some = np.array([3, 1])
    for _ in range(3):
        slots = draws.integers(0, 3, (2, 6)).astype(float)
        known.learn(some, 9 * slots, slots, slots / 4, slots.sum(axis=1))
        known.earn(some, draws.integers(-900, 900, 2), 9 * slots.sum(axis=1), slots)
    reviews, fans = draws.uniform(5, 50, (2, 6)), np.array([300, 10])
    for answer in (
        lambda who, k: known.conversion(who),
        lambda who, k: known.overall_conversion(who),
        lambda who, k: known.return_rate(who, reviews[k], 0.5 * reviews[k]),
        lambda who, k: known.expected_views(who, fans[k]),
        lambda who, k: known.reservation(who),
        lambda who, k: known.familiarity(who),
        lambda who, k: known.commission_share(who),
    ):
        together = answer(some, slice(None))
        for k, who in enumerate(some.tolist()):
            np.testing.assert_array_equal(together[k], answer(who, k))
    assert not known.pitched[[0, 2]].any()


def test_newcomers_know_nothing_and_the_others_forget_nothing(known: Experience) -> None:
    learn(known, WHO, np.ones(36), np.ones(36), np.ones(36), 3.0)
    known.grow(2)
    assert known.seen.shape == (62, 36)
    assert known.seen[WHO].all()
    assert known.paid[WHO] == 3.0
    assert not known.seen[60:].any()
    assert known.losing_days.dtype == np.int64


def test_it_is_live_as_often_as_declared() -> None:
    p, luck, days = AnchorParameters(), Luck(1), 4000
    who, rate = np.array([WHO]), np.array([p.sessions_per_week])
    share = np.mean([who_streams(p, who, rate, day, luck)[0] for day in range(days)])
    expected = p.sessions_per_week / 7
    assert abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / days)


def test_sessions_start_in_the_evening_and_end_by_midnight() -> None:
    p = AnchorParameters()
    moments = starts(p, WHO, 500)
    assert moments.min() >= 0
    assert moments.max() + p.slots_per_session <= 288
    lengths = np.full(9, p.slots_per_session)
    assert start_moments(p, np.arange(9), lengths, 3, Luck(1))[WHO] == moments[3]


def test_who_is_brief_may_begin_later() -> None:
    """The last start is a session's own length before midnight, not the longest one's."""
    lengths = np.tile([10, 40, 288], 400)
    moments = start_moments(AnchorParameters(), np.arange(1200), lengths, 0, Luck(1))
    assert (moments + lengths <= 288).all()
    assert moments[::3].max() > 288 - 40 > moments[1::3].max() - 1
    assert not moments[2::3].any()


def test_starts_follow_the_evening_cut_off_where_a_session_no_longer_fits() -> None:
    """No heap of sessions in the last moment: 19.5 h and 2.5 h, cut where the day is too short."""
    p, days = AnchorParameters(), 4000
    hours = starts(p, WHO, days) / 12
    law = truncnorm(
        -np.inf, (24 - p.slots_per_session / 12 - p.start_hour) / 2.5, p.start_hour, 2.5
    )
    share = np.mean(hours < 18.0)
    expected = law.cdf(18.0 - 1 / 24)  # starts are rounded to five minutes
    assert abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / days)
    assert np.mean(hours == hours.max()) < 0.04


@pytest.mark.parametrize(("hour", "spread"), [(19.5, 0.0), (24.0, 0.01), (0.0, 3.0), (1e3, 1.0)])
def test_a_start_stays_within_the_day_however_odd_the_hour(hour: float, spread: float) -> None:
    draws = np.array([2.0**-53, 0.3, 1 - 2**-53])
    found = truncated_normals(hour, spread, 0.0, np.full(3, 20.0), draws)
    assert ((found >= 0.0) & (found <= 20.0)).all()


def test_a_session_as_long_as_the_day_starts_at_midnight() -> None:
    whole = AnchorParameters(count=2, slots_per_session=288)
    assert (starts(whole, 1, 20) == 0).all()


def earn(known: Experience, cents: int, views: float, slots: Floats) -> None:
    known.earn(np.array([WHO]), np.array([cents]), np.array([views]), slots[None])


def test_what_comes_between_sessions_counts_for_the_next(world: Any, known: Experience) -> None:
    slots = np.zeros(36)
    slots[3] = 10
    earn(known, 10_000, 200.0, slots)
    assert known.income[WHO] == pytest.approx(10.0)
    assert known.expected_views(WHO, 0) == pytest.approx(20.0)
    earn(known, -4_000, 0.0, np.zeros(36))
    assert known.income[WHO] == pytest.approx(10.0)
    earn(known, 5_000 - 1_000, 200.0, slots)
    keep = 2 ** (-1 / known.parameters.income_half_life)
    assert known.income[WHO] == pytest.approx(keep * 10.0 + (1 - keep) * 0.0)
    assert known.cumulative_income[WHO] == world.anchors[WHO].cumulative_income == 10_000
    assert known.familiarity(WHO)[3] == pytest.approx(1.0)


def test_losing_days_count_in_a_row_only(known: Experience) -> None:
    slots = np.ones(36)
    for _ in range(3):
        earn(known, -100, 10.0, slots)
    assert known.losing_days[WHO] == 3
    earn(known, 10_000_000, 10.0, slots)
    assert known.losing_days[WHO] == 0


def test_hope_before_the_first_session_and_when_turned_away(known: Experience) -> None:
    p = known.parameters
    assert known.expected_views(WHO, 0) == p.first_views
    hope = p.presence * 10_000
    assert known.expected_views(WHO, 10_000) == pytest.approx(hope)
    earn(known, 100, 0.0, np.ones(36))
    assert known.expected_views(WHO, 10_000) == 0.0
    losing = known.losing_days[WHO]
    for _ in range(int(p.income_half_life)):
        known.turn_away(WHO, 10_000)
    assert known.expected_views(WHO, 10_000) == pytest.approx(hope / 2)
    assert known.losing_days[WHO] == losing + p.income_half_life


def test_the_same_index_is_the_same_person_in_a_larger_crowd(new_world: Any) -> None:
    few = new_world(anchors=AnchorParameters(count=5)).anchors
    many = new_world(anchors=AnchorParameters(count=50)).anchors
    for small, large in zip(few, many, strict=False):
        assert small.charisma == large.charisma
        assert small.honesty == large.honesty
        assert small.behaviour is large.behaviour
        assert (small.platform, small.region) == (large.platform, large.region)


def test_charisma_has_the_declared_mean(new_world: Any) -> None:
    p = AnchorParameters(count=1000, charisma=2.0, charisma_spread=0.5)
    values = np.array([a.charisma for a in new_world(anchors=p, factories=4).anchors])
    assert abs(values.mean() - 2.0) < 4 * values.std() / np.sqrt(1000)


def test_big_anchors_gain_more_from_moving() -> None:
    """C54: supply matters more, the more is sold."""
    far, near = np.array([2.5]), np.array([1.0])
    p = AnchorParameters()
    small, big = (
        sourcing_costs(p, income, far) - sourcing_costs(p, income, near) for income in (2.0, 200.0)
    )
    assert big > small > 0
    slots = 5000.0
    costs_small = np.array([0.0, small[0]])
    costs_big = np.array([0.0, big[0]])
    price = slots * float(small[0] + big[0]) / 2
    assert best_region(costs_small, 1, slots, price) == 1
    assert best_region(costs_big, 1, slots, price) == 0


def test_nobody_moves_without_a_saving_and_all_stay_where_it_is_cheapest() -> None:
    flat, slope = np.ones(3), np.array([1.0, 2.0, 3.0])
    assert best_region(flat, 1, 1e9, 0.0) == 1
    assert best_region(slope, 0, 1e9, 0.0) == 0
    assert best_region(slope, 2, 10.0, 19.0) == 0
    assert best_region(slope, 2, 10.0, 21.0) == 2


def test_rent_rises_with_crowding() -> None:
    p = AnchorParameters(rent=2.0, congestion=3.0)
    assert cluster_rent(p, 0.0) == pytest.approx(2.0)
    assert cluster_rent(p, 1.0) == pytest.approx(8.0)
