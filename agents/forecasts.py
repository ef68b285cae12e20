"""What a dealer expects to be asked for: linear forecasts, fed a day at a time (LC19, S97)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from typing import final


class Forecast(ABC):
    """Expected units a day, from the days noticed so far."""

    @abstractmethod
    def notice(self, units: float) -> None:
        """One more day."""

    @property
    @abstractmethod
    def mean(self) -> float:
        """Units a day."""


@final
class MovingAverage(Forecast):
    """The mean of the last `window` days; days before the first count as what was expected."""

    def __init__(self, window: int, expected: float) -> None:
        self.days: deque[float] = deque([expected] * window, maxlen=window)

    def notice(self, units: float) -> None:
        """One more day, and the oldest is forgotten."""
        self.days.append(units)

    @property
    def mean(self) -> float:
        """Units a day."""
        return sum(self.days) / len(self.days)


@final
class Smoothing(Forecast):
    """Exponential smoothing: the last day weighs `weight`, everything before it the rest."""

    def __init__(self, weight: float, expected: float) -> None:
        self.weight = weight
        self.level = expected

    def notice(self, units: float) -> None:
        """One more day moves the level by its weight."""
        self.level += self.weight * (units - self.level)

    @property
    def mean(self) -> float:
        """Units a day."""
        return self.level
