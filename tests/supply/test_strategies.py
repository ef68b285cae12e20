"""A contract that every strategy keeps, and hand-computed answers of each."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.ordering import newsvendor_quantity
from agents.strategies.brand_dealer import BrandDealer, BrandDealerParameters
from agents.strategies.c2m import C2M, C2MParameters
from agents.strategies.odm import Odm, OdmParameters
from agents.strategy import Decision, FactoryView, Strategy
from tests.supply.conftest import STRATEGIES, VIEW

AMOUNT = st.floats(0, 1e5)
VIEWS = st.builds(
    lambda demand, days, stock, line, owed, signal, cost, age, expected: VIEW._replace(
        history=np.full(days, demand),
        on_hand=stock,
        on_order=line,
        backlog=owed,
        live_signal=signal,
        unit_cost=cost,
        salvage=0.4 * cost,
        design_age=age,
        expected_demand=expected,
    ),
    AMOUNT,
    st.integers(0, 80),
    st.integers(0, 10**5),
    st.integers(0, 10**5),
    st.integers(0, 10**5),
    AMOUNT,
    st.floats(0.5, 500),
    st.integers(-20, 400),
    st.floats(0.01, 1e4),
)
each_strategy = pytest.mark.parametrize("strategy", STRATEGIES.values(), ids=list(STRATEGIES))


def same(one: Decision, other: Decision) -> bool:
    return all(map(np.array_equal, one, other))


@each_strategy
@settings(max_examples=60)
@given(view=VIEWS)
def test_decisions_are_pure_and_sensible(strategy: Strategy[Any], view: FactoryView) -> None:
    decision = strategy.decide(view)
    assert same(decision, strategy.decide(view))
    fields = decision._asdict()
    numbers = [fields[name] for name in fields if name not in ("redesign", "presale_days")]
    assert all(math.isfinite(number) and number >= 0 for number in numbers)
    assert decision.floor_price <= decision.list_price
    assert isinstance(decision.start, int)
    assert decision.presale_days >= -1
    assert decision.max_commission < 1


@each_strategy
@settings(max_examples=60)
@given(view=VIEWS, more=st.floats(0, 1e4), seed=st.integers(0, 99))
def test_more_demand_never_means_fewer_started(
    strategy: Strategy[Any], view: FactoryView, more: float, seed: int
) -> None:
    extra = more * np.random.default_rng(seed).random(view.history.size)
    higher = view._replace(history=view.history + extra)
    assert strategy.decide(higher).start >= strategy.decide(view).start


@each_strategy
def test_without_demand_production_ends(
    strategy: Strategy[Any], view: Callable[..., FactoryView]
) -> None:
    nothing = view(history=np.zeros(400))
    assert strategy.decide(nothing).start == 0
    assert strategy.decide(nothing).forecast < 1e-3


@each_strategy
def test_without_capacity_nothing_is_started_or_promised(
    strategy: Strategy[Any], view: Callable[..., FactoryView]
) -> None:
    decision = strategy.decide(view(capacity=0, backlog=50))
    assert (decision.start, decision.presale_days) == (0, -1)


@each_strategy
def test_at_an_infinite_cost_nothing_is_started(
    strategy: Strategy[Any], view: Callable[..., FactoryView]
) -> None:
    assert strategy.decide(view(unit_cost=math.inf, salvage=0.0)).start == 0


@pytest.mark.parametrize(
    "strategy",
    [
        C2M(C2MParameters(markup=math.inf)),
        Odm(OdmParameters(markup=math.inf)),
        BrandDealer(BrandDealerParameters(choke_over_reference=math.inf)),
    ],
    ids=["c2m", "odm", "brand_dealer"],
)
def test_at_an_infinite_price_nothing_is_started(
    strategy: Strategy[Any], view: Callable[..., FactoryView]
) -> None:
    assert strategy.decide(view()).start == 0


@each_strategy
def test_no_strategy_moves_without_seeing_taste(
    strategy: Strategy[Any], view: Callable[..., FactoryView]
) -> None:
    assert strategy.decide(view(taste=None, design_age=999)).redesign is None
    moved = strategy.decide(view(taste=np.array([2.0, 0.0]), design_age=999)).redesign
    assert moved is not None
    assert 0 < moved[0] < 2
    assert strategy.decide(view(taste=np.array([2.0, 0.0]), design_age=0)).redesign is None


def test_brand_price_and_stock_by_hand(view: Callable[..., FactoryView]) -> None:
    brand = STRATEGIES["brand_dealer"]
    assert brand.transfer_price(30, 90) == pytest.approx(162 - 132 / 2)
    decision = brand.decide(view(lead_days=60))
    assert decision.list_price == pytest.approx(162 - 132 / 8)
    target = newsvendor_quantity(9_100, 0.6 * 9_100, (96 - 30) / (96 - 12))
    assert decision.start == round(target)
    assert brand.decide(view(lead_days=60, on_order=10_000, backlog=70)).start == round(
        target - 10_000 + 70
    )


def test_odm_price_and_stock_by_hand(view: Callable[..., FactoryView]) -> None:
    decision = STRATEGIES["odm"].decide(view(lead_days=35))
    assert decision.list_price == 72
    assert STRATEGIES["odm"].transfer_price(30, 90) == 36
    assert decision.floor_price == pytest.approx(36 * 1.05 / 0.95)
    assert decision.max_commission == pytest.approx(0.30)  # capped; it could pay more
    assert decision.start == round(newsvendor_quantity(5_000, 2_000, (72 - 36) / (72 - 12)))


def test_the_parcel_is_part_of_the_price(view: Callable[..., FactoryView]) -> None:
    sent = view(carriage=5.0)
    assert sent.landed_cost == 35
    c2m, odm = (STRATEGIES[kind].decide(sent) for kind in ("c2m", "odm"))
    assert c2m.list_price == pytest.approx(1.15 * 35)
    assert c2m.floor_price == pytest.approx(1.02 * 35 / 0.95)
    assert odm.list_price == 72
    assert odm.floor_price == pytest.approx((36 + 5) * 1.05 / 0.95)
    held = STRATEGIES["odm"].decide(view(carriage=5.0, lead_days=35)).start
    assert held == round(newsvendor_quantity(5_000, 2_000, (67 - 36) / (67 - 12)))


def test_c2m_cannot_pay_a_star(view: Callable[..., FactoryView]) -> None:
    decision = STRATEGIES["c2m"].decide(view())
    assert decision.list_price == pytest.approx(34.5)
    assert decision.max_commission == pytest.approx(1 - 0.05 - 1.02 / 1.15)
    assert decision.max_commission < 0.25 < STRATEGIES["odm"].decide(view()).max_commission


def test_c2m_made_to_order_starts_exactly_what_is_owed(view: Callable[..., FactoryView]) -> None:
    pure = C2M(C2MParameters(cover_days=0.0))
    assert pure.decide(view(backlog=37)).start == 37
    assert pure.decide(view(backlog=37, on_order=20, on_hand=5)).start == 12


def test_c2m_that_does_not_reorder_makes_one_run_before_a_launch(
    view: Callable[..., FactoryView],
) -> None:
    once, again = C2M(C2MParameters(reorders=False)), C2M(C2MParameters())
    assert once.decide(view(design_age=0)).start == 0
    coming = view(design_age=-1)
    assert once.decide(coming).start == again.decide(coming).start > 0


def test_c2m_promise_counts_the_queue(view: Callable[..., FactoryView]) -> None:
    c2m = STRATEGIES["c2m"]
    assert c2m.decide(view(backlog=0)).presale_days == 10 + 1
    assert c2m.decide(view(backlog=6_000, on_order=2_000)).presale_days == 20 + 1


@pytest.mark.parametrize("kind", ["c2m", "incubated"])
def test_live_interest_starts_production(kind: str, view: Callable[..., FactoryView]) -> None:
    strategy = STRATEGIES[kind]
    assert strategy.decide(view(live_signal=500)).start > strategy.decide(view()).start


def test_prices_stand_in_the_order_of_the_dossier() -> None:
    price = {kind: strategy.decide(VIEW).list_price for kind, strategy in STRATEGIES.items()}
    assert price["c2m"] < price["incubated"] < price["odm"] < price["brand_dealer"]


def test_a_season_that_ends_makes_no_leftovers(view: Callable[..., FactoryView]) -> None:
    brand, fashion = STRATEGIES["brand_dealer"], np.array([2.0, 0.0])
    late = view(lead_days=60, taste=fashion, design_age=119)
    assert brand.decide(late).start < brand.decide(late._replace(design_age=0)).start
    coming = late._replace(design_age=-60)
    only_cover = newsvendor_quantity(3_100, 0.6 * 3_100, (96 - 30) / (96 - 12))
    assert brand.decide(coming).start == round(only_cover)
