"""A design comes out with something to sell: on its first morning, in the shops too."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from agents.factories import Factory
from agents.planning import first_run
from agents.production_line import ProductionLine
from agents.strategies.brand_dealer import BrandDealer, BrandDealerParameters
from model import Market
from model.records import Production
from tests.supply.conftest import VIEW, open_all
from tests.supply.test_design_lives import (
    EVERY_DAY,
    Maker,
    WorldMaker,
    fashion_moves,
)
from tests.supply.test_supply_phases import live_a_day

SHORT = {  # seasons in which a test can see some
    "strategies.brand_dealer.season_days": 90, "strategies.brand_dealer.lead_days": 30,
    "strategies.odm.redesign_days": 40, "factories.fair_days": 20,
    "consumers.count": 1_200, "anchors.count": 30,
}  # fmt: skip


def test_pieces_of_a_coming_design_wait_for_it() -> None:
    line = ProductionLine(capacity=100)
    line.start(30, first=3)
    line.mark()
    line.start(50, first=4)
    assert line.finish(3) == 30
    assert not line.has_something(3)
    assert [line.finish(day) for day in (4, 5)] == [0, 0]
    assert line.has_something(5)
    assert (line.units, line.units_before_mark, line.units_after_mark) == (50, 0, 50)
    line.unmark()
    assert line.finish(6) == 50
    assert line.units == 0


def test_old_pieces_come_off_first_even_where_both_are_due_at_once() -> None:
    line = ProductionLine(capacity=100)
    line.start(30, first=3)
    line.mark()
    line.start(50, first=3)
    assert line.finish(3) == 30
    line.unmark()
    assert line.finish(3) == 50


def test_a_design_begins_with_a_batch_and_only_once() -> None:
    coming = VIEW._replace(design_age=-60, on_order=0, expected_demand=10.0)
    assert first_run(coming, 0, 4.0) == 40
    assert first_run(coming, 70, 4.0) == 70
    assert first_run(coming._replace(on_order=40), 0, 4.0) == 0
    assert first_run(coming._replace(design_age=0), 0, 4.0) == 0
    assert first_run(coming._replace(capacity=0), 0, 4.0) == 0


def brand(factory: Maker, world: WorldMaker) -> tuple[Any, Factory]:
    strategy = BrandDealer(BrandDealerParameters(season_days=90, lead_days=30))
    place = world([factory(strategy=strategy, expected_demand=20.0, parameters=EVERY_DAY)])
    open_all(place)
    return place, place.factories[0]


def live_in_fashion(place: Any, wanted: int) -> Production:
    """A day on which fashion moves on and so many pieces are wanted."""
    fashion_moves(place)
    return live_a_day(place, wanted)[0]


def test_a_brand_that_sells_little_comes_out_with_a_batch_in_its_shops(
    factory: Maker, world: WorldMaker
) -> None:
    """Needs of a season do not fill a batch: it is made all the same, or there is no design."""
    place, maker = brand(factory, world)
    for day in range(91):
        assert live_in_fashion(place, 1).redesigned[0] == (day == 90)
    assert maker.chain is not None
    assert maker.on_hand > 0
    assert maker.warehouse + maker.chain_stock + maker.line.units_after_mark >= maker.batch


def test_the_shelves_of_a_launch_are_not_read_as_demand(factory: Maker, world: WorldMaker) -> None:
    place, maker = brand(factory, world)
    seen = []
    for _ in range(110):
        live_in_fashion(place, 20)
        seen.append(maker.forecast)
    assert np.array(seen[40:]) == pytest.approx(20.0, rel=0.15)
    assert maker.chain is not None
    assert max(maker.chain.orders) <= 30.0


def test_who_cannot_make_a_coming_design_goes_on_with_the_old_one(
    factory: Maker, world: WorldMaker
) -> None:
    place, maker = brand(factory, world)
    for day in range(130):
        if day == 50:
            maker.line.capacity = 0
        live_in_fashion(place, 1)
    assert (maker.generation, maker.next_design is None) == (0, False)
    assert maker.on_hand > 0


@pytest.mark.parametrize("seed", range(1, 5))
def test_every_launch_of_a_market_has_pieces(seed: int) -> None:
    """In the shop as far as dealers expect to sell, or else in the warehouse."""
    market = Market("base", seed=seed, **SHORT)
    launches = 0
    for _ in range(100):
        market.step()
        assert market.today is not None
        for j in np.flatnonzero(market.today.production.redesigned):
            maker = market.world.factories[j]
            if maker.presale_days < 0:
                launches += 1
                assert maker.on_hand + maker.warehouse > 0, (maker.mode, market.world.day)
    assert launches >= 15


def test_a_factory_that_changes_its_mode_expects_what_it_sells(
    factory: Maker, world: WorldMaker
) -> None:
    place, maker = brand(factory, world)
    for _ in range(40):
        live_a_day(place, 7)
    maker.switch_mode(place.strategies["odm"])
    assert maker.expected_demand == pytest.approx(maker.sales.mean)
    assert maker.batch == max(1, round(maker.strategy.terms.batch_days * maker.expected_demand))
