"""Dealers: double marginalisation (LC20), bullwhip through real tiers (LC19), goods kept."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.dealers import DealerChain, DealerTier, tier_price
from agents.forecasts import MovingAverage, Smoothing
from core.arrays import Floats

MEAN = 1000.0


def stage(**changes: object) -> DealerTier:
    forecast = MovingAverage(4, MEAN)
    given = {"transit_days": 1, "cover_days": 1.0, "forecast": forecast, "whole": False}
    tier = DealerTier(**(given | changes))  # type: ignore[arg-type]
    tier.on_hand = tier.target()
    return tier


def orders_to_factory(demand: Floats, tiers: int) -> Floats:
    """What reaches a factory that can always ship, through stages with L / p = 1/4."""
    chain = DealerChain([stage() for _ in range(tiers)])
    answers = []
    for units in demand:
        chain.retailer.fill(units)
        answers.append(chain.step(units, math.inf).order)
    return np.array(answers)


@pytest.mark.parametrize(("tiers", "price"), [(1, 60), (2, 80), (3, 90), (4, 95)])
def test_consumer_price_of_successive_monopolists(tiers: int, price: float) -> None:
    assert tier_price(20, 100, tiers) == price


def test_order_of_one_stage_is_the_published_rule() -> None:
    demand = MEAN + np.arange(12.0) ** 2
    tier = stage()
    orders = []
    for units in demand:
        tier.receive()
        tier.fill(units)
        orders.append(tier.place_order(units))
        tier.dispatch(orders[-1])
    rule = demand[4:] + (demand[4:] - demand[:-4]) / 4
    assert orders[4:] == pytest.approx(rule)


@pytest.mark.parametrize(
    ("tiers", "energy"), [(1, 1.625), (3, 5.2431640625), (4, 10.124603271484375)]
)
def test_decentralised_bullwhip_is_exact(tiers: int, energy: float) -> None:
    pulse = np.full(80, MEAN)
    pulse[30] += 1.0  # before it the chain is at rest; then the response is that of a linear filter
    response = orders_to_factory(pulse, tiers) - MEAN
    assert np.square(response[30:]).sum() == pytest.approx(energy, rel=1e-9)


def answer_to_a_pulse(chain: DealerChain, days: int) -> Floats:
    """Orders beyond the mean on the day of one piece more, and after it."""
    orders = []
    for day in range(days):
        wanted = MEAN + (day == 0)
        chain.retailer.fill(wanted)
        orders.append(chain.step(wanted, math.inf).order - MEAN)
    return np.array(orders)


def test_dealers_who_share_demand_swing_as_one_with_all_their_cover() -> None:
    chain = DealerChain([stage() for _ in range(3)], shared=True)
    expected = np.zeros(8)
    expected[[0, 4]] = 1.75, -0.75
    assert answer_to_a_pulse(chain, 8) == pytest.approx(expected)


def test_a_smoothing_dealer_follows_the_published_rule() -> None:
    smooth = stage(cover_days=2.0, forecast=Smoothing(0.3, MEAN))
    answer = answer_to_a_pulse(DealerChain([smooth]), 300)
    assert answer[:3] == pytest.approx([1.6, -0.18, -0.126])  # 1 + L a, -L a^2, -L a^2 (1 - a)
    assert np.square(answer).sum() == pytest.approx(2.623529411764706)


def test_display_is_stock_that_follows_no_forecast() -> None:
    plain, shown = stage(), stage(display=70.0)
    for tier in (plain, shown):
        tier.forecast.notice(3 * MEAN)
    assert shown.target() == plain.target() + 70.0


def test_chain_at_rest_passes_demand_on() -> None:
    tiers = [stage(transit_days=3, cover_days=5.0, whole=True) for _ in range(2)]
    for tier in tiers:
        tier.on_hand = 0.0
    chain = DealerChain(tiers)
    assert chain.fill_up() == 2 * 5 * 1000
    for _ in range(30):
        chain.retailer.on_hand -= MEAN
        step = chain.step(MEAN, 1e9)
        assert step.order == MEAN
        assert chain.retailer.on_hand >= 0
    assert step.moved == (MEAN, MEAN)
    assert chain.retailer.on_hand == 2 * MEAN  # cover less transit


def test_factory_owes_what_it_cannot_ship() -> None:
    chain = DealerChain([stage(whole=True)])
    chain.retailer.on_hand -= MEAN
    assert chain.step(MEAN, 400.0).moved == (400.0,)
    assert chain.owed == 600
    assert list(chain.orders) == [1000]
    assert chain.clear() == chain.owed - 200  # nothing on hand, 400 on the way


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 80), st.booleans()), max_size=60),
    st.integers(1, 4),
)
def test_pieces_in_a_chain_are_those_that_came_less_those_that_left(
    days: list[tuple[int, int, bool]], tiers: int
) -> None:
    chain = DealerChain(
        [
            DealerTier(transit_days=2, cover_days=5.0, forecast=MovingAverage(3, 10.0))
            for _ in range(tiers)
        ]
    )
    inside = chain.fill_up()
    for demand, available, emptied in days:
        sold = min(demand, int(chain.retailer.on_hand))
        chain.retailer.on_hand -= sold
        step = chain.step(float(demand), float(available))
        inside += int(step.moved[0]) - sold
        assert 0 <= step.moved[0] <= available
        assert chain.stock == inside
        assert all(tier.on_order >= sum(tier.transit) >= 0 for tier in chain.tiers)
        suppliers = [chain.owed, *(tier.backlog for tier in chain.tiers[:-1])]
        for owed, tier in zip(suppliers, chain.tiers, strict=True):
            assert tier.on_order == pytest.approx(owed + sum(tier.transit))
        if emptied:
            assert chain.clear() == inside
            inside = 0
