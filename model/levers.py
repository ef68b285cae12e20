"""Levers: what a hand may change while the market lives, from the next morning on.

A lever gives the world another frozen scenario; nobody's state is touched. Terms agreed between
anchors and merchants hold until they are due again, so some levers are felt only after days.
Pulling one uses no luck: until the morning it acts, two runs are the same to the last bit.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from numbers import Real
from typing import Any, final

import numpy as np

from core.declare import Parameters
from core.describe import ParameterRow, describe
from core.errors import BadInput
from core.trees import merge, nested
from core.validate import build
from model.own_streams import free_anchors, let_go
from model.parameters import Scenario, strategies_of
from model.world import World


@dataclass(frozen=True)
class Pull:
    """One use of a lever: what is needed to do it again."""

    day: int  # the first day that felt it
    lever: str
    value: float


@dataclass(frozen=True)
class Lever(ABC):
    """One thing that can be set; `low` and `high` are the plausible range."""

    name: str
    label: str
    unit: str
    meaning: str
    low: float
    high: float
    least: float
    most: float

    @abstractmethod
    def read(self, world: World) -> float:
        """How it stands; the mean where members of the market differ."""

    @abstractmethod
    def changed(self, world: World, value: float) -> Scenario:
        """The scenario with it set to a value."""


@final
class Everywhere(Lever):
    """Sets one declared parameter, in every platform or strategy that has it."""

    def read(self, world: World) -> float:
        """The mean over those who have it."""
        values = [_value(world.scenario, path) for path in self._paths(world)]
        return round(sum(values) / max(len(values), 1), 12)

    def changed(self, world: World, value: float) -> Scenario:
        """The same for all who have it."""
        return _with(world.scenario, dict.fromkeys(self._paths(world), value))

    def _paths(self, world: World) -> list[str]:
        """`platforms.take_rate` stands for `platforms.north.take_rate` and its siblings."""
        group, name = self.name.split(".")
        members = getattr(world.scenario, group)
        if isinstance(members, Parameters):
            having = [kind for kind, own in members if hasattr(own, name)]
        else:
            having = [platform.name for platform in world.platforms]
        return [f"{group}.{member}.{name}" for member in having]


@final
class ShippingPace(Lever):
    """Stretches all mean shipping days, against those the market began with."""

    def read(self, world: World) -> float:
        """Today's mean shipping days over the first ones."""
        now, first = world.scenario.shipping.days, world.market.scenario.shipping.days
        return round(float(np.sum(now) / max(np.sum(first), 1e-12)), 12)

    def changed(self, world: World, value: float) -> Scenario:
        """Every pair of regions by the same factor."""
        first = np.array(world.market.scenario.shipping.days)
        return _with(world.scenario, {"shipping.days": (first * value).tolist()})


def _declared(name: str, label: str, path: str) -> Lever:
    """A lever on a declared parameter: unit, meaning and range are those of its declaration."""
    row = _ROWS[path]
    low, high = row.low or 0.0, row.high if row.high is not None else 1.0
    unit = "share" if row.unit == "1" else row.unit
    return Everywhere(name, label, unit, row.meaning, low, high, 0.0, 0.95)


_ROWS: dict[str, ParameterRow] = {row.path: row for row in describe(Scenario)}

LEVERS: dict[str, Lever] = {
    lever.name: lever
    for lever in (
        _declared("platforms.take_rate", "platforms' take", "platforms.<name>.take_rate"),
        _declared(
            "strategies.commission_cap", "cap on commissions", "strategies.odm.commission_cap"
        ),
        _declared(
            "platforms.programme_subsidy",
            "subsidy for picked factories",
            "platforms.<name>.programme_subsidy",
        ),
        ShippingPace(
            "shipping.pace", "shipping time", "ratio",
            "all mean shipping days, against those the market began with", 0.25, 4.0, 0.01, 100.0,
        ),
    )
}  # fmt: skip


def pull(world: World, name: str, value: float) -> Pull:
    """Set a lever; the next day is the first to feel it."""
    if name not in LEVERS:
        raise BadInput("lever", name, known=LEVERS)
    lever = LEVERS[name]
    if not (_is_number(value) and lever.least <= value <= lever.most):
        allowed = f"a number at least {lever.least:g} and at most {lever.most:g}"
        raise BadInput(f"lever {name}", value, allowed=allowed)
    _hand_out(world, lever.changed(world, value))
    return Pull(world.day, name, float(value))


def dismiss(world: World, anchor: int) -> Pull:
    """An anchor goes for good and its followers' places are free, as when one is banned (S65).

    One whom a factory employs cannot: the factory would hire again.
    """
    if anchor not in free_anchors(world):
        allowed = "the number of an anchor who is at work and not employed by a factory"
        raise BadInput("anchor", anchor, allowed=allowed)
    let_go(world, [int(anchor)])
    return Pull(world.day, "dismiss", float(anchor))


def _is_number(value: object) -> bool:
    return isinstance(value, Real)


def _value(scenario: Scenario, path: str) -> float:
    found: Any = scenario
    for step in path.split("."):
        found = found[step] if isinstance(found, dict) else getattr(found, step)
    return float(found)


def _with(scenario: Scenario, values: dict[str, Any]) -> Scenario:
    tree: dict[str, Any] = scenario.model_dump()
    for path, value in values.items():
        tree = merge(tree, nested(path, value))
    return build(Scenario, tree)


def adopt(world: World, values: dict[str, Any]) -> None:
    """Give the world other parameters from tomorrow on, by path: for experiments, not hands.

    Only those that are read every day act: the same groups as with levers.
    """
    _hand_out(world, _with(world.scenario, values))


def _hand_out(world: World, scenario: Scenario) -> None:
    """Hand the frozen groups that levers change to those who read them."""
    world.scenario = scenario
    world.shipping = np.array(scenario.shipping.days)
    world.strategies = strategies_of(scenario)
    for platform in world.platforms:
        platform.parameters = scenario.platforms[platform.name]
    for factory in world.factories:
        factory.strategy = world.strategies[factory.mode]
