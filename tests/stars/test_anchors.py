from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import truncnorm

from agents.anchor_parameters import AnchorParameters
from agents.anchors import Anchor, truncated_normal
from agents.places import best_region, cluster_rent, sourcing_costs
from core.luck import Luck


@pytest.fixture
def anchor(world: Any) -> Anchor:
    return world.anchors[5]


def test_conversion_is_the_gamma_poisson_posterior(new_world: Any) -> None:
    p = AnchorParameters(
        count=1, prior_conversion=0.02, prior_exposures=100.0, memory_half_life=1e9
    )
    anchor = new_world(anchors=p, factories=3).anchors[0]
    assert anchor.conversion == pytest.approx(0.02)
    exposures, orders = np.array([0.0, 300.0, 300.0]), np.array([0.0, 0.0, 18.0])
    anchor.learn(exposures, orders, np.array([0.0, 0.0, 9.0]), 0.0)
    assert anchor.conversion == pytest.approx([0.02, 2 / 400, 20 / 400])
    none = np.zeros(3)
    prior = p.prior_return_rate * p.prior_orders
    expected = (prior + 9) / (p.prior_orders + 18)
    assert anchor.return_rate(none, none)[2] == pytest.approx(expected)
    reviews = np.full(3, 1e6)
    assert anchor.return_rate(reviews, 0.9 * reviews)[0] == pytest.approx(0.1, abs=1e-5)


def test_knowledge_fades_by_half_in_a_half_life(new_world: Any) -> None:
    anchor = new_world(
        anchors=AnchorParameters(count=1, memory_half_life=2.0), factories=1
    ).anchors[0]
    nothing = np.zeros(1)
    anchor.learn(np.array([80.0]), np.array([8.0]), nothing, 4.0)
    for _ in range(2):
        anchor.learn(nothing, nothing, nothing, 0.0)
    assert anchor.seen == pytest.approx([40.0])
    assert anchor.sold == pytest.approx([4.0])
    assert anchor.paid == pytest.approx(2.0)


def test_it_learns_which_part_of_its_commissions_is_due(new_world: Any) -> None:
    p = AnchorParameters(count=1, memory_half_life=1e9, prior_commission_share=0.8)
    anchor, nothing = new_world(anchors=p, factories=1).anchors[0], np.zeros(1)
    assert anchor.commission_share == pytest.approx(0.8)
    anchor.learn(nothing, np.array([96.0]), nothing, 48.0)
    assert anchor.commission_share == pytest.approx((0.8 * 4 + 48) / 100)


def test_no_return_rate_is_expected_above_the_declared_one(new_world: Any) -> None:
    p = AnchorParameters(count=1, most_return_rate=0.6)
    anchor = new_world(anchors=p, factories=1).anchors[0]
    many = np.array([1e6])
    anchor.learn(many, many, many, 0.0)
    assert anchor.return_rate(np.zeros(1), np.zeros(1))[0] == 0.6


def test_it_is_live_as_often_as_declared(anchor: Anchor) -> None:
    luck, days = Luck(1), 4000
    share = np.mean([anchor.is_live(day, luck) for day in range(days)])
    expected = anchor.parameters.sessions_per_week / 7
    assert abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / days)


def test_sessions_start_in_the_evening_and_end_by_midnight(anchor: Anchor) -> None:
    moments = np.array([anchor.start_moment(day, Luck(1)) for day in range(500)])
    assert moments.min() >= 0
    assert moments.max() + anchor.parameters.slots_per_session <= 288
    assert anchor.start_moment(3, Luck(1)) == moments[3]


def test_starts_follow_the_evening_cut_off_where_a_session_no_longer_fits(anchor: Anchor) -> None:
    """No heap of sessions in the last moment: 19.5 h and 2.5 h, cut at 20 h 40."""
    p, days = anchor.parameters, 4000
    hours = np.array([anchor.start_moment(day, Luck(1)) / 12 for day in range(days)])
    law = truncnorm(
        -np.inf, (24 - p.slots_per_session / 12 - p.start_hour) / 2.5, p.start_hour, 2.5
    )
    share = np.mean(hours < 18.0)
    expected = law.cdf(18.0 - 1 / 24)  # starts are rounded to five minutes
    assert abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / days)
    assert np.mean(hours == hours.max()) < 0.04


@pytest.mark.parametrize(("hour", "spread"), [(19.5, 0.0), (24.0, 0.01), (0.0, 3.0), (1e3, 1.0)])
def test_a_start_stays_within_the_day_however_odd_the_hour(hour: float, spread: float) -> None:
    starts = [truncated_normal(hour, spread, 0.0, 20.0, draw) for draw in (0.0, 0.3, 1 - 2**-53)]
    assert all(0.0 <= start <= 20.0 for start in starts)


def test_a_session_as_long_as_the_day_starts_at_midnight(new_world: Any) -> None:
    whole = AnchorParameters(count=2, slots_per_session=288)
    assert new_world(anchors=whole).anchors[1].start_moment(0, Luck(2)) == 0


def test_what_comes_between_sessions_counts_for_the_next(anchor: Anchor) -> None:
    slots = np.zeros(36)
    slots[3] = 10
    anchor.earn(10_000, 0, 200.0, slots)
    assert anchor.income == pytest.approx(10.0)
    assert anchor.expected_views == pytest.approx(20.0)
    anchor.earn(-4_000, 0, 0.0, np.zeros(36))
    assert anchor.income == pytest.approx(10.0)
    anchor.earn(5_000, 1_000, 200.0, slots)
    keep = 2 ** (-1 / anchor.parameters.income_half_life)
    assert anchor.income == pytest.approx(keep * 10.0 + (1 - keep) * 0.0)
    assert anchor.cumulative_income == 10_000
    assert anchor.familiarity[3] == pytest.approx(1.0)


def test_losing_days_count_in_a_row_only(anchor: Anchor) -> None:
    slots = np.ones(36)
    for _ in range(3):
        anchor.earn(0, 100, 10.0, slots)
    assert anchor.losing_days == 3
    anchor.earn(10_000_000, 0, 10.0, slots)
    assert anchor.losing_days == 0


def test_hope_before_the_first_session_and_when_turned_away(anchor: Anchor) -> None:
    p = anchor.parameters
    anchor.followers = 0
    assert anchor.expected_views == p.first_views
    anchor.followers = 10_000
    hope = p.presence * 10_000
    assert anchor.expected_views == pytest.approx(hope)
    anchor.earn(100, 0, 0.0, np.ones(36))
    assert anchor.expected_views == 0.0
    losing = anchor.losing_days
    for _ in range(int(p.income_half_life)):
        anchor.turn_away()
    assert anchor.expected_views == pytest.approx(hope / 2)
    assert anchor.losing_days == losing + p.income_half_life


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


def test_big_anchors_gain_more_from_moving(anchor: Anchor) -> None:
    """C54: supply matters more, the more is sold."""
    far, near = np.array([2.5]), np.array([1.0])
    p = anchor.parameters
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
