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


def already_ringing(pending: Pending, products: int, midnight: float, tomorrow: float) -> Integers:
    """Clocks of earlier days that ring today if nothing comes before, by moment and product."""
    owners = pending.clock["consumer"]
    seconds = pending.second[owners]
    due = np.flatnonzero((owners >= 0) & (seconds < tomorrow))
    moments = ((seconds[due] - midnight) // MOMENT_SECONDS).astype(np.int64)
    flat = np.bincount(
        moments * products + pending.clock["product"][due], minlength=MOMENTS_A_DAY * products
    )
    return flat.reshape(MOMENTS_A_DAY, products)


@compiled
def _settle(state: State, pending: Pending, tomorrow: float, late: Rung) -> int:
    """Take out what rings before tomorrow; the arousal that its owner had when it rang is gone."""
    count = 0
    for row in range(pending.clock.size):
        fetch_ahead(pending.clock[min(row + AHEAD, late.second.size - 1)].consumer, pending.second)
        i = pending.clock[row].consumer
        if i >= 0 and pending.second[i] < tomorrow:
            second = pending.second[i]
            if state.touched[i] < second:
                state.arousal[i], state.touched[i] = 0.0, second
            late.second[count], late.clock[count] = second, pending.clock[row]
            pending.second[i] = NEVER
            count += 1
    return count


def collect_rung(consumers: Consumers, catalog: Catalog, rung: Rung, tomorrow: float) -> Wishes:
    """The clocks that rang between pitches, and all others that ring before tomorrow."""
    late = unwritten_rung(len(consumers.pending.clock))
    count = _settle(consumers.state, consumers.pending, tomorrow, late)
    second = np.concatenate([rung.second, late.second[:count]])
    clock = joined([rung.clock, late.clock[:count]], CLOCK)
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
