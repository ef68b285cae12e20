"""Designs live as long as declared: one launch follows the other when nothing disturbs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest

from agents.factories import Factory
from agents.factory_parameters import FactoryParameters
from agents.strategies.brand_dealer import BrandDealer, BrandDealerParameters
from agents.strategies.c2m import C2M, C2MParameters
from agents.strategies.incubated import Incubated, IncubatedParameters
from agents.strategies.odm import Odm, OdmParameters
from agents.strategy import Strategy
from tests.supply.conftest import open_all
from tests.supply.test_supply_phases import live_a_day

Maker = Callable[..., Factory]
WorldMaker = Callable[[Iterable[Factory]], Any]
WANTED, LIFE = 30, 90
EVERY_DAY = FactoryParameters(fair_days=1)  # nobody waits for a trade fair to know fashion


def fashion_moves(place: Any) -> None:
    """By a step that outdates every design within days, in trade fairs and in feeds."""
    place.taste_centre = np.array([[1.0 + 0.2 * place.day, 0.0]])
    place.platforms[0].taste = place.taste_centre[0].copy()


@pytest.mark.parametrize(
    ("strategy", "period"),
    [
        (C2M(C2MParameters()), 21),
        (C2M(C2MParameters(redesign_days=8)), 8),  # the soonest: a lead of seven days and one
        (Incubated(IncubatedParameters()), 45),
        (Odm(OdmParameters()), 90),
        (BrandDealer(BrandDealerParameters()), 120),
    ],
)
def test_a_factory_launches_every_period(
    strategy: Strategy[Any], period: int, factory: Maker, world: WorldMaker
) -> None:
    place = world([factory(strategy=strategy, expected_demand=float(WANTED), parameters=EVERY_DAY)])
    open_all(place)
    launched = []
    for day in range(4 * period + 1):
        fashion_moves(place)
        record, _ = live_a_day(place, WANTED)
        if record.redesigned[0]:
            launched.append(day)
    assert launched == [period, 2 * period, 3 * period, 4 * period]


def test_the_one_run_of_a_design_lasts_its_life(factory: Maker, world: WorldMaker) -> None:
    """Known demand: a run sells out on the last day of its design, and nobody is sent away."""
    first = LIFE + 1.0  # a design is on sale from the morning after its launch, the first on day 0
    once = Odm(OdmParameters(reorders=False, forecast_error=0.0, opening_days=first))
    place = world([factory(strategy=once, expected_demand=float(WANTED), parameters=EVERY_DAY)])
    open_all(place)
    maker, runs, sold = place.factories[0], [0, 0, 0, 0], []
    for day in range(3 * LIFE):
        fashion_moves(place)
        record, shipped = live_a_day(place, WANTED)
        if record.redesigned[0]:
            assert day % LIFE == 0
            assert maker.salvaged == 0
        runs[(day + maker.lead_days) // LIFE] += int(record.started[0])
        sold.append(int(shipped[0]))
    assert runs == [0, WANTED * LIFE, WANTED * LIFE, WANTED * LIFE]
    assert set(sold) == {WANTED}
