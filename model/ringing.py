"""Clocks that ring today: who is already waiting for one, and the wishes they become."""

from __future__ import annotations

import numpy as np

from agents.clocks import NEVER, Pending, copy_clock, fetch_clock, unwritten_pending
from agents.consumers import Consumers, State
from core.arrays import Integers
from core.compiled import compiled, inlined
from core.prefetching import AHEAD, fetch_ahead
from core.sorting import in_time
from core.units import DAY_SECONDS, MOMENT_SECONDS, MOMENTS_A_DAY
from model.records import Catalog, Channel, Wishes


def already_ringing(pending: Pending, products: int, midnight: float) -> Integers:
    """Clocks of earlier days that would ring today, counted by moment and product."""
    rows = np.flatnonzero(pending.second < midnight + DAY_SECONDS)
    moments = ((pending.second[rows] - midnight) // MOMENT_SECONDS).astype(np.int64)
    flat = np.bincount(
        moments * products + pending.product[rows], minlength=MOMENTS_A_DAY * products
    )
    return flat.reshape(MOMENTS_A_DAY, products)


@compiled
def _settle(state: State, pending: Pending, rows: Integers, wish: Pending) -> None:
    """Take the clocks of these consumers out; buying satiates, so arousal is reset."""
    for row in range(rows.size):
        _will_ring(rows[min(row + AHEAD, rows.size - 1)], state, pending)
        i = rows[row]
        state.arousal[i] = 0.0
        state.touched[i] = pending.second[i]
        copy_clock(pending, i, wish, row)
        pending.second[i] = NEVER


@inlined
def _will_ring(i: int, state: State, pending: Pending) -> None:
    """This clock will be read soon."""
    fetch_ahead(state.arousal, i)
    fetch_ahead(state.touched, i)
    fetch_clock(pending, i)


def collect_rung(
    consumers: Consumers, catalog: Catalog, listener: Integers, between: Pending, midnight: float
) -> Wishes:
    """The clocks that rang between pitches and those that rang before midnight, by second."""
    ringing = np.flatnonzero(consumers.pending.second < midnight)
    late = unwritten_pending(len(ringing))
    _settle(consumers.state, consumers.pending, ringing, late)
    columns = [np.concatenate(pair) for pair in zip(between, late, strict=True)]
    consumer = np.concatenate([listener, ringing.astype(np.int32)])
    order = in_time(columns[0], consumer)
    wish = Pending(*(column[order] for column in columns))
    live = wish.second <= wish.until
    spilled = np.where(wish.anchor >= 0, Channel.SPILLOVER, Channel.SHELF)
    return Wishes(
        consumer=consumer[order],
        product=wish.product,
        anchor=wish.anchor,
        session=np.where(live, wish.session, -1),
        second=wish.second,
        price=np.where(live, wish.price, catalog.price[wish.product]),
        commission=wish.commission,
        channel=np.where(live, Channel.LIVE, spilled).astype(np.uint8),
        impulse=wish.impulse,
        promise=wish.promise,
        hazard=wish.hazard,
        trace=wish.trace,
    )
