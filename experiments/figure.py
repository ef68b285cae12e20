"""One kind of picture of a run. A plugin: final subclasses live in experiments/figures/."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from matplotlib.figure import Figure

from core.plugins import discover
from model.results import Results


class FigureKind(ABC):
    """Draws results; must cope with a run of one day and with a run without an order."""

    kind: ClassVar[str]
    title: ClassVar[str]
    caption: ClassVar[str]  # how to read it, in a few plain sentences

    @abstractmethod
    def draw(self, results: Results) -> Figure:
        """A finished page. Pure: equal results give equal pixels."""


def all_figures() -> list[FigureKind]:
    """One of each figure in the folder, in the order in which a report shows them."""
    kinds = discover("experiments.figures", FigureKind)  # type: ignore[type-abstract]
    first = ("mode_comparison", "price_decomposition", "funnel", "daily_sales", "session_minutes")
    order = {kind: place for place, kind in enumerate(first)}
    return [kinds[kind]() for kind in sorted(kinds, key=lambda kind: (order.get(kind, 99), kind))]
