"""What one visitor holds: a market, what was seen of it so far, and what it leaves to compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, final

import numpy as np
import numpy.typing as npt
import pandas as pd

from app.sample import Mood, Sample, mood_of, sample_of
from core.arrays import Floats, Integers
from experiments.outcome import decomposition_by_mode, outcome_by_mode
from model import Market, load_scenario
from model.levers import Pull
from model.own_streams import free_anchors
from model.parameters import Scenario
from model.records import Day
from model.results import Results

SHELF = (
    "price",
    "warehouse",
    "chain_stock",
    "profit",
    "goods_factory",
    "taste_distance",
    "demand",
    "forecast",
    "open",
)
LATE = 7  # days by which slow tables may lag while the market plays


@final
class Shelf:
    """What the pages show of the factories, day by day; a column is an array [days, factories]."""

    def __init__(self) -> None:
        self._days: dict[str, list[Floats]] = {name: [] for name in SHELF}
        self._modes: list[npt.NDArray[np.str_]] = []

    def add(self, rows: Mapping[str, Any]) -> None:
        """One more day, as the observer wrote it down."""
        for name, days in self._days.items():
            days.append(rows[name].astype(float))
        self._modes.append(rows["mode"])

    def __getitem__(self, column: str) -> Floats:
        return np.array(self._days[column])

    @property
    def modes(self) -> list[str]:
        """Modes that any factory ever had."""
        return [str(mode) for mode in np.unique(np.array(self._modes, dtype=str))]

    def by_mode(self, values: Floats, mode: str) -> Floats:
        """Mean over the open factories of a mode, day by day; nan on days without one."""
        there = (np.array(self._modes) == mode) & (self["open"] > 0)
        count = there.sum(axis=1)
        total = np.where(there, np.nan_to_num(values), 0.0).sum(axis=1)
        mean: Floats = np.where(count > 0, total / np.maximum(count, 1), np.nan)
        return mean


@dataclass(frozen=True)
class Tables:
    """Tables by mode, slow to make, and the day until which they count."""

    day: int
    outcome: pd.DataFrame  # experiments.outcome.OUTCOME
    decomposition: pd.DataFrame  # experiments.outcome.PARTS


@dataclass(frozen=True)
class Pinned:
    """A run put aside, to lay the next one over it."""

    name: str
    seed: int
    history: Mapping[str, Floats]
    tables: Tables
    scenario: Scenario
    pulled: tuple[Pull, ...]


@final
@dataclass(eq=False)  # another studio is another market, however much alike
class Studio:
    """A market being watched. Not for two threads at once: who drives it takes the lock."""

    name: str
    scenario: Scenario
    overrides: dict[str, Any] = field(default_factory=dict)
    hurried: bool = False  # the market plays: slow tables may be some days old

    def __post_init__(self) -> None:
        self.market = Market(self.scenario)
        self.sample: Sample = sample_of(self.market)
        self.shelf = Shelf()
        self._history: dict[str, list[float]] = {}
        self._tables: Tables | None = None
        self._followers: tuple[int, Integers] = -1, np.empty(0, np.int64)

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
    def days(self) -> Integers:
        """Day numbers so far."""
        return np.arange(self.day)

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
        observer = self.market.observer
        self.shelf.add(observer.latest_factories)
        for name, value in observer.latest.items():
            self._history.setdefault(name, []).append(float(value))

    def series(self, name: str) -> Floats:
        """A column of `days`, up to today."""
        return np.array(self._history.get(name, []), dtype=float)

    def latest(self, name: str) -> float:
        """Today's value of a column of `days`; nan before the first day."""
        return self._history[name][-1] if self._history.get(name) else float("nan")

    @property
    def followers(self) -> Integers:
        """Followers of each anchor now, counted once a day."""
        if self._followers[0] != self.day:
            count = self.market.consumers.followers(len(self.market.world.anchors))
            self._followers = self.day, count
        return self._followers[1]

    @property
    def star(self) -> int | None:
        """The free anchor with most followers."""
        free = free_anchors(self.market.world)
        return max(free, key=lambda i: int(self.followers[i]), default=None)

    @property
    def mood(self) -> Mood:
        """The network sample today."""
        return mood_of(self.market, self.sample, self.today)

    @property
    def tables(self) -> Tables:
        """Tables by mode: of today, or of the last few days while the market plays."""
        made = self._tables
        if made is None or made.day + (LATE if self.hurried else 1) <= self.day:
            none = pd.DataFrame()
            results = Results(none, self.market.observer.factories(), none, none, {}, 0)
            made = Tables(self.day, outcome_by_mode(results), decomposition_by_mode(results))
            self._tables = made
        return made

    def pin(self) -> Pinned:
        """The run as it stands today, to be kept."""
        self.hurried = False
        history = {name: np.array(values) for name, values in self._history.items()}
        return Pinned(
            self.name,
            self.market.luck_seed,
            history,
            self.tables,
            self.scenario,
            tuple(self.market.pulled),
        )
