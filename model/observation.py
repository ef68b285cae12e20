"""The observer: is shown every day, changes nothing, and turns a run into tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.arrays import Integers, Table
from core.units import CENTS_A_YUAN
from model import columns
from model.metric import Column, all_metrics
from model.records import Channel, Day
from model.rows import Fate
from model.tally import (
    Arrays,
    Names,
    anchor_rows,
    factory_rows,
    live_in_session,
    sell_outs,
    session_rows,
)
from model.world import World


class Rows:
    """A table that grows by arrays, column by column, and becomes a frame once."""

    def __init__(self, declared: dict[str, Column]) -> None:
        self._parts: dict[str, list[npt.NDArray[np.generic]]] = {name: [] for name in declared}

    def add(self, rows: Arrays) -> None:
        """Append equally long arrays, one for each declared column."""
        for name, parts in self._parts.items():
            parts.append(rows[name])

    def frame(self, last: Arrays | None = None) -> pd.DataFrame:
        """All rows, and `last` which are not kept; names become categories.

        Without a day, declared columns and no rows.
        """
        joined = {}
        for name, parts in self._parts.items():
            shown = parts if last is None else [*parts, last[name]]
            joined[name] = np.concatenate(shown) if shown else np.empty(0)
        named = [name for name, values in joined.items() if values.dtype.kind == "U"]
        return pd.DataFrame(joined).astype(dict.fromkeys(named, "category"))


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
        keep_orders: bool = False,
    ) -> None:
        self.metrics = all_metrics()
        for metric in self.metrics:
            metric.begin(world)
        self.latest: dict[str, float] = {}  # today's row of `days`
        self.latest_factories: Arrays = {}  # today's rows of `factories`
        self.busiest: BusiestSession | None = None
        self._names = Names(np.array(categories, dtype=str), np.array(platforms, dtype=str))
        self._days: list[dict[str, float]] = []
        self._factories, self._anchors = Rows(columns.FACTORIES), Rows(columns.ANCHORS)
        self._sessions = Rows(columns.SESSIONS)
        self._seen = 0  # sessions so far
        self._orders = Rows(columns.ORDERS) if keep_orders else None

    def show(self, day: Day, world: World) -> None:
        """Take in one day. The ledger must have closed it."""
        row: dict[str, float] = {"day": day.number}
        for metric in self.metrics:
            row |= metric.measure(day, world)
        self.latest = row
        self._days.append(row)
        self.latest_factories = factory_rows(day, world, self._names)
        self._factories.add(self.latest_factories)
        self._anchors.add(anchor_rows(day, world, self._names))
        self._sessions.add(session_rows(day, self._names, self._seen))
        self._seen += day.schedule.anchor.size
        self._watch_busiest(day)
        if self._orders is not None:
            settled = (day.deliveries.cancelled, day.aftersales.kept, day.aftersales.returned)
            for orders, fate in zip(
                settled, (Fate.CANCELLED, Fate.KEPT, Fate.RETURNED), strict=True
            ):
                self._orders.add(closed_orders(orders, fate, day.number))

    def days(self) -> pd.DataFrame:
        """One row a day."""
        frame = pd.DataFrame(self._days, columns=list(columns.days_columns(self.metrics)))
        return frame.astype({"day": "int64"} | dict.fromkeys(frame.columns[1:], "float64"))

    def factories(self) -> pd.DataFrame:
        """One row a day and factory."""
        return self._factories.frame()

    def anchors(self) -> pd.DataFrame:
        """One row a day and anchor, those who left too."""
        return self._anchors.frame()

    def sessions(self) -> pd.DataFrame:
        """One row a live session."""
        return self._sessions.frame()

    def orders(self, still_open: Table | None = None) -> pd.DataFrame | None:
        """One row an order: those settled so far, then those open now; None unless asked for."""
        if self._orders is None:
            return None
        if still_open is None:
            return self._orders.frame()
        return self._orders.frame(open_rows(still_open))

    def _watch_busiest(self, day: Day) -> None:
        orders = live_in_session(day.checkout.orders)
        counts = np.bincount(orders["session"], minlength=day.schedule.anchor.size)
        best = int(counts.argmax()) if counts.size else 0
        if not orders.size or counts[best] <= (self.busiest.orders if self.busiest else 0):
            return
        start = float(day.schedule.start[best])
        mine = orders[orders["session"] == best]
        session, product = sell_outs(day)
        gone = product[session == best]
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


_CHANNELS = np.array([channel.name.lower() for channel in Channel])
_SAME = ("consumer", "product", "anchor", "generation", "promised_days", "shipped")
_EXACT = ("placed", "delivered", "impulse")
_MONEY = ("price", "commission", "take")


def closed_orders(orders: Table, fate: Fate, day: int) -> Arrays:
    """Rows of `orders` for orders that met the same fate today."""
    read: Callable[[str], Integers] = orders.__getitem__
    return {
        **{name: read(name).astype(np.int64) for name in _SAME},
        **{name: read(name).astype(np.float64) for name in _EXACT},
        **{name: read(name) / CENTS_A_YUAN for name in _MONEY},
        "channel": _CHANNELS[read("channel")],
        "cancelled": np.full(orders.size, fate is Fate.CANCELLED),
        "returned": np.full(orders.size, fate is Fate.RETURNED),
        "closed": np.full(orders.size, day),
    }


def open_rows(still_open: Table) -> Arrays:
    """Rows of `orders` for orders without a fate: not handed over, closed on day -1.

    Who sends a parcel back has decided already, and has a row since that day.
    """
    unsettled = still_open[still_open["fate"] != Fate.RETURNING]
    rows = closed_orders(unsettled, Fate.WAITING, -1)
    rows["delivered"] = np.full(unsettled.size, np.nan)  # when it would come is only planned
    return rows
