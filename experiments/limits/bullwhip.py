"""One dealer orders up to cover x moving average: how much more orders swing than demand (S97)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from experiments.limits._bullwhip import moving, rounding, swing
from experiments.proving.limit import Limit, Seen

DEMAND = 100.0  # a day
SHELVES = 60
NAMES = ("a short cover", "a middling cover", "a long cover")


class Stage(NamedTuple):
    """One dealer."""

    cover: int  # L, days
    window: int  # p, days

    @property
    def law(self) -> float:
        """The published law, and the difference of two rounding errors."""
        a = self.cover / self.window
        pieces = rounding(self.window / math.gcd(self.cover, self.window))
        return 1.0 + 2.0 * a + 2.0 * a**2 + 2.0 * pieces / DEMAND


@final
class Bullwhip(Limit[tuple[Stage, ...]]):
    """Orders swing more than demand because the target moves with its forecast.

    The law is that of any independent demand. Orders are whole pieces, which adds the variance of a
    difference of rounding errors, less than a percent here; it is part of the theory.
    """

    kind = "bullwhip"
    code = "LC19"
    closed_form = "var(orders) / var(demand) = 1 + 2 L/p + 2 (L/p)^2"
    textbook = {"a short cover": 1.625, "a middling cover": 2.12, "a long cover": 5.0}

    @property
    def published(self) -> tuple[Stage, ...]:
        """The three of LC19."""
        return (Stage(1, 4), Stage(2, 5), Stage(4, 4))

    def others(self, rng: np.random.Generator) -> tuple[Stage, ...]:
        """Short to long cover, never so long that orders reach zero."""
        windows = rng.integers(3, 9, 3).tolist()
        covers = (1, max(1, windows[1] // 2), windows[2])
        return tuple(Stage(*stage) for stage in zip(covers, windows, strict=True))

    def flawed(self, values: tuple[Stage, ...]) -> tuple[Stage, ...]:
        """A window a tenth longer, and so a day at least."""
        return tuple(Stage(stage.cover, stage.window + 1) for stage in values)

    def trivial(self, values: tuple[Stage, ...]) -> Mapping[str, float]:
        """Orders that swing as demand does."""
        return dict.fromkeys(NAMES, 1.0)

    def expect(self, values: tuple[Stage, ...]) -> Mapping[str, float]:
        """A ratio for each."""
        return {name: stage.law for name, stage in zip(NAMES, values, strict=True)}

    def simulate(self, values: tuple[Stage, ...], seed: int, effort: int) -> Mapping[str, Seen]:
        """A market for each; what the dealers order from their factories is compared."""
        return {
            name: swing(
                {"transit_days": stage.cover, "window_days": stage.window},
                moving(stage.cover, stage.window), DEMAND, SHELVES, seed, effort,
            )
            for name, stage in zip(NAMES, values, strict=True)
        }  # fmt: skip
