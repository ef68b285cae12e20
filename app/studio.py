"""What one visitor holds: a market, what was seen of it so far, and a run pinned for comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, final

import numpy as np

from app.sample import Mood, Sample, mood_of, sample_of
from core.arrays import Floats, Integers
from model import Market, load_scenario
from model.parameters import Scenario
from model.records import Day


@dataclass(frozen=True)
class Shelf:
    """The factories' table as arrays [days, factories], by column."""

    columns: Mapping[str, Any]
    days: int

    @classmethod
    def of(cls, market: Market) -> Shelf:
        """What the observer has written down so far."""
        frame = market.observer.factories()
        days = market.world.day
        shaped = {
            name: np.asarray(frame[name]).reshape(days, -1) if days else np.empty((0, 0))
            for name in frame.columns
        }
        return cls(shaped, days)

    def __getitem__(self, column: str) -> Any:
        return self.columns[column]

    @cached_property
    def modes(self) -> list[str]:
        """Modes that any factory ever had."""
        return sorted({str(mode) for mode in np.unique(self["mode"].astype(str))})

    def by_mode(self, values: Floats, mode: str) -> Floats:
        """Mean over the open factories of a mode, day by day; nan on days without one."""
        there = (self["mode"] == mode) & self["open"].astype(bool)
        count = there.sum(axis=1)
        total = np.where(there, np.nan_to_num(values.astype(float)), 0.0).sum(axis=1)
        mean: Floats = np.where(count > 0, total / np.maximum(count, 1), np.nan)
        return mean


@final
@dataclass
class Studio:
    """A market being watched. Not for two threads at once: who drives it takes the lock."""

    name: str
    scenario: Scenario
    overrides: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.market = Market(self.scenario)
        self.sample: Sample = sample_of(self.market)
        self.history: dict[str, list[float]] = {}
        self._shelf: Shelf | None = None

    @classmethod
    def open(cls, name: str, overrides: Mapping[str, Any] | None = None) -> Studio:
        """A scenario by name, with changed parameters by dotted path."""
        changed = dict(overrides or {})
        return cls(name, load_scenario(name, **changed), changed)

    @property
    def day(self) -> int:
        """Days lived so far."""
        return self.market.world.day

    @property
    def today(self) -> Day | None:
        """The day just lived."""
        return self.market.today

    @property
    def over(self) -> bool:
        """Whether the scenario's last day has been lived."""
        return self.day >= self.scenario.market.days

    def step(self) -> None:
        """Live one day and write down what the pages show."""
        self.market.step()
        self._shelf = None
        for name, value in self.market.observer.latest.items():
            self.history.setdefault(name, []).append(float(value))

    def series(self, name: str) -> Floats:
        """A column of `days`, up to today."""
        return np.array(self.history.get(name, []), dtype=float)

    def latest(self, name: str) -> float:
        """Today's value of a column of `days`; nan before the first day."""
        return self.history[name][-1] if self.history.get(name) else float("nan")

    @property
    def days(self) -> Integers:
        """Day numbers so far."""
        return np.arange(self.day)

    @property
    def shelf(self) -> Shelf:
        """Factories so far, read once a day."""
        if self._shelf is None or self._shelf.days != self.day:
            self._shelf = Shelf.of(self.market)
        return self._shelf

    @property
    def mood(self) -> Mood:
        """The network sample today."""
        return mood_of(self.market, self.sample, self.today)
