"""No learning: a factory is what it is."""

from __future__ import annotations

from typing import ClassVar, final

from agents.learning import Learning, ReviewView
from core.arrays import Floats
from core.declare import Parameters


class NoneParameters(Parameters):
    """Nothing to set."""


@final
class NoLearning(Learning[NoneParameters]):
    """Every factory keeps its mode."""

    kind: ClassVar[str] = "none"

    def remember(self, view: ReviewView) -> Floats:
        """Nothing."""
        return view.memory

    def choose(self, view: ReviewView) -> str:
        """The same mode."""
        return view.mode
