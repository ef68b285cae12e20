"""Whatever the parameters: money to the cent, goods to the item, every order somewhere, daily."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, seed, settings

from experiments.live import next_day
from model import Market, load_scenario
from model.ledger import Party
from model.records import Channel, Day
from tests.conservation.bookkeeper import Bookkeeper
from tests.conservation.draws import DAYS, ROWS, Overrides, small_markets


def live(overrides: Overrides, days: int = DAYS) -> tuple[Market, list[Day]]:
    """A market, audited every evening by the model itself and by a second bookkeeper."""
    market, books, lived = Market(load_scenario("base", **overrides)), Bookkeeper(), []
    for _ in range(days):
        today = next_day(market)
        books.see(today, market.world)
        books.check(market.world)
        lived.append(today)
    return market, lived


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.mark.parametrize("part", range(5))
def test_any_small_market_keeps_its_books(part: int) -> None:
    """In parts, since Hypothesis soon varies what it has rather than drawing anew."""

    @seed(part)
    @settings(max_examples=5, deadline=None, database=None, suppress_health_check=QUIET)
    @given(overrides=small_markets())
    def some(overrides: Overrides) -> None:
        live(overrides)

    some()


@pytest.mark.proof
@settings(max_examples=1_000, deadline=None, suppress_health_check=QUIET)
@given(overrides=small_markets())
def test_a_thousand_small_markets_keep_their_books(overrides: Overrides) -> None:
    live(overrides)


def test_the_draws_reach_most_of_what_can_be_set() -> None:
    assert len(ROWS) > 200
    assert {path.partition(".")[0] for path in ROWS} >= {
        "anchors", "appeal", "attention", "behaviours", "categories", "consumers", "contracts",
        "factories", "impulse", "learnings", "peers", "platforms", "returns", "shelf", "shipping",
        "strategies", "traffics", "waiting", "word_of_mouth",
    }  # fmt: skip


POOR: Overrides = {
    "consumers.count": 400,
    "anchors.count": 6,
    "market.days": 60,
    "factories.cash_days": 3.0,
    "factories.credit_days": 0.5,
    "factories.overhead_share": 0.5,
    "strategies.c2m.opening_days": 0.0,
}


def test_who_waits_for_a_bankrupt_factory_is_paid_back_the_next_day() -> None:
    market, days = live(POOR, 40)
    closed = {factory: day.number for day in days for factory in day.careers.bankrupt}
    assert len(closed) > 3
    waiting = market.world.orders.queue["product"]
    assert not {factory for factory, day in closed.items() if day < 39} & set(waiting.tolist())
    paid_back = [
        order
        for day in days
        for order in day.deliveries.cancelled
        if order["cancel_at"] >= (day.number + 1) * 86_400 and order["shipped"] < 0
    ]
    assert paid_back  # their patience had not ended
    for order in paid_back:
        assert order["product"] in closed
    poorest = min(market.world.ledger.balance(party).min() for party in Party if party > 2)
    assert poorest < 0  # a closed merchant owes rather than keeps


def test_without_capacity_nothing_is_made_and_stock_runs_down() -> None:
    market, days = live(POOR | {"factories.cash_days": 90.0, "factories.capacity_days": 0.0})
    assert not any(day.production.started.any() for day in days)
    assert sum(len(day.checkout.orders) for day in days) > 0
    book = market.world.orders
    places = np.array([book.in_transit, book.with_consumers, book.coming_back])
    assert places.min() >= 0
    for factory, outside in zip(market.world.factories, places.sum(axis=0), strict=True):
        assert factory.started == factory.goods_held() + factory.goods_gone() + outside


def test_a_day_of_deep_deals_keeps_its_books() -> None:
    festival = {
        "categories.apparel.need_rate": 0.1,
        "anchors.count": 20,
        "consumers.count": 400,
        "behaviours.lowest_price.price_share": 0.9,
        "anchors.sessions_per_week": 7.0,
    }
    _, days = live(festival, 10)
    assert sum(len(day.checkout.orders) for day in days) > 100


def test_without_anchors_nothing_is_sold_live() -> None:
    nobody = {f"strategies.{mode}.own_stream": 0.0 for mode in ("c2m", "incubated")}
    nobody |= {"anchors.count": 0, "anchors.entry_rate": 0.0}
    market, days = live({"consumers.count": 300, "market.days": 8, **nobody}, 8)
    assert not market.world.ledger.balance(Party.ANCHORS).size
    channels = {int(order["channel"]) for day in days for order in day.checkout.orders}
    assert channels == {Channel.SHELF}
