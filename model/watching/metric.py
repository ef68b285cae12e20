"""How a day is measured: a metric is shown the day and answers with named numbers.

One rule for what is empty: a count or a sum of nothing is 0; a ratio, mean or time whose base is
empty is nan. Every ratio names its base (W3).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from dataclasses import dataclass
from typing import ClassVar, SupportsFloat

import numpy as np

from core.arrays import Floats, Integers, Table
from core.plugins import discover
from core.units import CENTS_A_YUAN
from model.parameters import STRATEGIES
from model.watching.counting import Shown
from model.world import World


@dataclass(frozen=True)
class Column:
    """What a column of a table holds.

    Of a ratio of sums it can say which columns of the same table these are: then the number of a
    run is the sum over all days of those above, per the sum of those of the base (W3).
    """

    unit: str
    meaning: str
    above: tuple[str, ...] = ()
    base: tuple[str, ...] = ()


class Metric(ABC):
    """One group of columns of `days`. Final subclasses live in model/metrics/.

    A metric may remember earlier days: make a new one for every run.
    """

    kind: ClassVar[str]
    columns: ClassVar[dict[str, Column]]

    def begin(self, world: World) -> None:  # noqa: B027  most metrics have nothing to do
        """See the world before its first day; a metric that compares days needs it."""

    @abstractmethod
    def measure(self, day: Shown, world: World) -> dict[str, float]:
        """One number for each of `columns`.

        It changes nothing but the metric itself: other threads read the same world meanwhile.
        """


def all_metrics() -> list[Metric]:
    """A fresh instance of every metric in the folder, by kind."""
    kinds = discover("model.metrics", Metric)  # type: ignore[type-abstract]
    return [kind() for kind in kinds.values()]


def known_modes() -> list[str]:
    """The factory modes there are: the kinds of the strategies."""
    return list(STRATEGIES)


def ratio(above: SupportsFloat, base: SupportsFloat) -> float:
    """A share of a base; nan when the base is empty."""
    return float(above) / float(base) if float(base) else float("nan")


def yuan(cents: Table | Integers) -> float:
    """The sum of amounts of cents, in CNY."""
    return float(cents.sum()) / CENTS_A_YUAN


class Window:
    """The sum of the last days' whole amounts; arrays may grow longer with time."""

    def __init__(self, days: int) -> None:
        self._length = days
        self._days: deque[Floats] = deque()
        self._total: Floats = np.zeros(0)

    def push(self, values: Floats | Integers) -> Floats:
        """Take in today's array and return the sum over the window."""
        today = np.asarray(values, dtype=float)
        self._days.append(today)
        total = today.copy()
        total[: self._total.size] += self._total
        if len(self._days) > self._length:
            gone = self._days.popleft()
            total[: gone.size] -= gone
        self._total = total
        return total


class Total:
    """The sum of the last days' numbers."""

    def __init__(self, days: int) -> None:
        self._days: deque[float] = deque(maxlen=days)

    def push(self, value: float) -> float:
        """Take in today's number and return the sum over the window."""
        self._days.append(value)
        return sum(self._days)

    def __len__(self) -> int:
        return len(self._days)
