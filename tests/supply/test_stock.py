"""Goods at the lower of cost and what they can bring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from agents.factories import Factory
from agents.stock import RecentSales, stock_value
from model.books.dues import DEALERS, FACTORY, PLATFORM, Dues
from model.books.goods import stocks_of
from model.books.supply import open_factory, value_goods, worths

Maker = Callable[..., Factory]


def no_dues() -> Dues:
    """Nobody waits for a piece, and nothing comes back."""
    nothing = np.zeros((3, 1))
    return Dues(*np.zeros((3, 3, 1), np.int64), whole=np.zeros(1), outdated=nothing)


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
    assert value_goods([maker], stocks_of([maker]), no_dues()).factory == pytest.approx(
        1_000 * maker.unit_cost
    )
    for day in range(1, 29):
        maker.finish(day)
    assert value_goods([maker], stocks_of([maker]), no_dues()).factory == pytest.approx(
        1_000 * maker.salvage_cents() / 100
    )


def test_what_comes_back_to_a_closed_factory_is_worth_its_salvage(factory: Maker) -> None:
    maker = factory("c2m")
    maker.close()
    maker.warehouse += 33
    assert maker.sales.mean > 0.0  # it had sold until then
    assert value_goods([maker], stocks_of([maker]), no_dues()).factory == pytest.approx(
        33 * maker.salvage_cents() / 100
    )


def test_pieces_sell_in_the_order_in_which_they_stand(factory: Maker) -> None:
    maker = factory("brand_dealer", expected_demand=10.0)
    maker.stock_up(50_000)
    maker.start(200, 0)
    cost, salvage = maker.unit_cost, maker.salvage_cents() / 100
    chained, soon = maker.chain_stock, 60 * 10
    goods = value_goods([maker], stocks_of([maker]), no_dues())
    assert goods.dealers == pytest.approx(stock_value(chained, soon, cost, salvage))
    left = max(0, soon - chained)
    rest = stock_value(maker.warehouse, left, cost, salvage) + maker.on_order * salvage
    assert goods.factory == pytest.approx(rest)
    assert goods.platform == 0.0
    odm = factory("odm")
    odm.stock_up(100)
    assert [
        float(part[0]) for part in value_goods([odm], stocks_of([odm]), no_dues())
    ] == pytest.approx((0.0, 0.0, 100 * odm.unit_cost))


def test_unsellable_stock_is_no_payoff(factory: Maker, world: Callable[..., Any]) -> None:
    maker = factory("c2m")
    place = world([maker])
    open_factory(place, maker)
    before = int(worths(place)[0])
    maker.warehouse += 1_000_000
    gained = (int(worths(place)[0]) - before) / 100
    assert gained < 1_000_000 * maker.salvage_cents() / 100 + 60 * 100 * maker.unit_cost


def test_pieces_that_are_owed_are_nobodys_wealth(factory: Maker) -> None:
    maker = factory("c2m")
    maker.stock_up(100)
    maker.start(200, 0)
    cost, dues = maker.unit_cost, no_dues()
    dues.pieces[FACTORY] = 250
    assert value_goods([maker], stocks_of([maker]), dues).factory == pytest.approx(50 * cost)
    dues.pieces[FACTORY] = 300  # most of them are yet to be finished
    dues.advances[FACTORY] = 300 * 5_000
    assert value_goods([maker], stocks_of([maker]), dues).factory == pytest.approx(0.0)
    dues.pieces[FACTORY] = 340  # and 40 not even begun: what was paid for them is not earned
    dues.advances[FACTORY] = 340 * 5_000
    assert value_goods([maker], stocks_of([maker]), dues).factory == pytest.approx(-40 * 50.0)
    for day in range(1, 29):  # nothing sells any more: what nobody has ordered is for salvage
        maker.finish(day)
    dues.pieces[FACTORY] = 250
    assert value_goods([maker], stocks_of([maker]), dues).factory == pytest.approx(
        50 * maker.salvage_cents() / 100
    )


def test_what_comes_back_is_stock_of_whoever_keeps_it(factory: Maker) -> None:
    dues = no_dues()
    dues.whole[:] = 8.0
    for mode, owner in (("c2m", FACTORY), ("brand_dealer", DEALERS), ("odm", PLATFORM)):
        maker = factory(mode)
        expected = [0.0, 0.0, 0.0]
        expected[owner] = 8 * maker.unit_cost
        assert [
            float(part[0]) for part in value_goods([maker], stocks_of([maker]), dues)
        ] == pytest.approx(expected)
    dues.outdated[DEALERS] = 5.0  # they sold it; a new design is out
    assert value_goods([maker], stocks_of([maker]), dues).dealers == pytest.approx(
        5 * maker.salvage_cents() / 100
    )
