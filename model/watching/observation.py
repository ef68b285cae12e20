"""The observer: is shown every day, changes nothing, and turns a run into tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from core.arrays import Integers, Table
from core.errors import BadInput, closest, listed
from core.tables import rows_of
from core.units import DAY_SECONDS
from model.records import Channel, Day
from model.rows import Fate
from model.watching import columns
from model.watching.at_once import at_once
from model.watching.collecting import Rows, daily, long
from model.watching.columns import OWNERS, days_columns
from model.watching.counting import Shown
from model.watching.metric import Column, Metric, all_metrics
from model.watching.order_rows import closed_orders, open_rows
from model.watching.segment_tally import SegmentTally
from model.watching.tables import Sink
from model.watching.tally import (
    Arrays,
    Names,
    anchor_rows,
    factory_rows,
    sell_outs,
    session_rows,
)
from model.watching.watched import EVERYTHING, NOTHING, ORDERS_TOO, NotWatched, of_days, tables_of
from model.world import World


@dataclass(frozen=True)
class BusiestSession:
    """The live session with the most live orders of a run, to the second."""

    day: int
    anchor: int
    start: float  # second of the run
    end: float
    orders: int
    events: pd.DataFrame  # columns.BUSIEST, in order of second


class Observer:
    """Collects what the tables of a run hold. Show it each day once, in order."""

    def __init__(
        self,
        world: World,
        categories: Sequence[str],
        platforms: Sequence[str],
        watched: Iterable[str] = EVERYTHING,
        folder: Path | None = None,
    ) -> None:
        asked = _known(frozenset(watched))
        self.metrics = [
            metric for metric in all_metrics() if not asked.isdisjoint(of_days(metric.columns))
        ]
        for metric in self.metrics:
            metric.begin(world)
        self.latest: dict[str, float] = {}  # today's row of `days`
        self._measured: dict[str, dict[str, float]] = {}  # parts of it, by metric
        self.latest_factories: Arrays = {}  # today's rows of `factories`
        self.busiest: BusiestSession | None = None
        self._names = Names(np.array(categories, dtype=str), np.array(platforms, dtype=str))
        self._warm_up = world.scenario.market.warm_up_days
        self._is_told = False  # whether tables tell of the day that is shown
        self._is_closed = False  # whether the files, if there are any, have their end
        self._worth: Arrays = dict.fromkeys(OWNERS, np.zeros(len(world.factories)))  # of goods
        self._seen = 0  # sessions so far
        self._segments = SegmentTally(world)
        declared = {"days": days_columns(self.metrics), "factories": columns.FACTORIES,
                    "anchors": columns.ANCHORS, "sessions": columns.SESSIONS,
                    "orders": columns.ORDERS}  # fmt: skip
        self._noted = tables_of(asked)
        declared = {name: told for name, told in declared.items() if name in self._noted}
        notes = [note for name, note in _NOTES.items() if name in self._noted]
        measures = [partial(Observer._measure, metric=metric) for metric in self.metrics]
        self._watching: list[Callable[[Observer, Shown, World], None]] = [
            *notes[:1], *measures, *notes[1:]  # `factories`, which takes longest, comes first
        ]  # fmt: skip
        self.files = {name: folder / f"{name}.parquet" for name in declared} if folder else {}
        self.watched = asked | _seen_of_days(declared.get("days", {}))
        self.tables = {
            name: Rows(
                told,
                daily if name == "days" else long,
                Sink(self.files[name], told) if folder else None,
            )
            for name, told in declared.items()
        }

    def show(self, day: Day, world: World) -> None:
        """Take in one day. The ledger must have closed it.

        Of a day of warming up no table tells; what the metrics remember of it they do.
        """
        if self._is_closed:
            where = str(next(iter(self.files.values())).parent)
            raise BadInput("folder", where, "days only before results are asked for: they end it")
        self._is_told = day.number >= self._warm_up
        shown = Shown.of(day, world)
        tasks = [partial(watch, self, shown, world) for watch in self._watching]
        at_once(tasks, day.checkout.orders.size)
        if self.metrics:
            self._note_day(day)

    def _tell(self, table: str, rows: Arrays | dict[str, float]) -> None:
        if self._is_told:
            self.tables[table].add(rows)

    def _measure(self, day: Shown, world: World, metric: Metric) -> None:
        self._measured[metric.kind] = metric.measure(day, world)

    def _note_day(self, day: Day) -> None:
        self.latest = {"day": day.number}
        for metric in self.metrics:
            self.latest |= self._measured[metric.kind]
        self._tell("days", self.latest)

    def _note_factories(self, day: Shown, world: World) -> None:
        rows = factory_rows(day, world, self._names)
        worth = {owner: rows[f"goods_{owner}"] for owner in OWNERS}
        grown = {f"grown_{owner}": worth[owner] - self._worth[owner] for owner in OWNERS}
        self.latest_factories, self._worth = rows | grown, worth
        self._tell("factories", self.latest_factories)

    def _note_anchors(self, day: Shown, world: World) -> None:
        self._tell("anchors", anchor_rows(day, world, self._names))

    def _note_sessions(self, day: Shown, _world: World) -> None:
        sessions = session_rows(day, self._names, self._seen)
        self._tell("sessions", sessions)
        self._seen += day.schedule.anchor.size
        if self._is_told:
            self._watch_busiest(day, sessions["orders_live"])

    def _note_segments(self, day: Day, world: World) -> None:
        if self._is_told:
            self._segments.add(day, world)

    def _note_orders(self, day: Day, _world: World) -> None:
        settled = (day.deliveries.cancelled, day.aftersales.kept, day.aftersales.returned)
        for orders, fate in zip(settled, (Fate.CANCELLED, Fate.KEPT, Fate.RETURNED), strict=True):
            self._tell("orders", closed_orders(self._told(orders), fate, day.number))

    def _told(self, orders: Table) -> Table:
        """Without those that were placed while it warmed up."""
        since = self._warm_up * DAY_SECONDS
        return orders[orders["placed"] >= since] if since else orders

    def close(self, still_open: Table | None = None) -> None:
        """Finish the files, if rows go to a folder: orders open now are the last to be written."""
        if self._is_closed:
            return
        self._is_closed = bool(self.files)
        last = None if still_open is None else open_rows(self._told(still_open))
        for name, rows in self.tables.items():
            rows.close(last if name == "orders" else None)

    def require(self, asked: Iterable[str]) -> None:
        """Refuse what nobody watched, as NotWatched."""
        if unseen := frozenset(asked) - self.watched:
            raise NotWatched(unseen)

    def days(self) -> pd.DataFrame:
        """One row a day; columns of the metrics that were watched."""
        if "days" not in self.tables:
            raise NotWatched(["days"])
        return self.tables["days"].frame()

    def factories(self) -> pd.DataFrame:
        """One row a day and factory."""
        self.require(["factories"])
        return self.tables["factories"].frame()

    def anchors(self) -> pd.DataFrame:
        """One row a day and anchor, those who left too."""
        self.require(["anchors"])
        return self.tables["anchors"].frame()

    def sessions(self) -> pd.DataFrame:
        """One row a live session."""
        self.require(["sessions"])
        return self.tables["sessions"].frame()

    def segments(self) -> pd.DataFrame:
        """One row a segment of consumers, over all days so far."""
        self.require(["segments"])
        rows = Rows(columns.SEGMENTS)
        rows.add(self._segments.rows())
        return rows.frame()

    def orders(self, still_open: Table | None = None) -> pd.DataFrame | None:
        """One row an order: those settled so far, then those open now; None unless asked for."""
        if "orders" not in self.tables:
            return None
        last = None if still_open is None else open_rows(self._told(still_open))
        return self.tables["orders"].frame(last)

    def _watch_busiest(self, day: Day, live_orders: Integers) -> None:
        best = int(live_orders.argmax()) if live_orders.size else 0
        if live_orders[best : best + 1].sum() <= (self.busiest.orders if self.busiest else 0):
            return
        orders = day.checkout.orders
        start = float(day.schedule.start[best])
        mine = rows_of(orders, (orders["session"] == best) & (orders["channel"] == Channel.LIVE))
        gone = sell_outs(day)[best].nonzero()[0]
        events = pd.DataFrame(
            {
                "second": np.concatenate([mine["placed"], day.checkout.sold_out[gone]]) - start,
                "product": np.concatenate([mine["product"], gone]).astype(np.int64),
                "sold_out": np.repeat([False, True], [mine.size, gone.size]),
            }
        ).sort_values("second", kind="stable", ignore_index=True)
        self.busiest = BusiestSession(
            day.number, int(day.schedule.anchor[best]), start, float(day.schedule.end[best]),
            int(mine.size), events,
        )  # fmt: skip


def _seen_of_days(noted: Mapping[str, Column]) -> frozenset[str]:
    """What is there of `days`, as a metric is watched whole: some columns, or the table."""
    return of_days(noted) | ({"days"} if noted.keys() >= days_columns().keys() else NOTHING)


def _known(watched: frozenset[str]) -> frozenset[str]:
    """What there is to watch; `days` stands for all of its columns."""
    columns_of_days = of_days(days_columns())
    there = [*sorted(ORDERS_TOO), *sorted(columns_of_days)]
    for name in watched.difference(there):
        raise BadInput("watched", name, listed(there), nearest=closest(name, there))
    return watched | columns_of_days if "days" in watched else watched


_NOTES: dict[str, Callable[[Observer, Shown, World], None]] = {
    "factories": Observer._note_factories,
    "anchors": Observer._note_anchors,
    "sessions": Observer._note_sessions,
    "segments": Observer._note_segments,
    "orders": Observer._note_orders,
}
