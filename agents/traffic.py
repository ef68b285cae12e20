"""How a platform steers wandering viewers to rooms: a traffic rule turns a view into weights."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

import numpy as np

from core.arrays import Floats, Integers
from core.declare import Parameters
from core.errors import BadInput
from core.plugins import file_of


class TrafficView(NamedTuple):
    """What a platform knows of today's sessions on it, one row a session."""

    anchor: Integers
    followers: Integers
    views: Floats  # smoothed exposures a slot of the anchor
    conversion: Floats  # smoothed orders per exposure of the anchor
    incubated: Floats  # share of the session's slots that pitch the platform's incubated brands


P = TypeVar("P", bound=Parameters)


class TrafficRule(ABC, Generic[P]):
    """One way of sharing traffic. Final subclasses live in agents/traffics/."""

    kind: ClassVar[str]

    def __init__(self, parameters: P) -> None:
        self.parameters = parameters

    @abstractmethod
    def weights(self, view: TrafficView) -> Floats:
        """Non-negative weight of each session, not all zero; only their ratios count."""


def relative_powers(values: Floats, exponent: float) -> Floats:
    """(value / largest value) ** exponent of positive values: no exponent is too large for it."""
    powers: Floats = (values / values.max()) ** exponent
    return powers


def shares_of_traffic(rule: TrafficRule[Any], view: TrafficView) -> Floats:
    """The weights of a rule, summing to 1; BadInput names the rule if no shares come of them."""
    weights = np.asarray(rule.weights(view), dtype=float)
    total = float(weights.sum())
    if weights.shape == view.followers.shape and weights.min() >= 0.0 < total < np.inf:
        shares: Floats = weights / total
        return shares
    where = f"traffic rule {rule.kind} ({file_of(rule)}): weights"
    raise BadInput(where, weights.tolist(), "a number a session, none below 0, not all of them 0")
