"""Levels of factors, and all their combinations: what several designs share."""

from __future__ import annotations

import itertools
from typing import Any

from experiments.sweeping.factors import Factor


def levels(factor: Factor, steps: int) -> list[Any]:
    """The levels of a factor; a range is cut into `steps` levels, both ends included."""
    if factor.levels:
        return list(factor.levels)
    cut = [factor.at(step / (steps - 1)) for step in range(steps)]
    return list(dict.fromkeys(cut))


def combinations(factors: tuple[Factor, ...], steps: int) -> list[dict[str, Any]]:
    """Every combination of levels; the last factor varies fastest."""
    names = [factor.path for factor in factors]
    cuts = (levels(factor, steps) for factor in factors)
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*cuts)]
