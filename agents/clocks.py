"""The impulse clocks that are pending: one a consumer, the one that will ring first.

Several pitches compete for a consumer and the first purchase wins; buying satiates, so the others
end with it. The earliest of the competing clocks is therefore all that has to be kept (LC13c).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.arrays import Floats, Integers, Table
from core.compiled import compiled, inlined
from core.prefetching import AHEAD, fetch_ahead

NEVER = np.inf


CLOCK = np.dtype(
    [
        ("consumer", "i4"),  # whose it is, -1 for a free row
        ("until", "f4"),  # second at which the live price ends; whole moments, exact for 776 days
        ("price", "i4"),  # live price [cents]
        ("commission", "f4"),
        ("hazard", "f4"),  # hazard at the shop price still ahead when it rings
        ("impulse", "f4"),
        ("promise", "f4"),
        ("product", "i2"),
        ("anchor", "i2"),
        ("session", "i2"),  # row of the schedule of the day of the pitch
        ("trace", "u1"),
    ]
)


class Pending(NamedTuple):
    """The one impulse clock that will ring first. One row a consumer, of whom few have a clock."""

    second: Floats  # when it rings, inf for none
    place: Integers  # row of what it rings for, -1 for none
    clock: Table  # what they ring for, dtype CLOCK: those pending, those that just rang, free rows


def empty_pending(second: Floats, place: Integers) -> Pending:
    """Nobody wishes for anything."""
    second[:], place[:] = NEVER, -1
    return Pending(second, place, np.empty(0, CLOCK))


def with_room(pending: Pending, more: int) -> Pending:
    """So many free rows at the end; rows of clocks that have rung are given up."""
    clock = np.empty(len(pending.clock) + more, CLOCK)
    waiting = _move(pending, more, clock)
    return pending._replace(clock=clock[: waiting + more])


@compiled
def _move(pending: Pending, more: int, clock: Table) -> int:
    """Copy the clocks that have not rung, and add free rows; how many were copied."""
    count = 0
    for row in range(pending.clock.size):
        soon = pending.clock[min(row + AHEAD, pending.clock.size - 1)].consumer
        fetch_ahead(soon, pending.second)
        i = pending.clock[row].consumer
        if i >= 0:
            waits = pending.second[i] < NEVER
            pending.place[i] = count if waits else -1
            clock[count] = pending.clock[row]
            count += waits
    for free in range(count, count + more):
        clock[free].consumer = -1
    return count


class Impulse(NamedTuple):
    """What a clock rings for: see CLOCK. Without a live price `until` is -NEVER."""

    product: int
    anchor: int
    session: int
    until: float
    price: int
    commission: float
    hazard: float
    impulse: float
    promise: float
    trace: int


@inlined
def set_clock(pending: Pending, i: int, free: int, second: float, wish: Impulse) -> None:
    """Make this the clock of consumer i, who takes a free row if there is none of their own."""
    pending.second[i] = second
    if pending.place[i] < 0:
        pending.place[i] = free
        pending.clock[free].consumer = i
    clock = pending.clock[pending.place[i]]
    clock.product, clock.anchor, clock.session = wish.product, wish.anchor, wish.session
    clock.price, clock.commission, clock.until = wish.price, wish.commission, wish.until
    clock.hazard, clock.impulse, clock.promise = wish.hazard, wish.impulse, wish.promise
    clock.trace = wish.trace
