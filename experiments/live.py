"""Living a market day by day, and the numbers and tables that are asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numba
import pandas as pd

from experiments.measure import measured, watched_for
from model import Market
from model.day import live_one_day
from model.records import Day
from model.results import Results
from model.watching.watched import NotWatched, tables_of
from model.world import World


def live_days(market: Market, days: int, one_day: Callable[[World], Day] = live_one_day) -> None:
    """Live so many days and observe them: a step without Mesa's collector, which costs as much."""
    for _ in range(days):
        market.observer.show(one_day(market.world), market.world)


def next_day(market: Market) -> Day:
    """Live one day: what happened on it."""
    market.step()
    assert market.today is not None
    return market.today


def all_orders(market: Market) -> pd.DataFrame:
    """Every order of a market that keeps them, those still open too."""
    orders = market.observer.orders(market.world.orders.open_orders())
    if orders is None:
        raise NotWatched(["orders"])
    return orders


def numbers_of(market: Market, wanted: Sequence[str]) -> dict[str, float]:
    """The wanted numbers (`experiments.measure`) of the days lived so far."""
    return measured(small_results(market, wanted), wanted)


def small_results(market: Market, wanted: Sequence[str]) -> Results:
    """The results with only those tables that the wanted numbers need; the others are empty.

    Above all without the drawing of the networks, which costs as much as a small run.
    """
    needed, observer = watched_for(wanted), market.observer
    observer.require(needed)
    tables = tables_of(needed)

    def table(name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        return make() if name in tables else pd.DataFrame()

    return Results(
        days=table("days", observer.days),
        factories=table("factories", observer.factories),
        anchors=table("anchors", observer.anchors),
        sessions=table("sessions", observer.sessions),
        orders=all_orders(market) if "orders" in tables else None,
        scenario=market.scenario.model_dump(mode="json"),
        seed=market.luck_seed,
        busiest=observer.busiest,
        segments=table("segments", observer.segments),
    )


@contextmanager
def one_thread() -> Iterator[None]:
    """Compiled loops on one thread: a sweep is parallel over its runs. Nothing else changes."""
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        yield
    finally:
        numba.set_num_threads(before)
