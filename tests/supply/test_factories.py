"""The physics of a factory: capacity, batch, lead, designs, modes, and where each piece is."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.factories import Factory, Leftover
from agents.factory_parameters import FactoryParameters
from agents.strategies.c2m import C2M, C2MParameters
from agents.strategy import Decision
from tests.supply.conftest import STRATEGIES

Maker = Callable[..., Factory]


def balanced(factory: Factory) -> bool:
    return factory.started == factory.goods_held() + factory.goods_gone() + factory.outside


def quick(lead: int = 1, batch: float = 0.0) -> C2M:
    return C2M(C2MParameters(lead_days=lead, batch_days=batch))


def test_burst_comes_off_the_line_at_its_capacity(factory: Maker) -> None:
    maker = factory(
        strategy=quick(), expected_demand=10_000.0, parameters=FactoryParameters(capacity_days=1.0)
    )
    assert maker.start(100_000, day=0) == 100_000
    done = np.array([maker.finish(day) for day in range(1, 15)])
    assert done.tolist() == [10_000] * 10 + [0] * 4
    waits = np.repeat(np.arange(1, 15), done)
    assert waits.max() == 10  # LC21: D / K
    assert waits.mean() - 0.5 == 5  # D / 2K, the pieces of a day being made all through it


def test_no_start_below_a_batch(factory: Maker) -> None:
    maker = factory(strategy=quick(lead=3, batch=0.2))
    assert maker.start(19.99, day=0) == 0
    assert maker.start(25.7, day=0) == 25
    assert [maker.finish(day) for day in (1, 2, 3)] == [0, 0, 25]
    assert maker.produced == maker.warehouse == 25


def test_without_capacity_nothing_is_made(factory: Maker) -> None:
    maker = factory(parameters=FactoryParameters(capacity_days=0.0))
    assert maker.start(1e6, day=0) == 0


def test_cost_falls_with_experience(factory: Maker) -> None:
    maker = factory(parameters=FactoryParameters(experience_days=1.0, learning_rate=0.3))
    before = maker.unit_cost
    maker.start(100, day=0)
    maker.finish(100)
    assert maker.unit_cost == pytest.approx(before * 2**-0.3)


def test_offer_keeps_floor_below_list_and_prices_finite(factory: Maker) -> None:
    maker = factory()
    maker.offer(Decision(5.0, 0, 10.004, 12.0, 0.1, 3.0, 4))
    assert (maker.list_price, maker.floor_price, maker.max_slot_fee) == (1000, 1000, 300)
    maker.offer(Decision(5.0, 0, math.inf, 12.0, 0.1, 3.0, 4, advertising=math.inf))
    assert (maker.list_price, maker.advertising_budget) == (2 * 10**9, 0)


def test_verbs_refuse_pieces_that_are_not_there(factory: Maker) -> None:
    maker = factory()
    maker.stock_up(5)
    with pytest.raises(ValueError, match="6 units asked, 5 on hand"):
        maker.take(6)
    maker.take(5)
    with pytest.raises(ValueError, match="6 units back, 5 outside"):
        maker.restock(6)
    maker.restock(2)
    maker.scrap(1)
    assert (maker.on_hand, maker.outside, maker.scrapped) == (2, 2, 1)


def test_new_design_replaces_the_old_after_a_lead(factory: Maker) -> None:
    maker = factory(strategy=quick(lead=3))
    maker.stock_up(50)
    maker.start(30, day=0)
    maker.prepare(np.array([1.0, 0.0]), day=1)
    maker.start(20, day=2)  # of the new design
    assert (maker.line.units_before_mark, maker.line.units_after_mark) == (30, 20)
    assert maker.launch(4) is None
    maker.finish(4)
    assert maker.launch(5) == Leftover(80, 0)
    assert maker.finish(5) == 20
    assert (maker.generation, maker.on_hand, maker.design_day) == (1, 20, 5)
    assert maker.design.tolist() == [1.0, 0.0]
    assert balanced(maker)


def test_brand_opens_with_dealers_stocked(factory: Maker) -> None:
    maker = factory("brand_dealer")
    assert maker.stock_up(7_500) == 7_500
    assert maker.chain_stock == 2_000  # two tiers, ten days each
    assert maker.on_hand == 1_000
    assert maker.warehouse == 5_500
    assert balanced(maker)


def test_leaving_dealers_brings_their_pieces_home(factory: Maker) -> None:
    maker = factory("brand_dealer")
    maker.stock_up(7_500)
    assert maker.switch_mode(STRATEGIES["odm"]) == 2_000
    assert (maker.mode, maker.on_hand, maker.chain_stock) == ("odm", 7_500, 0)
    assert balanced(maker)


def test_closing_leaves_nothing_inside(factory: Maker) -> None:
    maker = factory("brand_dealer")
    maker.stock_up(7_500)
    maker.start(4_000, day=0)
    assert maker.close() == Leftover(5_500, 2_000)
    assert (maker.open, maker.goods_held(), maker.scrapped) == (False, 0, 4_000)
    assert balanced(maker)


VERBS = st.tuples(
    st.sampled_from(
        ["start", "finish", "deal", "take", "restock", "scrap", "prepare", "launch", "switch"]
    ),
    st.integers(0, 400),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(STRATEGIES)), st.lists(VERBS, max_size=60))
def test_no_sequence_of_verbs_makes_or_loses_a_piece(
    factory: Maker, kind: str, verbs: list[tuple[str, int]]
) -> None:
    maker = factory(kind, expected_demand=7.0)
    maker.stock_up(60)
    do: dict[str, Callable[[int, int], Any]] = {
        "start": lambda day, n: maker.start(n, day),
        "finish": lambda day, n: maker.finish(day),
        "deal": lambda day, n: maker.deal(n, 5 * n),
        "take": lambda day, n: maker.take(min(n, maker.on_hand)),
        "restock": lambda day, n: maker.restock(min(n, maker.outside)),
        "scrap": lambda day, n: maker.scrap(min(n, maker.outside)),
        "prepare": lambda day, n: maker.prepare(np.ones(2), day),
        "launch": lambda day, n: maker.launch(day),
        "switch": lambda day, n: maker.switch_mode(STRATEGIES[sorted(STRATEGIES)[n % 4]]),
    }
    for day, (verb, number) in enumerate(verbs):
        do[verb](4 * day, number)
        assert balanced(maker), verb
        assert min(maker.on_hand, maker.warehouse, maker.outside, maker.chain_stock) >= 0
        assert 0 <= maker.line.units_before_mark <= maker.on_order
        assert max(maker.line.pipeline.values(), default=0) <= maker.line.capacity
