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


def due_today(pending: Pending, midnight: float) -> Integers:
    """Consumers whose clocks of earlier days ring today if nothing comes before."""
    return np.flatnonzero(pending.second < midnight + DAY_SECONDS)


def already_ringing(pending: Pending, due: Integers, products: int, midnight: float) -> Integers:
    """Their clocks counted by moment and product."""
    moments = ((pending.second[due] - midnight) // MOMENT_SECONDS).astype(np.int64)
    flat = np.bincount(
        moments * products + pending.product[due], minlength=MOMENTS_A_DAY * products
    )
    return flat.reshape(MOMENTS_A_DAY, products)


@compiled
def _settle(state: State, pending: Pending, rows: Integers, wish: Pending) -> None:
    """Take the clocks of these consumers out; the arousal that they had when it rang is gone."""
    for row in range(rows.size):
        _will_ring(rows[min(row + AHEAD, rows.size - 1)], state, pending)
        i = rows[row]
        if state.touched[i] < pending.second[i]:
            state.arousal[i], state.touched[i] = 0.0, pending.second[i]
        copy_clock(pending, i, wish, row)
        pending.second[i] = NEVER


@inlined
def _will_ring(i: int, state: State, pending: Pending) -> None:
    """Soon a clock will be read."""
    fetch_ahead(state.arousal, i)
    fetch_ahead(state.touched, i)
    fetch_clock(pending, i)


def collect_rung(
    consumers: Consumers, catalog: Catalog, listener: Integers, rung: Pending, due: Integers,
    midnight: float,
) -> Wishes:  # fmt: skip
    """The clocks that rang this evening, and those of other days that ring before midnight."""
    ringing = due[consumers.pending.second[due] < midnight]
    late = unwritten_pending(len(ringing))
    _settle(consumers.state, consumers.pending, ringing, late)
    columns = [np.concatenate(pair) for pair in zip(rung, late, strict=True)]
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
