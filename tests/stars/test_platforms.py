from __future__ import annotations

from typing import Any

import mesa
import numpy as np
import pytest

from agents.feeds import SHOWN, WINDOW, FeedParameters, Sales, SalesFeed
from agents.platform_parameters import PlatformParameters
from agents.platforms import Platform
from core.luck import Luck, normals
from tests.stars.conftest import TRAFFICS

ALL = np.ones(2, np.bool_)  # factories


def platform(factories: int = 4, public: int = 1000, seed: int = 1, **parameters: Any) -> Platform:
    return Platform(
        mesa.Model(), index=0, name="north", parameters=PlatformParameters(**parameters),
        traffic=TRAFFICS["equal"], factories=factories, public=public, luck=Luck(seed),
    )  # fmt: skip


def attention_shares(r: float, start: list[float], days: int = 4000) -> Any:
    """Attention follows the score, q of those who look buy, and sales make the next score."""
    quality = np.array([0.9, 0.7, 0.5, 0.3])
    market = platform(rank_exponent=r, rank_quality=0.0, rank_newcomer=0.0, sales_half_life=1.0)
    category, here = np.zeros(4, dtype=np.int64), np.ones(4, dtype=bool)
    market.sales = np.array(start)
    for day in range(days):
        market.rank(category, here, np.zeros(4))
        market.record(day, 1000.0 * quality * market.score / market.score.sum())
    return market.sales / market.sales.sum()


def test_rank_feedback_below_one_ends_at_the_closed_form() -> None:
    """LC27: shares (v q) ** (1 / (1 - r)), wherever it starts."""
    target = [0.4939, 0.2988, 0.1524, 0.0549]
    assert attention_shares(0.5, [1, 1, 1, 1]) == pytest.approx(target, abs=5e-5)
    assert attention_shares(0.5, [1, 5, 50, 500]) == pytest.approx(target, abs=5e-5)


def test_rank_feedback_above_one_is_decided_by_the_start() -> None:
    """LC27: r > 1, initial luck decides; r = 1, the best takes all."""
    assert attention_shares(1.5, [1, 1, 1, 50])[3] == pytest.approx(1.0, abs=1e-3)
    assert attention_shares(1.0, [1, 1, 1, 50])[0] == pytest.approx(1.0, abs=1e-3)


def test_positions_follow_score_within_category_and_absent_products_come_last() -> None:
    market = platform(factories=6, rank_quality=0.0)
    market.sales = np.array([1.0, 5.0, 3.0, 9.0, 2.0, 4.0])
    category = np.array([0, 0, 0, 1, 1, 1])
    here = np.array([True, True, False, True, True, True])
    position = market.rank(category, here, np.zeros(6))
    assert list(position) == [1, 0, 2, 0, 2, 1]


def test_quality_and_the_boost_lift_a_product() -> None:
    category, here = np.zeros(4, dtype=np.int64), np.ones(4, dtype=bool)
    market = platform(rank_quality=1.0, rank_exponent=0.5)
    market.sales = np.array([10.0, 9.0, 8.0, 7.0])
    assert list(market.rank(category, here, np.zeros(4))) == [0, 1, 2, 3]
    assert market.rank(category, here, np.array([0.0, 0.0, 0.0, 2.0]))[3] == 0
    market.incubated = np.array([False, False, True, False])
    assert market.rank(category, here, np.zeros(4))[2] == 0


def test_ties_on_an_empty_shelf_are_broken_by_luck_not_by_index() -> None:
    category, here = np.zeros(20, dtype=np.int64), np.ones(20, dtype=bool)
    first = [platform(20, seed=s).rank(category, here, np.zeros(20)) for s in (1, 2)]
    assert sorted(first[0]) == list(range(20))
    assert list(first[0]) != list(range(20))
    assert list(first[0]) != list(first[1])


def test_smoothed_sales_and_the_counter() -> None:
    market = platform(factories=1, sales_half_life=1.0, counter_inflation=0.5)
    for day in range(10):
        market.record(day, np.array([4.0]))
    assert market.counter == pytest.approx([7 * 4 * 1.5])
    assert market.sales == pytest.approx([4 * (1 - 0.5**10)])


