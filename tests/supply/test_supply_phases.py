"""Production and review in a small world: pieces and cents add up, and modes can live."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest

from agents.factories import Factory
from agents.factory_parameters import FactoryParameters
from agents.strategies.c2m import C2M, C2MParameters
from core.arrays import Integers
from experiments.live import next_day
from model.books.money import SELLERS
from model.ledger import Party, Reason
from model.market import Market
from model.phases.production import run_factories
from model.phases.review import review_modes
from model.records import Aftersales, Checkout, Deliveries, Production
from model.rows import ORDER
from model.views import views_of
from tests.supply.conftest import STRATEGIES, open_all

Maker = Callable[..., Factory]
WorldMaker = Callable[[Iterable[Factory]], Any]
# of steady demand; after the parcel an odm's critical ratio is (55 - 36) / (55 - 12) = .44, so that
# running a little short at the end of a batch is what pays
SERVED = dict.fromkeys(STRATEGIES, 0.95) | {"odm": 0.85}


def checkout_of(demand: Integers, prices: Integers) -> Checkout:
    orders = np.zeros(int(demand.sum()), ORDER)
    orders["product"] = np.repeat(np.arange(demand.size), demand)
    orders["price"] = prices[orders["product"]]
    none = np.zeros(demand.size, np.int64)
    return Checkout(orders, none, none, 0, 0.0, np.full(demand.size, np.nan), demand)


def book_programme(world: Any, orders: Any) -> None:
    """What the cash desk writes into an order."""
    shares = np.array([factory.strategy.terms.programme for factory in world.factories])
    orders["programme"] = orders["price"] * shares[orders["product"]]


def supply(world: Any, checkout: Checkout, cancelled: int = 0, came_back: int = 0) -> Production:
    """The supply side of a day on which the first so many orders are given up, the last return."""
    book_programme(world, checkout.orders)
    orders, nothing, no = checkout.orders, np.zeros(0, ORDER), np.zeros(0)
    deliveries = Deliveries(nothing, orders[:cancelled], nothing, no, no, no)
    back = orders[orders.size - came_back :]
    aftersales = Aftersales(nothing, nothing, back, np.ones(came_back, np.bool_), nothing, 0, 0, no)
    return run_factories(world, checkout, deliveries, aftersales)


def sell(world: Any, factory: Factory, units: int) -> None:
    """Consumers pay the merchant, who pays the platform its twentieth."""
    ledger, merchant = world.ledger, SELLERS[factory.strategy.merchant]
    account = ledger.account(merchant, 0 if merchant is Party.PLATFORMS else factory.index)
    price = units * factory.list_price
    ledger.transfer(ledger.account(Party.CONSUMERS), account, price, Reason.SALE)
    ledger.transfer(account, ledger.account(Party.PLATFORMS), price // 20, Reason.TAKE)


def live_a_day(world: Any, wanted: int) -> tuple[Production, Integers]:
    """Consumers want so many of each product; stock is sold, presale orders wait; then supply."""
    shipped = np.zeros(len(world.factories), np.int64)
    demand = np.full(len(world.factories), wanted)
    for row, factory in enumerate(world.factories):
        presale = factory.presale_days >= 0
        owed = int(world.orders.waiting[row]) + wanted
        shipped[row] = min(owed, factory.on_hand)
        factory.take(int(shipped[row]))
        world.orders.waiting[row] = owed - shipped[row] if presale else 0
        sold = wanted if presale else int(shipped[row])
        sell(world, factory, sold)
        world.platforms[0].show(row, factory.strategy.feed, sold, wanted - sold)
    prices = np.array([factory.list_price for factory in world.factories])
    record = supply(world, checkout_of(demand, prices))
    world.ledger.close_day(world.day)
    world.day += 1
    return record, shipped


@pytest.mark.parametrize("kind", STRATEGIES)
def test_every_mode_learns_to_serve_a_steady_demand(
    kind: str, factory: Maker, world: WorldMaker
) -> None:
    place = world([factory(kind, expected_demand=40.0)])
    open_all(place)
    maker = place.factories[0]
    served = 0
    for day in range(220):
        record, shipped = live_a_day(place, wanted=30)
        assert record.started[0] >= 0
        assert maker.started == maker.goods_held() + maker.goods_gone() + maker.outside
        served += int(shipped[0]) * (day >= 160)
    assert served / (60 * 30) > SERVED[kind]
    assert record.forecast[0] == pytest.approx(30, rel=0.2)


def test_pieces_are_paid_to_the_cent(factory: Maker, world: WorldMaker) -> None:
    place = world([factory(expected_demand=100.0)])
    open_all(place)
    maker = place.factories[0]
    before = int(place.ledger.balance(Party.FACTORIES)[0])
    place.orders.waiting[0] = 80
    record = supply(place, checkout_of(np.array([80]), np.array([3450])))
    cost = 30.0
    spent = [record.started[0] * cost, 0.02 * 100 * cost, 0.05 * 100 * cost]
    assert before - int(place.ledger.balance(Party.FACTORIES)[0]) == round(100 * sum(spent))
    assert place.ledger.flows[Reason.PRODUCTION] == round(100 * (200 * cost + spent[0]))
    assert maker.on_order == record.started[0] > 0


def test_cash_limits_what_is_started(factory: Maker, world: WorldMaker) -> None:
    strategy = C2M(C2MParameters(setup_days=0.0, opening_days=0.0, cover_days=0.0))
    poor = factory(strategy=strategy, parameters=FactoryParameters(cash_days=1.0))
    place = world([poor])
    open_all(place)  # one day of revenue: 100 x 90 CNY, enough for 300 pieces at 30
    place.orders.waiting[0] = 5_000
    assert supply(place, checkout_of(np.array([0]), np.array([1]))).started[0] == 300


def test_platform_pays_for_its_brand(factory: Maker, world: WorldMaker) -> None:
    place = world([factory("odm")])
    open_all(place)
    statement = place.ledger.close_day(0)
    assert statement.flow(Reason.TRANSFER, Party.PLATFORMS, Party.FACTORIES) == 4_200 * 3_600


def test_dealers_pay_the_brand_price(factory: Maker, world: WorldMaker) -> None:
    place = world([factory("brand_dealer")])
    open_all(place)
    assert place.ledger.flows[Reason.TRANSFER] == 2_000 * 9_600
    place.factories[0].take(100)
    record = supply(place, checkout_of(np.array([100]), np.array([14_550])))
    assert record.dealer_orders[0] == 100
    assert place.ledger.flows[Reason.TRANSFER] == 2_100 * 9_600


def test_dealers_notice_part_of_those_turned_away_and_none_of_the_poor(
    factory: Maker, world: WorldMaker
) -> None:
    place = world([factory("brand_dealer")])
    open_all(place)
    place.factories[0].take(100)
    day = checkout_of(np.array([100]), np.array([14_550]))
    turned_away, poor = np.array([40]), 60
    day = day._replace(demand=np.array([200]), refused_stock=turned_away, refused_budget=poor)
    record = supply(place, day)
    noticed = 100 + place.platforms[0].parameters.platform_sales.lost_sales_seen * 40
    plain = world([factory("brand_dealer")])
    open_all(plain)
    plain.factories[0].take(100)
    step = plain.factories[0].deal(noticed, 10**6)
    assert step is not None
    assert record.dealer_orders[0] == step.order


def test_dealers_take_no_more_than_they_can_pay(factory: Maker, world: WorldMaker) -> None:
    place = world([factory("brand_dealer")])
    open_all(place)
    ledger, maker = place.ledger, place.factories[0]
    cash = int(ledger.balance(Party.DEALERS)[0]) - 5 * 9_600
    ledger.transfer(ledger.account(Party.DEALERS, 0), ledger.account(Party.OUTSIDE), cash,
                    Reason.OPERATION)  # fmt: skip
    maker.take(100)
    supply(place, checkout_of(np.array([100]), np.array([14_550])))
    assert maker.chain is not None
    assert maker.chain.owed == 95
    assert ledger.balance(Party.DEALERS)[0] == 0


def test_incubated_brand_shares_its_sales(factory: Maker, world: WorldMaker) -> None:
    place = world([factory("incubated")])
    open_all(place)
    supply(place, checkout_of(np.array([10]), np.array([4_500])))
    assert place.ledger.flows[Reason.PROGRAMME] == 10 * 4_500 * 5 // 100


def test_incubated_brand_shares_only_what_it_may_keep(factory: Maker, world: WorldMaker) -> None:
    place = world([factory("incubated"), factory("c2m")])
    open_all(place)
    day = checkout_of(np.array([10, 4]), np.array([4_500, 9_000]))
    supply(place, day, cancelled=3, came_back=4)  # what comes back is the other factory's
    assert place.ledger.flows[Reason.PROGRAMME] == 7 * 4_500 * 5 // 100


@pytest.mark.parametrize("open_still", [True, False])
def test_the_platform_pays_its_share_back(
    open_still: bool, factory: Maker, world: WorldMaker
) -> None:
    place = world([factory("incubated")])
    open_all(place)
    place.factories[0].open = open_still
    before = int(place.ledger.balance(Party.PLATFORMS)[0])
    day = checkout_of(np.array([10]), np.array([4_500]))
    supply(place, day, cancelled=8, came_back=5)  # more than was sold today
    assert int(place.ledger.balance(Party.PLATFORMS)[0]) - before == -3 * 4_500 * 5 // 100
    place.ledger.close_day(0)


def test_the_share_of_an_order_is_that_of_the_day_it_was_placed(
    factory: Maker, world: WorldMaker
) -> None:
    place = world([factory("incubated")])
    open_all(place)
    supply(place, checkout_of(np.array([10]), np.array([4_500])))
    maker = place.factories[0]
    maker.switch_mode(STRATEGIES["c2m"])
    orders = checkout_of(np.array([10]), np.array([4_500])).orders
    book_programme(place, orders)
    assert not orders["programme"].any()  # those of today
    orders["programme"] = 4_500 * 5 // 100  # those of before
    empty, no = np.zeros(0, ORDER), np.zeros(0)
    run_factories(
        place,
        checkout_of(np.array([0]), np.array([1])),
        Deliveries(empty, orders[:4], empty, no, no, no),
        Aftersales(empty, empty, empty, np.zeros(0, np.bool_), empty, 0, 0, no),
    )
    assert place.ledger.flows[Reason.PROGRAMME] == (10 + 4) * 4_500 * 5 // 100  # out and back
    assert place.ledger.balance(Party.PLATFORMS)[0] == 6 * 4_500 * 5 // 100


def test_redesign_sells_off_the_old_and_pays_the_designer(
    factory: Maker, world: WorldMaker
) -> None:
    place = world([factory("odm", expected_demand=10.0)])
    open_all(place)
    place.day = 120
    place.taste_centre[0] = [2.0, 0.0]  # seen at the trade fair of day 120
    maker = place.factories[0]
    live_a_day(place, wanted=0)
    paid = place.ledger.closed.flow(Reason.REDESIGN, Party.FACTORIES, Party.OUTSIDE)
    assert paid == 22_500  # a quarter of a day: 10 units at 90 CNY
    assert maker.next_design is not None
    leftover = price = 0
    while maker.generation == 0:
        leftover, price = maker.warehouse, maker.salvage_cents()
        record, _ = live_a_day(place, wanted=0)
    assert record.redesigned[0]
    assert place.day - 1 == 120 + 1 + 35
    assert maker.design[0] == pytest.approx(1.4)
    assert maker.salvaged == leftover > 0
    for ends in ((Party.OUTSIDE, Party.FACTORIES), (Party.FACTORIES, Party.PLATFORMS)):
        assert place.ledger.closed.flow(Reason.SALVAGE, *ends) == leftover * price


def test_a_design_in_preparation_has_a_position_of_its_own(
    factory: Maker, world: WorldMaker
) -> None:
    place = world([factory("c2m")])
    open_all(place)
    maker = place.factories[0]
    maker.start(60, day=0)
    maker.prepare(np.ones(2), day=0)
    maker.start(90, day=1)
    view = views_of(place, [maker], [300])[0]
    assert (view.on_hand, view.on_order, view.backlog) == (0, 90, 300 - 200 - 60)
    assert view.design_age == -8


def test_closed_factories_do_nothing(factory: Maker, world: WorldMaker) -> None:
    place = world([factory("c2m"), factory("odm", index=1)])
    open_all(place)
    place.factories[0].close()
    place.orders.waiting[:] = 500
    record, _ = live_a_day(place, wanted=0)
    assert record.started[0] == record.finished[0] == record.forecast[0] == 0


def test_bankrupt_factories_close_and_sell_off(factory: Maker, world: WorldMaker) -> None:
    place = world([factory("c2m"), factory("c2m", index=1)])
    open_all(place)
    ledger = place.ledger
    held = int(ledger.balance(Party.FACTORIES)[0])
    debt = held + 100 * 90 * 15 * 100 + 1  # a cent beyond fifteen days of expected revenue
    ledger.transfer(ledger.account(Party.FACTORIES, 0), ledger.account(Party.OUTSIDE), debt,
                    Reason.OPERATION)  # fmt: skip
    assert review_modes(place).bankrupt == (0,)
    assert ledger.flows[Reason.SALVAGE] == 200 * 1_200
    assert [maker.open for maker in place.factories] == [False, True]
    assert review_modes(place).bankrupt == ()


def test_a_platform_pays_no_take_to_itself(factory: Maker, world: WorldMaker) -> None:
    place = world([factory("odm"), factory("c2m", index=1)])
    open_all(place)
    odm, c2m = views_of(place, place.factories, [0, 0])
    assert (odm.take_rate, c2m.take_rate) == (0.0, 0.05)


@pytest.mark.parametrize(("delay", "newest"), [(0, 5), (1, 4), (3, 2)])
def test_a_feed_shows_sales_of_as_many_days_ago_as_it_says(delay: int, newest: int) -> None:
    """A factory decides at the close of the day; 0 means that it sees the day that ends."""
    feed = {f"platforms.north.live_data.{name}": 0.0 for name in ("noise", "lost_sales_seen")}
    market = Market("base", **feed, **{
        "platforms.north.live_data.delay_days": delay,
        "consumers.count": 1_500,
        "market.platforms": ("north",),
    })  # fmt: skip
    sold = []
    for _ in range(6):
        today = next_day(market)
        orders = today.checkout.orders["product"]
        sold.append(np.bincount(orders, minlength=len(market.world.factories)))
    shown = today.production.demand
    own = [f.index for f in market.world.factories if f.strategy.feed == "live_data"]
    assert list(shown[own]) == list(sold[newest][own])
    assert sold[newest][own].any()


def test_views_show_each_mode_its_own_data(factory: Maker, world: WorldMaker) -> None:
    place = world([factory("brand_dealer"), factory("c2m", index=1)])
    open_all(place)
    place.platforms[0].sold = {0: [1.0, 2.0], 1: [3.0, 4.0]}
    place.platforms[0].taste = np.array([0.5, 0.5])
    place.factories[0].chain.orders.append(77.0)
    brand, c2m = views_of(place, place.factories, [0, 0])
    assert brand.history.tolist() == [77.0]
    assert c2m.history.tolist() == [3.0, 4.0]
    assert c2m.taste.tolist() == [0.5, 0.5]
    assert brand.taste.tolist() == [0.0, 0.0]
    assert brand._replace(history=c2m.history).take_rate == 0.05
