"""Knobs: what a visitor can set before a run, read from the declarations of the parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

from app.svg import ticks
from core.describe import ParameterRow, describe
from core.trees import at
from model.parameters import Scenario

Shape: TypeAlias = Literal["slider", "switch", "choice"]

NAMED = "<name>"
WIDE = 100.0  # from this ratio of high to low on, a slider goes by ratios
STEPS = 40  # of a slider
FIRST = "Start here"
STARTERS = (
    "consumers.count",
    "market.days",
    "market.seed",
    "anchors.count",
    "impulse.strength",
    "impulse.time_scale",
    "impulse.herd",
    "attention.pull",
    "follows.mean",
    "returns.impulse",
    "returns.free",
    "word_of_mouth.tell",
)
SEEDS = 30  # seeds to choose from
BY_HAND = {  # ranges that no declaration gives, or that a browser cannot carry
    "market.seed": (0.0, float(SEEDS)),
    "consumers.count": (1_000.0, 1_000_000.0),
}


@dataclass(frozen=True)
class Knob:
    """One parameter as a control: the values it can take, and the one the scenario has."""

    path: str
    shape: Shape
    unit: str
    meaning: str
    source: str
    value: Any
    values: tuple[Any, ...]

    @property
    def label(self) -> str:
        """The parameter as a reader would say it."""
        return self.path.rpartition(".")[2].replace("_", " ")

    def place(self, value: Any) -> int:
        """Which of its values this is, or the nearest."""
        if self.shape != "slider":
            return self.values.index(value)
        return min(range(len(self.values)), key=lambda i: abs(self.values[i] - value))


def knobs(scenario: Scenario) -> dict[str, list[Knob]]:
    """All knobs of a scenario by group; the first group holds those most asked for."""
    groups: dict[str, list[Knob]] = {FIRST: []}
    for knob in _knobs(scenario):
        groups.setdefault(knob.path.rpartition(".")[0].replace(".", " › "), []).append(knob)
    by_path = {knob.path: knob for group in groups.values() for knob in group}
    groups[FIRST] = [by_path[path] for path in STARTERS if path in by_path]
    return groups


def told(value: Any) -> str:
    """A value as text, short and exact."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def with_unit(value: Any, unit: str) -> str:
    """A value as a reader would say it: 5 %, × 1.5, 20,000 consumers."""
    if isinstance(value, bool | str) or unit in ("-", "1"):
        return told(value)
    if unit == "share":
        return f"{100 * value:.4g} %"
    if unit == "day" and value != 1:
        unit = "days"
    return f"× {told(value)}" if unit == "ratio" else f"{told(value)} {unit}"


@cache
def _rows() -> list[ParameterRow]:
    return describe(Scenario)


def _knobs(scenario: Scenario) -> Iterator[Knob]:
    tree = scenario.model_dump()
    for row in _rows():
        for path in _concrete(row.path, scenario):
            value = at(tree, path)
            if shape_values := _values(row, value):
                yield Knob(
                    path, shape_values[0], row.unit, row.meaning, row.source, value, shape_values[1]
                )


def _concrete(path: str, scenario: Scenario) -> Iterable[str]:
    """`platforms.<name>.take_rate` is one parameter a platform that takes part."""
    if NAMED not in path:
        return [path]
    rosters = {"platforms": scenario.market.platforms, "categories": scenario.market.categories}
    return [path.replace(NAMED, name) for name in rosters[path.partition(".")[0]]]


def _values(row: ParameterRow, value: Any) -> tuple[Shape, tuple[Any, ...]] | None:
    """The shape of a control and its values; None for lists, tables and free text."""
    if isinstance(value, bool):
        return "switch", (False, True)
    if row.type.startswith("one of "):
        return "choice", tuple(row.type.removeprefix("one of ").split(", "))
    low, high = BY_HAND.get(row.path, (row.low, row.high))
    if not isinstance(value, int | float) or low is None or high is None:
        return None
    found = _by_ratio(low, high) if low > 0 and high / low >= WIDE else _evenly(low, high)
    if isinstance(value, int):
        found = {round(one) for one in found}
    return "slider", tuple(sorted({*(type(value)(one) for one in found), value}))


def _evenly(low: float, high: float) -> set[float]:
    return {low, high, *ticks(low, high, wanted=STEPS)}


def _by_ratio(low: float, high: float) -> set[float]:
    steps = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
    found = {round(m * 10.0**k, 12) for k in range(-6, 9) for m in steps}
    return {low, high, *(one for one in found if low <= one <= high)}
