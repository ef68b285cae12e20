"""The impulse clocks that are pending: one a consumer, the one that will ring first.

Several pitches compete for a consumer and the first purchase wins; buying satiates, so the others
end with it. The earliest of the competing clocks is therefore all that has to be kept (LC13c).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.arrays import Floats, Table
from core.compiled import inlined

NEVER = np.inf


CLOCK = np.dtype(
    [
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
    """The one impulse clock that will ring first. One row a consumer."""

    second: Floats  # when it rings, inf for none
    clock: Table  # what it rings for, dtype CLOCK


def empty_pending(count: int) -> Pending:
    """Nobody wishes for anything."""
    clock = np.zeros(count, CLOCK)
    for name in ("product", "anchor", "session"):
        clock[name] = -1
    return Pending(np.full(count, NEVER), clock)


def unwritten_pending(count: int) -> Pending:
    """Rows to be written before they are read; memory that is not touched costs nothing."""
    return Pending(np.empty(count), np.empty(count, CLOCK))


@inlined
def set_clock(
    pending: Pending, i: int, second: float, product: int, anchor: int, session: int, until: float,
    price: int, commission: float, hazard: float, impulse: float, promise: float, trace: int,
) -> None:  # fmt: skip
    """Make this the clock of consumer i."""
    pending.second[i] = second
    clock = pending.clock[i]
    clock.until, clock.price, clock.commission = until, price, commission
    clock.hazard, clock.impulse, clock.promise = hazard, impulse, promise
    clock.product, clock.anchor, clock.session, clock.trace = product, anchor, session, trace
