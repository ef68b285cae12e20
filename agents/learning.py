"""How a factory comes to another mode: a learning rule is shown a review and names a mode."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Generic, NamedTuple, TypeVar

from core.arrays import Floats
from core.declare import Parameters, param


class LearningParameters(Parameters):
    """How factories review their mode (C27, C33). Payoffs are profits over expected revenue."""

    kind: str = param("none", "kind", "how a factory learns", "3.7")
    review_days: int = param(30, "day", "between two reviews", "assumption", 7, 90, least=1)
    settling_days: int = param(
        90, "day", "that a new mode is given before it is judged or copied, in all modes alike",
        "assumption: a brand's lead, way to shops and three weeks of sales", 0, 180, least=0,
    )  # fmt: skip
    switching_days: float = param(
        5.0, "day", "cost of a switch, in days of expected revenue", "C33", 0, 30, least=0
    )


class ReviewView(NamedTuple):
    """What a factory may know at a review.

    Rivals are the open factories of its category, but for those whose own mode is too new to judge.
    """

    mode: str  # how it sold since the last review
    modes: tuple[str, ...]  # what it may choose
    payoff: float  # its profit since then, over expected revenue
    rival_modes: tuple[str, ...]
    rival_payoffs: Floats  # theirs, the same measure
    memory: Floats  # what its rule kept; empty at the first review
    luck: tuple[float, float]  # two keyed uniforms in (0, 1)


P = TypeVar("P", bound=Parameters)


class Learning(ABC, Generic[P]):
    """One way to learn. Final subclasses live in agents/learnings/. Pure: memory is in the view."""

    kind: ClassVar[str]

    def __init__(self, parameters: P) -> None:
        self.parameters = parameters

    @abstractmethod
    def remember(self, view: ReviewView) -> Floats:
        """What to keep after this experience; it is in `memory` when `choose` is asked."""

    @abstractmethod
    def choose(self, view: ReviewView) -> str:
        """Mode to use until the next review."""
