"""Rows of the table `orders`, written when an order meets its fate."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.arrays import Integers, Table
from core.units import CENTS_A_YUAN
from model.records import Channel
from model.rows import Fate
from model.watching.tally import Arrays

_CHANNELS = np.array([channel.name.lower() for channel in Channel])
_SAME = ("consumer", "product", "anchor", "generation", "promised_days", "shipped")
_EXACT = ("placed", "delivered", "impulse")
_MONEY = ("price", "commission", "take")


def closed_orders(orders: Table, fate: Fate, day: int) -> Arrays:
    """Rows of `orders` for orders that met the same fate today."""
    read: Callable[[str], Integers] = orders.__getitem__
    rows = {
        **{name: read(name).astype(np.int64) for name in _SAME},
        **{name: read(name).astype(np.float64) for name in _EXACT},
        **{name: read(name) / CENTS_A_YUAN for name in _MONEY},
        "channel": _CHANNELS[read("channel")],
        "cancelled": np.full(orders.size, fate is Fate.CANCELLED),
        "returned": np.full(orders.size, fate is Fate.RETURNED),
        "closed": np.full(orders.size, day),
    }
    if fate is Fate.CANCELLED:
        rows["delivered"] = np.full(orders.size, np.nan)  # when it would have come was only planned
    return rows


def open_rows(still_open: Table) -> Arrays:
    """Rows of `orders` for orders without a fate: not handed over, closed on day -1.

    Who sends a parcel back has decided already, and has a row since that day.
    """
    unsettled = still_open[still_open["fate"] != Fate.RETURNING]
    rows = closed_orders(unsettled, Fate.WAITING, -1)
    rows["delivered"] = np.full(unsettled.size, np.nan)  # when it would come is only planned
    return rows
