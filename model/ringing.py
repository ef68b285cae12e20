"""Clocks that ring today: who is already waiting for one, and the wishes they become."""

from __future__ import annotations

import numpy as np

from agents.clocks import CLOCK, NEVER, Pending, unwritten_pending
from agents.consumers import Consumers, State
from core.arrays import Integers
from core.compiled import compiled
from core.prefetching import AHEAD, fetch_ahead
from core.sorting import in_time
from core.tables import joined, rows_of
from core.units import MOMENT_SECONDS, MOMENTS_A_DAY
from model.records import Catalog, Channel, Wishes


def already_ringing(pending: Pending, products: int, midnight: float, tomorrow: float) -> Integers:
    """Clocks of earlier days that ring today if nothing comes before, by moment and product."""
    due = np.flatnonzero(pending.second < tomorrow)
    moments = ((pending.second[due] - midnight) // MOMENT_SECONDS).astype(np.int64)
    flat = np.bincount(
        moments * products + rows_of(pending.clock, due)["product"],
        minlength=MOMENTS_A_DAY * products,
    )
    return flat.reshape(MOMENTS_A_DAY, products)


@compiled
def _settle(state: State, pending: Pending, rows: Integers, late: Pending) -> None:
    """Take the clocks of these consumers out; the arousal that they had when it rang is gone."""
    for row in range(rows.size):
        soon = rows[min(row + AHEAD, rows.size - 1)]
        fetch_ahead(state.arousal, soon)
        fetch_ahead(state.touched, soon)
        fetch_ahead(pending.clock, soon)
        i = rows[row]
        if state.touched[i] < pending.second[i]:
            state.arousal[i], state.touched[i] = 0.0, pending.second[i]
        late.second[row], late.clock[row] = pending.second[i], pending.clock[i]
        pending.second[i] = NEVER


def collect_rung(
    consumers: Consumers, catalog: Catalog, listener: Integers, rung: Pending, tomorrow: float
) -> Wishes:
    """The clocks that rang between pitches, and all others that ring before tomorrow."""
    pending = consumers.pending
    ringing = np.flatnonzero(pending.second < tomorrow)
    late = unwritten_pending(len(ringing))
    _settle(consumers.state, pending, ringing, late)
    second = np.concatenate([rung.second, late.second])
    consumer = np.concatenate([listener, ringing.astype(np.int32)])
    order = in_time(second, consumer)
    second = second[order]
    clock = rows_of(joined([rung.clock, late.clock], CLOCK), order)
    wish = {name: np.ascontiguousarray(clock[name]) for name in CLOCK.names or ()}
    live = second <= wish["until"]
    spilled = np.where(wish["anchor"] >= 0, Channel.SPILLOVER, Channel.SHELF)
    return Wishes(
        consumer=consumer[order],
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