def test_reach_gets_dearer_with_every_yuan() -> None:
    """C10: a rising price; the first person costs p0, and money never buys more than all."""
    market = platform(public=1000, ad_price=4.0, ad_rise=3.0, ad_growth=0.0)
    reached, prices = zip(*(market.advertise(s) for s in (40.0, 400.0, 4000.0)), strict=True)
    assert list(prices) == sorted(set(prices))
    assert list(reached) == sorted(set(reached))
    n = 500
    spend = 4.0 * (n + 3.0 * n**2 / 2000.0)
    assert market.advertise(spend + 1e-6)[0] == n
    assert market.advertise(1e9)[0] == 1000
    assert market.advertise(0.0) == (0, 0.0)
    flat = platform(public=10**6, ad_price=4.0, ad_rise=0.0)
    assert flat.advertise(4000.0) == (1000, 4.0)


def test_reach_gets_dearer_over_the_years() -> None:
    market = platform(public=10**9, ad_price=4.0, ad_rise=0.0, ad_growth=0.5)
    assert market.advertise(4e6, day=365)[0] == pytest.approx(1e6 / 1.5, abs=1)


def test_surprised_reviews_move_belief_and_expected_ones_do_not() -> None:
    market = platform(factories=3, review_weight=20.0, review_half_life=1e9)
    reviews = np.full(3, 10.0)
    kept, expected, information = np.array([7.0, 10.0, 4.0]), 0.7 * reviews, 0.21 * reviews
    change = market.review(kept, reviews, expected, information)
    assert change[0] == pytest.approx(0.0)
    assert change[1] == pytest.approx(3.0 / (0.21 * 30.0))
    assert change[2] == pytest.approx(-change[1])
    later = market.review(kept, reviews, expected, information)
    assert abs(later[1]) < abs(change[1])


def test_a_member_that_misses_the_throughput_loses_place_and_traffic() -> None:
    market = platform(programme_throughput=0.5, programme_picks=1)
    category, here = np.zeros(4, dtype=np.int64), np.ones(4, dtype=bool)
    candidates = np.array([True, True, True, False])
    market.sales = np.array([10.0, 9.0, 1.0, 20.0])
    assert list(market.admit(candidates, category, here)) == [True, True, False, False]
    assert list(market.pick_incubated(market.sales)) == [True, False, False, False]
    market.sales = np.array([1.0, 9.0, 1.0, 20.0])
    market.admit(candidates, category, here)
    assert not market.incubated.any()


def test_the_programme_takes_no_more_than_its_members_and_picks() -> None:
    market = platform(programme_throughput=0.0, programme_members=2, programme_picks=5)
    category, every = np.zeros(4, dtype=np.int64), np.ones(4, dtype=bool)
    market.sales = np.array([1.0, 4.0, 3.0, 2.0])
    assert list(market.admit(every, category, every)) == [False, True, True, False]
    assert list(market.pick_incubated(market.sales)) == [False, True, True, False]


def test_a_new_design_inherits_what_is_declared() -> None:
    market = platform(rank_inheritance=0.25)
    market.sales = np.full(4, 8.0)
    market.forget(np.array([True, False, False, False]))
    assert list(market.sales) == [2.0, 8.0, 8.0, 8.0]


def feed(**parameters: Any) -> SalesFeed:
    return SalesFeed("live_data", 0, FeedParameters(**parameters), 2)


def fill(target: SalesFeed, days: int, ahead: float = 0.0) -> None:
    """On day d both products sell 10 + d, half of it live, to people of taste (d, 0).

    `ahead` is how many more of today's viewers usually order later.
    """
    for day in range(days):
        sold = np.full(2, 10.0 + day)
        tastes = np.tile([float(day), 0.0], (2, 1)) * sold[:, None]
        live = sold / 2
        none = np.zeros(2)
        sales = Sales(ALL, sold, none, live, tastes)
        target.record(day, ALL, sales, live + ahead, none)


@pytest.mark.parametrize("delay", [0, 1, 3, 7])
def test_the_newest_day_shown_is_exactly_as_old_as_declared(delay: int) -> None:
    shown = feed(delay_days=delay, noise=0.0)
    fill(shown, 20)
    history, _, _ = shown.observe([1], 20)[0]
    newest = 20 - max(delay, 1)  # today is not over, so nothing can show it
    assert history == pytest.approx(10.0 + np.arange(newest + 1))


