"""The impulse clocks that are pending: one a consumer, the one that will ring first.

Several pitches compete for a consumer and the first purchase wins; buying satiates, so the others
end with it. The earliest of the competing clocks is therefore all that has to be kept (LC13c).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.arrays import Floats, Integers
from core.compiled import inlined
from core.prefetching import fetch_ahead

NEVER = np.inf


class Pending(NamedTuple):
    """The one impulse clock that will ring first. One row a consumer; second is inf for none."""

    second: Floats  # when it rings
    product: Integers
    anchor: Integers
    session: Integers  # row of the schedule of the day of the pitch
    until: Floats  # second at which the live price ends; whole moments, exact for 776 days
    price: Integers  # live price [cents]
    commission: Floats
    hazard: Floats  # hazard at the shop price still ahead when it rings
    impulse: Floats
    promise: Floats
    trace: Integers


def empty_pending(count: int) -> Pending:
    """Nobody wishes for anything."""
    return Pending(
        second=np.full(count, np.inf),
        product=np.full(count, -1, np.int16),
        anchor=np.full(count, -1, np.int16),
        session=np.full(count, -1, np.int16),
        until=np.zeros(count, np.float32),
        price=np.zeros(count, np.int32),
        commission=np.zeros(count, np.float32),
        hazard=np.zeros(count, np.float32),
        impulse=np.zeros(count, np.float32),
        promise=np.zeros(count, np.float32),
        trace=np.zeros(count, np.uint8),
    )


def unwritten_pending(count: int) -> Pending:
    """Rows to be written before they are read; memory that is not touched costs nothing."""
    return Pending._make(np.empty(count, column.dtype) for column in empty_pending(0))


@inlined
def set_clock(
    pending: Pending, i: int, second: float, product: int, anchor: int, session: int, until: float,
    price: int, commission: float, hazard: float, impulse: float, promise: float, trace: int,
) -> None:  # fmt: skip
    """Make this the clock of consumer i."""
    pending.second[i] = second
    pending.product[i] = product
    pending.anchor[i] = anchor
    pending.session[i] = session
    pending.until[i] = until
    pending.price[i] = price
    pending.commission[i] = commission
    pending.hazard[i] = hazard
    pending.impulse[i] = impulse
    pending.promise[i] = promise
    pending.trace[i] = trace


@inlined
def fetch_clock(pending: Pending, i: int) -> None:
    """The clock of consumer i will be read or set soon."""
    fetch_ahead(pending.product, i)
    fetch_ahead(pending.anchor, i)
    fetch_ahead(pending.session, i)
    fetch_ahead(pending.until, i)
    fetch_ahead(pending.price, i)
    fetch_ahead(pending.commission, i)
    fetch_ahead(pending.hazard, i)
    fetch_ahead(pending.impulse, i)
    fetch_ahead(pending.promise, i)
    fetch_ahead(pending.trace, i)


@inlined
def copy_clock(pending: Pending, i: int, target: Pending, row: int) -> None:
    """Write the clock of consumer i to a row of `target`."""
    set_clock(
        target, row, pending.second[i], pending.product[i], pending.anchor[i], pending.session[i],
        pending.until[i], pending.price[i], pending.commission[i], pending.hazard[i],
        pending.impulse[i], pending.promise[i], pending.trace[i],
    )  # fmt: skip
