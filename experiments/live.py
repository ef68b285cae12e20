"""One run, from its place in a plan to its row on the disk: what a worker does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numba
import pandas as pd

from core.scenario import build
from experiments.durable import StoreTrouble
from experiments.folders import whole_folder
from experiments.measure import measured, watched_for
from experiments.plan import Run, code_version
from experiments.rows import Row, make_row, write_row
from experiments.store import FOLDERS, MANIFEST, run_file
from model import Market
from model.day import live_one_day
from model.parameters import Scenario
from model.records import Day
from model.results import Results
from model.watched import EVERYTHING, NotWatched, tables_of
from model.world import World


class RunFailed(Exception):
    """The model could not live a run."""


def keep_run(run: Run, home: Path, folders: bool) -> None:
    """Live a run and keep it in the store at `home`; a run that is kept already is left.

    A scheduler may send a run twice, when it lost track of the worker that had it.
    """
    path = run_file(home, run.position)
    if path.exists():
        return
    if not (home / MANIFEST).is_file():
        raise StoreTrouble(f"a worker does not see {home}: workers need a folder they share")
    if run.code != code_version():
        raise StoreTrouble("a worker has other code than the driver: the same commit is needed")
    wanted = list(run.metrics)
    try:
        with one_thread():
            market = live(run, whole=folders)
            results = market.results() if folders else small_results(market, wanted)
            row = make_row(run, measured(results, wanted))
    except Exception as error:  # whatever a plugin raises, it must find its way back
        raise RunFailed(f"{type(error).__name__}: {error}") from None
    if folders:
        _keep_folder(results, home / FOLDERS / path.stem)
    write_row(path, row)


def relive(run: Run) -> Row:
    """Live a run again and say what it comes to, without keeping it."""
    with one_thread():
        return make_row(run, numbers_of(live(run), run.metrics))


def live(run: Run, whole: bool = False) -> Market:
    """The market of a run at the end of its last day; only what its numbers need was watched.

    The whole is everything, and single orders if a number needs them.
    """
    needed = watched_for(run.metrics)
    market = Market(build(Scenario, run.scenario), watched=needed | EVERYTHING if whole else needed)
    live_days(market, market.scenario.market.days)
    return market


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


def _keep_folder(results: Results, place: Path) -> None:
    try:
        with whole_folder(place) as folder:
            results.save(folder)
    except OSError as error:
        raise StoreTrouble(f"{place} cannot be written ({error.strerror or error})") from None
