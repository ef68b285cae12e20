"""Clocks that ring today: who is already waiting for one, and the wishes they become."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.clocks import CLOCK, NEVER, Pending
from agents.consumers import Consumers, State
from core.arrays import Floats, Integers, Table
from core.compiled import compiled
from core.prefetching import AHEAD, fetch_ahead
from core.sorting import in_time
from core.tables import joined, rows_of
from core.units import MOMENT_SECONDS, MOMENTS_A_DAY
from model.records import Catalog, Channel, Wishes


class Rung(NamedTuple):
    """Clocks that rang."""

    second: Floats
    clock: Table


def unwritten_rung(count: int) -> Rung:
    """Rows to be written before they are read; memory that is not touched costs nothing."""
    return Rung(np.empty(count), np.empty(count, CLOCK))


def _ringing(pending: Pending, tomorrow: float) -> Integers:
    """Rows of the clocks that ring before tomorrow."""
    owners = pending.clock["consumer"]
    rows = np.flatnonzero(owners >= 0)
    due: Integers = rows[pending.second[owners[rows]] < tomorrow]
    return due


def already_ringing(pending: Pending, products: int, midnight: float, tomorrow: float) -> Integers:
    """Clocks of earlier days that ring today if nothing comes before, by moment and product."""
    due = rows_of(pending.clock, _ringing(pending, tomorrow))
    seconds = pending.second[due["consumer"]] - midnight
    moments = (seconds // MOMENT_SECONDS).astype(np.int64)
    flat = np.bincount(moments * products + due["product"], minlength=MOMENTS_A_DAY * products)
    return flat.reshape(MOMENTS_A_DAY, products)


@compiled
def _settle(state: State, pending: Pending, rows: Integers, late: Rung) -> None:
    """Take these clocks out; the arousal that their owners had when they rang is gone."""
    for row in range(rows.size):
        soon = pending.clock[rows[min(row + AHEAD, rows.size - 1)]].consumer
        fetch_ahead(state.arousal, soon)
        fetch_ahead(state.touched, soon)
        late.clock[row] = pending.clock[rows[row]]
        i = late.clock[row].consumer
        late.second[row] = pending.second[i]
        if state.touched[i] < late.second[row]:
            state.arousal[i], state.touched[i] = 0.0, late.second[row]
        pending.second[i] = NEVER


def collect_rung(consumers: Consumers, catalog: Catalog, rung: Rung, tomorrow: float) -> Wishes:
    """The clocks that rang between pitches, and all others that ring before tomorrow."""
    pending = consumers.pending
    ringing = _ringing(pending, tomorrow)
    late = unwritten_rung(len(ringing))
    _settle(consumers.state, pending, ringing, late)
    second = np.concatenate([rung.second, late.second])
    clock = joined([rung.clock, late.clock], CLOCK)
    order = in_time(second, np.ascontiguousarray(clock["consumer"]))
    second, clock = second[order], rows_of(clock, order)
    wish = {name: np.ascontiguousarray(clock[name]) for name in CLOCK.names or ()}
    live = second <= wish["until"]
    spilled = np.where(wish["anchor"] >= 0, Channel.SPILLOVER, Channel.SHELF)
    return Wishes(
        consumer=wish["consumer"],
        product=wish["product"],
        anchor=wish["anchor"],
        session=np.where(live, wish["session"], -1),
        second=second,
        price=np.where(live, wish["price"], catalog.price[wish["product"]]),
        commission=wish["commission"],
        channel=np.where(live, Channel.LIVE, spilled).astype(np.uint8),
        impulse=wish["impulse"],
        promise=wish["promise"],
        hazard=wish["hazard"],
        trace=wish["trace"],
    )
