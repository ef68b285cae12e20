"""Ordering rules against closed forms (LC16, LC17, LC17b, LC19, LC21, LC22)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import ordering as o


def test_newsvendor_of_one_season() -> None:
    ratio = o.critical_ratio(100, 40, 10)
    assert ratio == pytest.approx(2 / 3)
    assert o.newsvendor_quantity(1000, 400, ratio) == pytest.approx(1172.290919718183)


def test_live_signal_is_worth_its_correlation() -> None:
    sd = o.sd_after_signal(400, 0.8)
    assert sd == pytest.approx(240)


def test_normal_update_is_the_same_signal() -> None:
    noise = o.sd_after_signal(400, 0.8) / 0.8
    mean, sd = o.normal_update(1000, 400, 1500, noise)
    assert sd == pytest.approx(240)
    assert mean == pytest.approx(1000 + 0.64 * 500)
    assert o.normal_update(5, 0, 9, 1) == (5, 0)


def test_gamma_poisson_prediction() -> None:
    shape, rate = o.gamma_poisson_update(2, 0.01, 150, 1)
    mean, sd = o.gamma_poisson_predict(shape, rate, 9)
    assert mean == pytest.approx(1354.4554455445545)
    assert sd**2 == pytest.approx(mean * (1 + 9 / 1.01))


def test_belief_forgets_its_prior_without_demand() -> None:
    shape, rate = o.believed_demand(np.zeros(140), 100, 7, 14)
    assert shape == pytest.approx(700 / 2**10)
    assert rate == pytest.approx((1 - 2**-10) / (1 - 2 ** (-1 / 14)) + 7 / 2**10)


def test_moving_average_fills_missing_days_with_the_prior() -> None:
    assert o.moving_average(np.array([]), 4, 10) == 10
    assert o.moving_average(np.array([2.0, 6.0]), 4, 10) == 7
    assert o.moving_average(np.array([99.0, 1.0, 2.0, 3.0, 4.0]), 4, 10) == 2.5


def test_batch_is_a_minimum() -> None:
    assert [o.round_to_batch(units, 20) for units in (0, 19.9, 20, 33.7)] == [0, 0, 20, 33]
    assert o.round_to_batch(math.inf, 20) == 0
    assert o.round_to_batch(3, 0) == 3


def test_learning_curve_halves_experience_gap_by_its_exponent() -> None:
    assert o.learning_curve(40, 0, 100, 0.2) == 40
    assert o.learning_curve(40, 100, 100, 0.2) == pytest.approx(40 * 2**-0.2)


@pytest.mark.parametrize("price", [0.0, 40.0, math.inf, math.nan])
def test_nothing_is_worth_making_at_no_margin_or_no_price(price: float) -> None:
    assert o.critical_ratio(price, 40, 10) == 0
    assert o.newsvendor_quantity(1000, 400, o.critical_ratio(price, 40, 10)) == 0


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6))
def test_order_up_to_reaches_the_target_or_orders_nothing(
    target: float, on_hand: float, on_order: float, backlog: float
) -> None:
    units = o.order_up_to(target, on_hand, on_order, backlog)
    position = on_hand + on_order - backlog
    assert units >= 0
    assert position + units == pytest.approx(max(target, position), abs=1e-6)
