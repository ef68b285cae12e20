"""The units every level shares: days and seconds, yuan and cents."""

from __future__ import annotations

import numpy as np

from core.arrays import Floats, Integers

DAY_SECONDS = 86_400.0
HOUR_SECONDS = 3_600.0
MOMENT_SECONDS = 300.0  # a moment is five minutes: the length of one slot
MOMENTS_A_DAY = 288
CENTS_A_YUAN = 100


def to_cents(yuan: float) -> int:
    """Whole cents nearest to an amount in CNY."""
    return round(yuan * CENTS_A_YUAN)


def many_to_cents(yuan: Floats) -> Integers:
    """Whole cents nearest to each amount in CNY, as int64."""
    return np.rint(np.asarray(yuan) * CENTS_A_YUAN).astype(np.int64)


def to_yuan(cents: float) -> float:
    """An amount in CNY from whole cents."""
    return cents / CENTS_A_YUAN
