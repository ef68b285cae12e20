"""What columns of `days` say, counted another way while a market lives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.units import CENTS_A_YUAN
from experiments.live import next_day, numbers_of
from model import Market
from model.ledger import Party, Reason

PARTIES = (Party.ANCHORS, Party.PLATFORMS, Party.FACTORIES, Party.DEALERS, Party.CARRIERS)
LIVELY = {
    "consumers.count": 800, "anchors.count": 12, "anchors.bans": [3, 5], "follows.width": 3,
    "returns.follow": 1.0, "returns.unfollow_below": 0.5,
    "word_of_mouth.follow": 1.0, "word_of_mouth.tell": 0.3,
}  # fmt: skip


def pairs(market: Market) -> set[tuple[int, int]]:
    """Who follows whom."""
    follows = market.consumers.follows
    who, place = np.nonzero(follows >= 0)
    return set(zip(who.tolist(), follows[who, place].tolist(), strict=True))


def test_every_follow_that_begins_or_ends_is_counted() -> None:
    market = Market("base", seed=1, **LIVELY)
    before, came_and_went, seen = pairs(market), 0.0, np.zeros(2)
    given_up = advised = 0
    for number in range(14):
        if number == 9:
            market.dismiss()  # between two days: counted on the second
        today = next_day(market)
        after, latest = pairs(market), market.observer.latest
        begun, ended = latest["followed"], latest["unfollowed"]
        assert begun - len(after - before) == ended - len(before - after) >= 0
        came_and_went += begun - len(after - before)
        seen += begun, ended
        before = after
        given_up += today.aftersales.unfollowed
        advised += today.gossip.followed
    assert came_and_went < 0.1 * seen[0]
    assert seen[0] - advised > 100 < advised
    assert seen[1] > given_up + 100  # others' places were taken, and anchors left


def lived() -> Iterator[tuple[Market, pd.Series[Any], pd.DataFrame]]:
    """Days of a market with returns, with their rows of `days` and of `factories`."""
    market = Market("base", seed=4, **{"consumers.count": 2_500, "market.month": 10})
    for _ in range(24):
        next_day(market)
        rows = pd.DataFrame(market.observer.latest_factories)
        yield market, pd.Series(market.observer.latest), rows


def test_profit_means_the_same_in_both_tables_and_cash_is_reconciled() -> None:
    cash, owed = dict.fromkeys(PARTIES, 0), dict.fromkeys(PARTIES, 0.0)
    most_owed = dict.fromkeys(PARTIES, 0.0)
    for market, day, factories in lived():
        ledger = market.world.ledger
        assert day["profit_factories"] == pytest.approx(factories["profit"].sum(), abs=0.01)
        assert day["profit_dealers"] == pytest.approx(factories["dealers_profit"].sum(), abs=0.01)
        told = factories["refunds_owed"].sum()
        assert day["refunds_owed_factories"] == pytest.approx(told, abs=0.01)
        spent = -ledger.closed.profit(Party.PLATFORMS, Party.OUTSIDE).sum() / CENTS_A_YUAN
        gain = factories["platform_gain"].sum() - spent
        assert day["profit_platforms"] == pytest.approx(gain, abs=0.01)
        for party in PARTIES:
            name = party.name.lower()
            held = int(ledger.balance(party).sum())
            given = ledger.closed.total(party, (Reason.ENDOWMENT,))
            still = day.get(f"refunds_owed_{name}", 0.0)
            came = (held - given - cash[party]) / CENTS_A_YUAN
            assert came == pytest.approx(day[f"profit_{name}"] + still - owed[party], abs=0.01)
            cash[party], owed[party] = held, still
            most_owed[party] = max(most_owed[party], still)
    assert min(most_owed[party] for party in PARTIES[:-1]) > 1.0
    assert most_owed[Party.CARRIERS] == 0.0


def test_the_time_of_a_visit_is_the_same_by_days_and_by_sessions() -> None:
    market = Market("base", seed=1, **{"consumers.count": 1_500})
    for _ in range(12):
        market.step()
    found = numbers_of(market, ["dwell", "visit_seconds", "wait_days", "waited", "units_delivered"])
    assert found["dwell"] == pytest.approx(found["visit_seconds"])
    assert found["wait_days"] == found["waited"] / found["units_delivered"]
