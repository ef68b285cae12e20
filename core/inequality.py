"""How unequal amounts are."""

from __future__ import annotations

import numpy as np

from core.arrays import Floats, Integers


def gini(values: Floats | Integers) -> float:
    """Gini coefficient of non-negative amounts: 0 equal, towards 1 concentrated; nan if all 0."""
    amounts = np.sort(np.asarray(values, dtype=float))
    number, total = amounts.size, float(amounts.sum())
    if not total:
        return float("nan")
    rank = np.arange(1, number + 1)
    return float(2 * (rank @ amounts) / (number * total) - 1 - 1 / number)
