"""Changing the mode: who copies whom, what it costs, and what becomes of goods and dealers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest

from agents.factories import Factory
from agents.factory_parameters import FactoryParameters
from agents.learning import Learning, LearningParameters, ReviewView
from agents.learnings.imitation import Imitation, ImitationParameters
from agents.learnings.none import NoneParameters
from core.arrays import Floats, Table
from experiments.live import next_day
from model.books.supply import own_account, worths
from model.ledger import Party, Reason
from model.market import Market
from model.phases.review import _switch, payoff, review_modes
from tests.supply.conftest import open_all

Maker = Callable[..., Factory]
WorldMaker = Callable[[Iterable[Factory]], Any]


def payoff_of(world: Any, index: int) -> float:
    """As a review would reckon it now."""
    return payoff(world, world.factories[index], int(worths(world)[index]))


def test_losers_imitate_winners_and_pay_for_it(factory: Maker, world: WorldMaker) -> None:
    place = world([factory("c2m"), factory("odm", index=1)])
    place.scenario.learning = LearningParameters(kind="imitation")
    place.learning = Imitation(ImitationParameters(noise=1e-6))
    open_all(place)
    ledger = place.ledger
    place.day = 28
    assert review_modes(place).switched == ()
    place.day = 29
    ledger.transfer(ledger.account(Party.OUTSIDE), ledger.account(Party.FACTORIES, 0), 27_000_000,
                    Reason.SALE)  # fmt: skip
    assert payoff_of(place, 0) == pytest.approx(1.0)
    assert payoff_of(place, 1) == 0.0
    assert review_modes(place).switched == ((1, "odm", "c2m"),)
    assert ledger.flows[Reason.SWITCHING] == 5 * 100 * 90 * 100
    assert ledger.flows[Reason.STOCK_TRANSFER] == 4_200 * 3_000  # the factory buys it back at cost
    assert place.factories[1].review_day == 29
    assert review_modes(place).switched == ()
    ledger.close_day(29)


def test_goods_are_worth_what_they_cost(factory: Maker, world: WorldMaker) -> None:
    place = world([factory("c2m")])
    open_all(place)
    maker, ledger = place.factories[0], place.ledger
    maker.start(70, day=0)
    ledger.transfer(ledger.account(Party.FACTORIES, 0), ledger.account(Party.OUTSIDE), 210_000,
                    Reason.PRODUCTION)  # fmt: skip
    place.day = 10
    assert payoff_of(place, 0) == 0.0


def test_leaving_dealers_pays_them_for_their_stock(factory: Maker, world: WorldMaker) -> None:
    place = world([factory("brand_dealer"), factory("c2m", index=1)])
    place.learning = Imitation(ImitationParameters(noise=1e-6))
    open_all(place)
    place.day = 29
    ledger = place.ledger
    ledger.transfer(ledger.account(Party.OUTSIDE), ledger.account(Party.FACTORIES, 1), 10**9,
                    Reason.SALE)  # fmt: skip
    review_modes(place)
    statement = ledger.close_day(29)
    assert statement.flow(Reason.STOCK_TRANSFER, Party.FACTORIES, Party.DEALERS) == 2_000 * 3_000
    assert place.factories[0].on_hand == 7_500


def test_orders_of_before_a_switch_buy_their_pieces_from_the_new_owner() -> None:
    """And returns of theirs are sold to it: neither merchant lives on the other's goods."""
    market = Market("base", **{"consumers.count": 3_000, "market.platforms": ("north",)})
    market.run(12)
    world, ledger = market.world, market.world.ledger
    maker = world.factories[int(np.argmax(world.orders.waiting))]
    own, drawn, back = own_account(ledger, maker), 0, 0
    assert maker.mode == "c2m"
    kept = round(maker.warehouse * maker.unit_cost * 100)
    _switch(world, maker, "odm")
    for day in range(12):
        price, design = round(100 * maker.transfer_price), maker.generation
        today = next_day(market)

        def mine(table: Table, rows: Any = ...) -> int:
            rows = table[rows]
            old = (rows["product"] == maker.index) & (rows["merchant"] == own)
            return int(np.count_nonzero(old & (rows["generation"] == design)))  # noqa: B023

        after, shipped = today.aftersales, mine(today.deliveries.shipped)
        came = mine(after.came_back, after.resellable) + mine(after.unopened)
        paid = ledger.closed.flow(Reason.STOCK_TRANSFER, Party.FACTORIES, Party.PLATFORMS)
        assert paid == (shipped - came) * price - kept * (day == 0)  # the switch itself
        drawn, back = drawn + shipped, back + came
    assert drawn > 0
    assert back > 0


