"""A target of calibration: what the world says, and how far a run is from it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.errors import BadInput
from experiments.measure import known_numbers

WEIGHTS = {"A": 4.0, "B": 2.0, "C": 1.0, "M": 1.0}  # trust in a source, by its grade
FAR = 1.5  # a target of grade A may not be missed by more than this factor


@dataclass(frozen=True)
class Target:
    """One number that a run should come close to.

    `per` names what the ratio is a share of (W3). `imposed` marks what a parameter says outright:
    such a target checks that nothing undoes it and is counted apart.
    """

    name: str
    measure: str  # a number of a run, see experiments/measures/
    low: float
    base: float
    high: float
    unit: str
    per: str
    source: str
    grade: str  # of the best of its sources: A, B, C, or M for memory
    note: str = ""
    imposed: bool = False

    @property
    def weight(self) -> float:
        """How much the fit listens to it."""
        return WEIGHTS[self.grade]

    def spread(self, value: float) -> float:
        """The world's own standard deviation on the side of a value: half the way to its end."""
        return ((self.high - self.base) if value > self.base else (self.base - self.low)) / 2

    def strain(self, value: float) -> float:
        """How far a value is from the base, in such standard deviations; 2 at the ends."""
        return (value - self.base) / self.spread(value)

    def loss(self, value: float) -> float:
        """What the search minimises: quadratic within the range (1 at its ends), linear beyond."""
        off = abs(self.strain(value)) / 2
        return math.inf if math.isnan(off) else self.weight * (off**2 if off < 1 else 2 * off - 1)

    def inside(self, value: float) -> bool:
        """Whether a value lies in the range of the sources."""
        return self.low <= value <= self.high

    def miss(self, value: float) -> float:
        """By what factor a value lies outside; 1 inside."""
        if self.inside(value):
            return 1.0
        if value <= 0:
            return math.inf
        return self.low / value if value < self.low else value / self.high


def chosen_targets(all_targets: tuple[Target, ...], names: tuple[str, ...]) -> tuple[Target, ...]:
    """The named targets, all without a name; BadInput for a name that is none."""
    known = {target.name: target for target in all_targets}
    for name in names:
        if name not in known:
            raise BadInput("targets", name, known=known)
    chosen = tuple(known[name] for name in names) if names else all_targets
    for target in chosen:
        if target.measure not in known_numbers():
            raise BadInput(f"targets.{target.name}.measure", target.measure, "a number of a run")
    return chosen
