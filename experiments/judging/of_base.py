"""Treatments told against base ("twice the reach"): they follow it when it moves."""

from __future__ import annotations

from functools import cache
from typing import Any

from core.trees import at
from model import load_scenario


def times(factor: float, *paths: str) -> dict[str, float]:
    """These parameters at so many times their value in base."""
    return {path: round(factor * at(_base(), path), 9) for path in paths}


def as_of(other: str, *paths: str) -> dict[str, Any]:
    """These parameters at the value that another one has in base."""
    return dict.fromkeys(paths, at(_base(), other))


def shipping(factor: float = 1.0, more: float = 0.0) -> dict[str, list[list[float]]]:
    """Days on the road between regions, so many times those of base and some more."""
    days = at(_base(), "shipping.days")
    return {"shipping.days": [[round(factor * day + more, 9) for day in row] for row in days]}


@cache
def _base() -> dict[str, Any]:
    return load_scenario("base").model_dump(mode="json")