def test_a_factory_funds_the_dealers_it_finds(factory: Maker, world: WorldMaker) -> None:
    place = world([factory("c2m"), factory("brand_dealer", index=1)])
    place.learning = Imitation(ImitationParameters(noise=1e-6))
    open_all(place)
    place.day = 29
    ledger, expected = place.ledger, 100 * 90 * 100  # cents of revenue a day
    given = ledger.flows[Reason.ENDOWMENT]
    ledger.transfer(ledger.account(Party.OUTSIDE), ledger.account(Party.FACTORIES, 1), 10**9,
                    Reason.SALE)  # fmt: skip
    assert review_modes(place).switched == ((0, "c2m", "brand_dealer"),)
    assert ledger.flows[Reason.ENDOWMENT] == given
    cash = round(FactoryParameters().dealers_cash_days * expected)
    statement = ledger.close_day(29)
    assert statement.flow(Reason.SWITCHING, Party.FACTORIES, Party.DEALERS) == cash
    assert statement.flow(Reason.SWITCHING, Party.FACTORIES, Party.OUTSIDE) == 5 * expected
    assert ledger.balance(Party.DEALERS)[0] == cash


def test_a_new_mode_is_judged_and_copied_when_it_had_time_to_sell(
    factory: Maker, world: WorldMaker
) -> None:
    place = world([factory("c2m"), factory("brand_dealer", index=1), factory("odm", index=2)])
    open_all(place)
    asked: list[tuple[int, str, tuple[str, ...]]] = []

    class Restless(Learning[NoneParameters]):
        """Tells who is asked, and turns the first factory to dealers at once."""

        def remember(self, view: ReviewView) -> Floats:
            return view.memory

        def choose(self, view: ReviewView) -> str:
            asked.append((place.day, view.mode, view.rival_modes))
            return "brand_dealer" if view.mode == "c2m" else view.mode

    place.learning = Restless(NoneParameters())
    for place.day in range(200):
        review_modes(place)
    reviews = [day for day, mode, _ in asked if mode == "odm"]
    assert reviews == [29, 59, 89, 119, 149, 179]
    brands = {
        day: [rivals for at, mode, rivals in asked if (at, mode) == (day, "brand_dealer")]
        for day in reviews
    }
    assert [len(brands[day]) for day in reviews] == [1, 1, 1, 2, 2, 2]  # ninety days after 29
    seen = {day: rivals for day, mode, rivals in asked if mode == "odm"}
    assert seen[89] == ("brand_dealer",)  # nor is it copied before
    assert seen[119] == ("brand_dealer", "brand_dealer")


def test_learning_begins_when_the_market_is_warm(factory: Maker, world: WorldMaker) -> None:
    place = world([factory("c2m"), factory("odm", index=1)])
    place.scenario.market = place.scenario.market.model_copy(update={"warm_up_days": 40})
    open_all(place)
    place.learning = Imitation(ImitationParameters(noise=1e-6))
    ledger = place.ledger
    ledger.transfer(ledger.account(Party.OUTSIDE), ledger.account(Party.FACTORIES, 0), 10**9,
                    Reason.SALE)  # fmt: skip
    switched = {}
    for place.day in range(80):
        if place.day == 50:
            ledger.transfer(ledger.account(Party.OUTSIDE), ledger.account(Party.FACTORIES, 1),
                            10**6, Reason.SALE)  # fmt: skip
        if found := review_modes(place).switched:
            switched[place.day] = found
    assert switched == {69: ((0, "c2m", "odm"),)}  # what was earned before counts for nothing


class Sudden(Learning[NoneParameters]):
    """Every C2M becomes ODM, and the other way round."""

    def remember(self, view: ReviewView) -> Floats:
        return view.memory

    def choose(self, view: ReviewView) -> str:
        return {"c2m": "odm", "odm": "c2m"}.get(view.mode, view.mode)


def test_a_switch_is_whole_by_the_next_morning() -> None:
    """Prices, promises, own streams are those of the new mode; the evening's tables of the old."""
    told = {"consumers.count": 2_000, "market.platforms": ("north",), "learning.review_days": 12}
    market = Market("base", **told)
    market.run(11)
    market.world.learning = Sudden(NoneParameters())
    before = [factory.mode for factory in market.world.factories]
    evening, morning = next_day(market), next_day(market)
    switched = evening.careers.switched
    assert {(old, new) for _, old, new in switched} == {("c2m", "odm"), ("odm", "c2m")}
    frame = market.observer.factories()
    assert list(frame.loc[frame["day"] == 11, "mode"]) == before
    assert list(frame.loc[frame["day"] == 12, "mode"]) == [f.mode for f in market.world.factories]
    for place, _, new in switched:
        ratio = morning.catalog.price[place] / evening.catalog.price[place]
        assert (ratio > 1.2) if new == "odm" else (ratio < 0.8)
        assert (morning.catalog.presale_days[place] >= 0) == (new == "c2m")
    employers = {anchor.index: anchor.employer for anchor in market.world.anchors}
    now = {place for place, _, new in switched if new == "odm"}
    assert not {employers[a] for a in morning.schedule.anchor.tolist()} & now
