"""Net sales are split without rest, and each part is what its party's own account has booked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.units import CENTS_A_YUAN
from experiments.live import next_day
from model import Market, load_scenario
from model.books.dues import refunds_of
from model.books.supply import sell_off
from model.ledger import Party, Reason
from model.phases.review import _switch
from model.watching.observation import Observer

COSTS = ["making", "other_costs", "carriage", "commission", "slot_fees"]
GAINS = ["profit", "dealers_profit", "platform_gain"]


def days_of(free: bool) -> Iterator[tuple[pd.DataFrame, Any, Any]]:
    """Days of a market with many returns in which two factories change their mode."""
    changes = {"consumers.count": 2_500, "returns.free": free, "platforms.*.programme_subsidy": 0.1}
    market = Market(load_scenario("base", **changes), seed=4)
    world = market.world
    names = world.scenario.market
    for number in range(36):
        if number == 14:
            for mode, other in (("c2m", "odm"), ("odm", "brand_dealer")):
                maker = next(factory for factory in world.factories if factory.mode == mode)
                _switch(world, maker, other)
        if number == 20:  # platforms clear what they own
            for maker in world.factories:
                if maker.mode == "odm":
                    sell_off(world.ledger, maker, maker.scrap_stock())
        today = next_day(market)
        observer = Observer(world, names.categories, names.platforms)
        observer.show(today, world)
        yield observer.factories(), today, world


@pytest.mark.parametrize("free", [False, True])
def test_net_sales_are_split_without_rest_into_what_the_accounts_have_booked(free: bool) -> None:
    owed, pending, subsidised, cleared = np.zeros((3, 36)), 0.0, 0, 0
    for frame, today, world in days_of(free):
        after, books = today.aftersales, world.ledger.closed
        told = frame[[*COSTS, *GAINS]].sum(axis=1)
        assert told.to_numpy() == pytest.approx(frame["net_sales"].to_numpy(), abs=0.01)

        more = refunds_of(world, after.returned) - refunds_of(world, after.came_back)
        owed = owed + more
        assert frame["refunds_owed"].to_numpy() * CENTS_A_YUAN == pytest.approx(owed[0])
        outside = books.profit(Party.PLATFORMS, Party.OUTSIDE)
        booked = books.profit(Party.PLATFORMS) - outside
        gain = frame.groupby("platform", observed=True)["platform_gain"].sum()
        own = more[2].astype(float)
        accrued = pd.Series(own).groupby(frame["platform"].astype(str)).sum() / CENTS_A_YUAN
        roster = list(world.scenario.market.platforms)
        assert (gain + accrued)[roster].to_numpy() * CENTS_A_YUAN == pytest.approx(booked, abs=0.5)
        pending = max(pending, float(owed.sum()))
        cleared += books.flow(Reason.SALVAGE, Party.FACTORIES, Party.PLATFORMS)
        assert not books.flow(Reason.SALVAGE, Party.OUTSIDE, Party.PLATFORMS)
        subsidised += books.total(Party.PLATFORMS, (Reason.SUBSIDY,)) < 0
    assert pending > 0
    assert subsidised > 3
    assert cleared > 0  # and was no platform's gain beside the products
    assert owed[1].any()  # dealers and platforms sold some of it too
    assert owed[2].any()


def test_cash_is_profit_and_what_is_owed() -> None:
    before: Any = None
    for frame, _, world in days_of(free=False):
        if before is not None:
            came = frame[["cash", "refunds_owed"]] - before[["cash", "refunds_owed"]]
            told = came["cash"] - came["refunds_owed"]
            given = world.ledger.closed.received(Party.FACTORIES, (Reason.ENDOWMENT,))
            assert told.to_numpy() - given / CENTS_A_YUAN == pytest.approx(
                frame["profit"].to_numpy(), abs=0.01
            )
        before = frame
