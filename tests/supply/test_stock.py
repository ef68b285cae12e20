"""Goods at the lower of cost and what they can bring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from agents.factories import Factory
from agents.stock import RecentSales, stock_value
from model.supply import open_factory, value_goods, worth

Maker = Callable[..., Factory]


def test_what_sells_is_at_cost_and_the_rest_at_salvage() -> None:
    assert stock_value(10, 60, 30.0, 12.0) == 300.0
    assert stock_value(100, 60, 30.0, 12.0) == 60 * 30 + 40 * 12
    assert stock_value(100, 0, 30.0, 45.0) == 100 * 30  # never above cost
    assert stock_value(0, 60, 30.0, 12.0) == 0.0


def test_recent_sales_are_what_went_in_28_days_and_stayed_out() -> None:
    sales = RecentSales(10.0)
    assert sales.mean == 10.0
    for day in range(1, 15):
        sales.close_day(20 * day)
    assert sales.mean == pytest.approx((14 * 10 + 14 * 20) / 28)
    for _ in range(28):
        sales.close_day(280)
    assert sales.mean == 0.0
    sales.close_day(0)  # more came back than went
    assert sales.mean == 0.0


def test_a_factory_that_sells_nothing_has_stock_at_salvage(factory: Maker) -> None:
    maker = factory("c2m")
    maker.stock_up(1_000)
    assert value_goods([maker]).factory == pytest.approx(1_000 * maker.unit_cost)
    for day in range(1, 29):
        maker.finish(day)
    assert value_goods([maker]).factory == pytest.approx(1_000 * maker.salvage_cents() / 100)


def test_pieces_sell_in_the_order_in_which_they_stand(factory: Maker) -> None:
    maker = factory("brand_dealer", expected_demand=10.0)
    maker.stock_up(50_000)
    maker.start(200, 0)
    cost, salvage = maker.unit_cost, maker.salvage_cents() / 100
    chained, soon = maker.chain_stock, 60 * 10
    goods = value_goods([maker])
    assert goods.dealers == pytest.approx(stock_value(chained, soon, cost, salvage))
    left = max(0, soon - chained)
    rest = stock_value(maker.warehouse, left, cost, salvage) + maker.on_order * salvage
    assert goods.factory == pytest.approx(rest)
    assert goods.platform == 0.0
    odm = factory("odm")
    odm.stock_up(100)
    assert [float(part[0]) for part in value_goods([odm])] == pytest.approx(
        (0.0, 0.0, 100 * odm.unit_cost)
    )


def test_unsellable_stock_is_no_payoff(factory: Maker, world: Callable[..., Any]) -> None:
    maker = factory("c2m")
    place = world([maker])
    open_factory(place, maker)
    before = worth(place.ledger, maker)
    maker.warehouse += 1_000_000
    gained = (worth(place.ledger, maker) - before) / 100
    assert gained < 1_000_000 * maker.salvage_cents() / 100 + 60 * 100 * maker.unit_cost
