"""How a platform steers wandering viewers to rooms: a traffic rule turns a view into weights."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Generic, NamedTuple, TypeVar

from core.arrays import Floats, Integers
from core.declare import Parameters


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
        """Non-negative weight of each session, not all zero."""