def test_a_feed_shows_nothing_before_its_delay_has_passed() -> None:
    shown = feed(delay_days=7, noise=0.0)
    assert shown.observe([0], 0)[0][0].size == 0
    fill(shown, 7)
    assert shown.observe([0], 6)[0][0].size == 0
    assert shown.observe([0], 7)[0][0] == pytest.approx([10.0])


@pytest.mark.parametrize("delay", [1, 5, 60, WINDOW])
def test_a_late_feed_shows_weeks_too(delay: int) -> None:
    shown = feed(delay_days=delay, noise=0.0)
    fill(shown, 300, ahead=4.0)
    history, signal, taste = shown.observe([0], 299)[0]
    newest = 299 - delay
    assert len(history) == max(WINDOW - delay, SHOWN)
    assert history == pytest.approx(10.0 + np.arange(newest + 1 - len(history), newest + 1))
    assert signal == pytest.approx(4.0)
    days = np.arange(newest - 13, newest + 1)
    assert taste == pytest.approx([np.average(days, weights=10.0 + days), 0.0])


def test_fake_viewers_raise_the_signal_and_nothing_else() -> None:
    """C38: fakes look and never buy."""
    honest, padded = feed(fake_viewers=0.0), feed(fake_viewers=1.5)
    fill(honest, 10, ahead=4.0)
    fill(padded, 10, ahead=4.0)
    true, fake = honest.observe([0], 10)[0], padded.observe([0], 10)[0]
    np.testing.assert_array_equal(true[0], fake[0])
    np.testing.assert_array_equal(true[2], fake[2])
    live = (10.0 + 9) / 2
    assert fake[1] == pytest.approx(true[1] * (2.5 * (live + 4.0) - live) / 4.0)


def test_noise_is_of_the_declared_size_and_the_same_at_every_look() -> None:
    shown = SalesFeed("platform_sales", 0, FeedParameters(delay_days=1, noise=0.3), 3000)
    hundred, none = np.full(3000, 100.0), np.zeros(3000)
    sales = Sales(hundred > 0, hundred, none, none, np.zeros((3000, 2)))
    shown.record(0, hundred > 0, sales, none, normals(Luck(9).key("noise"), 3000))
    values = np.array([shown.observe([j], 1)[0][0][0] for j in range(3000)])
    assert np.log(values).std() == pytest.approx(0.3, abs=0.02)
    assert values.mean() == pytest.approx(100.0, abs=4 * 31 / np.sqrt(3000))
    assert shown.observe([7], 1)[0][0][0] == values[7]


def test_a_day_without_an_offer_says_nothing_of_demand() -> None:
    shown = feed(delay_days=0, noise=0.0)
    sold, none, nothing = np.array([5.0, 5.0]), np.zeros(2), np.zeros((2, 2))
    for day in range(4):
        offered = np.array([True, day != 2])
        shown.record(day, ALL, Sales(offered, sold * offered, none, none, nothing), none, none)
    assert shown.observe([0], 3)[0][0] == pytest.approx([5.0, 5.0, 5.0, 5.0])
    assert shown.observe([1], 3)[0][0] == pytest.approx([5.0, 5.0, 5.0])


def test_taste_is_the_mean_of_recent_buyers_where_the_feed_has_it() -> None:
    shown = feed(delay_days=1, noise=0.0)
    fill(shown, 30)
    _, _, taste = shown.observe([0], 30)[0]
    days = np.arange(16, 30)
    assert taste == pytest.approx([np.average(days, weights=10.0 + days), 0.0])
    blind = SalesFeed("platform_sales", 0, FeedParameters(delay_days=1), 2, with_taste=False)
    fill(blind, 3)
    assert blind.observe([0], 3)[0][2] is None


def test_a_platform_knows_its_own_feeds_only() -> None:
    market = platform()
    assert market.observe([0], 0, "live_data")[0][1] == 0.0
    with pytest.raises(KeyError):
        market.observe([0], 0, "dealer_orders")
