"""The rows of the long tables: what is kept of each exposure and of each order.

Whoever reads a row reads most of its fields, so that a row lies together in memory.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from core.arrays import Floats, Table
from core.compiled import compiled
from core.luck import uniform

STRANGER = -1.0  # in place of the trust in an anchor that one does not follow

EXPOSURE = np.dtype(
    [
        ("second", "f8"),
        ("trust", "f4"),  # in the anchor, or STRANGER
        ("slot", "u4"),
    ]
)


ORDER = np.dtype(
    [
        ("consumer", "i4"),
        ("product", "i2"),
        ("anchor", "i2"),
        ("session", "i2"),
        ("channel", "u1"),
        ("generation", "i2"),  # of the design ordered; once shipped, of that sent
        ("merchant", "i4"),  # ledger account that sold it
        ("placed", "f8"),  # second
        ("price", "i4"),  # cents; so narrow since millions of orders are open in a large market
        ("commission", "i4"),  # cents to the anchor
        ("take", "i4"),  # cents to the platform
        ("programme", "i4"),  # cents to the platform for its guidance, beyond the take
        ("impulse", "f4"),
        ("promise", "f4"),
        ("worth", "f4"),
        ("promised_days", "i2"),
        ("cancel_at", "f8"),  # second at which patience ends
        ("shipped", "i2"),  # day, -1 while it waits
        ("delivered", "f8"),  # second, nan until shipped
        ("fate", "u1"),  # a Fate
    ]
)


@compiled
def order_luck(key: np.uint64, orders: Table) -> Floats:
    """A uniform draw for each order, by its buyer and its second."""
    draws = np.empty(orders.size)
    for row in range(orders.size):
        draws[row] = uniform(key, orders[row].consumer, int(orders[row].placed))
    return draws


class Fate(IntEnum):
    """What became of an order."""

    WAITING = 0  # owed, not shipped
    SHIPPED = 1
    KEPT = 2
    CANCELLED = 3
    RETURNING = 4  # on its way back
    RETURNED = 5
