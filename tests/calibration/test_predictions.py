"""The field's experiments, done to small markets: they do what they say, and judge as declared."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest

from core.luck import uniforms
from experiments.live import all_orders, live_days
from experiments.predictions.adopters import adopters_and_twins, keep_from_live, lift
from experiments.predictions.carry_over import (
    AFTER,
    SPACING,
    carry_over,
    daily_sales,
    silent_days,
)
from experiments.predictions.random_ranks import EVERYTHING, first_over_last, put_in_order
from experiments.validating.held_out import held_out
from experiments.validating.prediction import (
    FULL,
    HIT,
    MISS,
    NEAR,
    OPEN,
    QUICK,
    HeldOutPrediction,
    SimulatedResult,
    Size,
    all_predictions,
    market_of,
)

SMALL = Size(400, 4, 11)
DAY = 86_400


@pytest.mark.parametrize("prediction", all_predictions(), ids=lambda one: one.kind)
def test_every_experiment_answers_what_it_says(prediction: HeldOutPrediction) -> None:
    told = prediction.simulate(3, Size(1500, 12, 12), {})  # so many that each has a number
    assert set(told) == set(prediction.answers)
    assert all(math.isfinite(value) for value in told.values()), told
    assert prediction.how


def test_seeds_that_cannot_tell_are_no_hit() -> None:
    ranged, signed = held_out("sales_per_day_faster"), held_out("others_visits_after_star")
    assert SimulatedResult(ranged, 0.015, 0.012, 0.018, 8).outcome == HIT
    assert SimulatedResult(ranged, 0.023, 0.018, 0.028, 8).outcome == NEAR
    assert SimulatedResult(ranged, 0.040, 0.035, 0.045, 8).outcome == MISS
    assert SimulatedResult(ranged, 0.015, -0.2, 0.2, 8).outcome == OPEN
    assert SimulatedResult(ranged, 0.200, 0.1, 0.3, 8).outcome == MISS
    assert SimulatedResult(signed, -0.05, -0.08, -0.02, 8).outcome == HIT
    assert SimulatedResult(signed, -0.05, -0.12, 0.02, 8).outcome == OPEN
    assert SimulatedResult(signed, 0.05, 0.02, 0.08, 8).outcome == MISS


def test_the_lift_is_that_of_differences_in_differences() -> None:
    """Twins grow by half, adopters double, a third of what they sell later is in sessions."""
    rows = []
    size = Size(1, 20, 20)
    for day in range(40):
        late = day >= 20
        rows += [(1, "shelf", day, 30.0 if late else 20.0)]
        rows += (
            [(0, "shelf", day, 40.0)]
            if not late
            else [(0, "shelf", day, 80.0), (0, "live", day, 40.0)]
        )
    orders = pd.DataFrame(rows, columns=["product", "channel", "day", "price"])
    orders["placed"] = orders["day"] * DAY + 5.0
    told = lift(orders, {0}, {1}, size)
    assert told["revenue_lift"] == pytest.approx(120 / 60 - 1)
    assert told["spillover_of_lift"] == pytest.approx((80 - 60) / (120 - 60))


def test_who_does_not_sell_live_has_no_live_order() -> None:
    """Nor one of the spillover, from the first day on."""
    market = market_of(2, Size(2500, 4, 11), {"market.factories_per_shelf": 12})
    adopters, twins = adopters_and_twins(market)
    assert not adopters & twins
    assert len(adopters) == len(twins) == 36
    keep_from_live(market, adopters | twins)
    streaming = {anchor.employer for anchor in market.world.anchors if anchor.active} - {None}
    assert streaming
    assert not streaming & (adopters | twins)
    live_days(market, 12)
    orders = all_orders(market)
    live = orders[orders["channel"].isin(["live", "spillover"])]
    assert not set(live["product"]) & (adopters | twins)
    assert (live["placed"] < 7 * DAY).any()
    assert set(orders["product"]) & (adopters | twins)  # they do sell on the shelf


def test_an_event_has_faded_when_the_next_comes() -> None:
    names = market_of(1, SMALL, {}).scenario.market.platforms
    for size in (FULL, QUICK):
        days = list(silent_days(names, size))
        assert days[0] == size.before
        assert set(np.diff(days)) == {SPACING}
    assert days[-1] - days[0] == SPACING * (len(names) - 1)
    assert max(silent_days(names, FULL)) + AFTER < FULL.before + FULL.after


def test_a_silent_day_changes_nothing_before_it_and_its_own_platform_that_day() -> None:
    usual, missed = (daily_sales(5, SMALL, {}, told, 8) for told in ({}, {5: "north"}))
    for before, after in zip(usual, missed, strict=True):
        assert np.array_equal(before[:, :5], after[:, :5])
    assert usual[0][:, 5].sum() > missed[0][:, 5].sum()
    assert missed[0][0, 5] == 0


def test_a_day_is_compared_with_its_week_outside_the_sessions_on_both_sides() -> None:
    """Of ten orders a day in all, live adds 3 outside that day and 1 in the week; 40 in later
    sessions count for the week as a whole and not against the day."""
    silent = np.full((1, 12), 5.0), np.full((1, 12), 5.0)
    live, other = silent[0].copy(), silent[1].copy()
    live[0, 3], live[0, 5] = 9.0, 45.0
    other[0, 3], other[0, 10] = 8.0, 6.0
    carried, ahead = carry_over((live, other), silent, {3: 0}, 3)
    assert carried == pytest.approx((40 + 1) / 10)
    assert ahead == pytest.approx((3 - 1) / 10)


def test_where_everything_is_inspected_a_position_is_worth_nothing() -> None:
    told = {"shelf.search_cost": 1e-4, "market.factories_per_shelf": 12, "appeal.loyalty": 0.0}
    free = first_over_last(market_of(1, Size(3000, 0, 12), told), Size(3000, 0, 12))
    few = first_over_last(
        market_of(1, Size(3000, 0, 12), told | {"shelf.search_cost": 0.08}), Size(3000, 0, 12)
    )
    assert few > 4 * abs(free)
    assert math.isfinite(few)


def test_where_everything_is_inspected_a_position_changes_no_order() -> None:
    """The draws of the choice do not know it; where looking costs something, orders do change."""
    common = {"market.factories_per_shelf": 12, "appeal.loyalty": 0.0}
    same = []
    for cost in (EVERYTHING, 0.08):
        one, turned = (ordered_by_lot(common | {"shelf.search_cost": cost}, s) for s in (1, -1))
        assert len(one) > 100
        same.append(one.equals(turned))
    assert same == [True, False]


def ordered_by_lot(told: dict[str, float], sense: int) -> pd.DataFrame:
    """Three days of orders, positions by lot; or, where sense is -1, the other way round."""
    market = market_of(1, Size(2000, 0, 3), told)
    for day in range(3):
        lots = uniforms(market.world.luck.key("a lot", day), len(market.world.factories))
        put_in_order(market, sense * lots)
        market.step()
    return all_orders(market)


def test_declarations_are_ranges_or_signs() -> None:
    for prediction in all_predictions():
        for name in prediction.answers:
            one = held_out(name)
            assert one.low < one.high
            if not math.isnan(one.base):
                assert one.low < one.base < one.high
            else:
                assert 0.0 in (one.low, one.high)
            assert dataclasses.asdict(one)["touched"]
