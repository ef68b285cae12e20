"""Clocks that ring today: who is already waiting for one, and the wishes they become."""

from __future__ import annotations

import numpy as np

from agents.clocks import CLOCK, NEVER, Pending
from agents.consumers import Consumers
from core.arrays import Integers
from core.sorting import in_time
from core.units import MOMENT_SECONDS, MOMENTS_A_DAY
from model.records import Catalog, Channel, Wishes


def already_ringing(pending: Pending, products: int, midnight: float, tomorrow: float) -> Integers:
    """Clocks of earlier days that ring today if nothing comes before, by moment and product."""
    due = np.flatnonzero(pending.second < tomorrow)
    moments = ((pending.second[due] - midnight) // MOMENT_SECONDS).astype(np.int64)
    flat = np.bincount(
        moments * products + pending.clock[due]["product"], minlength=MOMENTS_A_DAY * products
    )
    return flat.reshape(MOMENTS_A_DAY, products)


def collect_rung(
    consumers: Consumers, catalog: Catalog, listener: Integers, rung: Pending, tomorrow: float
) -> Wishes:
    """The clocks that rang between pitches, and all others that ring before tomorrow."""
    pending = consumers.pending
    ringing = np.flatnonzero(pending.second < tomorrow).astype(np.int32)
    second = np.concatenate([rung.second, pending.second[ringing]])
    consumer = np.concatenate([listener, ringing])
    order = in_time(second, consumer)
    second = second[order]
    clock = np.concatenate([rung.clock, pending.clock[ringing]])[order]
    _settle(consumers, ringing)
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


def _settle(consumers: Consumers, ringing: Integers) -> None:
    """Take these clocks out; the arousal that there was when one rang is gone."""
    state, pending = consumers.state, consumers.pending
    second = pending.second[ringing]
    before = state.touched[ringing] < second
    state.arousal[ringing[before]] = 0.0
    state.touched[ringing[before]] = second[before]
    pending.second[ringing] = NEVER
