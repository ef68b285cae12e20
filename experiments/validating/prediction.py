"""A prediction: an experiment like the field's, on the model, answered with one number a seed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from core.plugins import discover
from experiments.live import one_thread
from experiments.summary import interval
from experiments.validating.held_out import HeldOut, held_out
from model import Market, load_scenario

HIT, NEAR, MISS, OPEN = "hit", "near", "miss", "open"
WIDE = 2.0  # widths of the field's range


@dataclass(frozen=True)
class Size:
    """How large an experiment is: people, days before, days after."""

    consumers: int
    before: int
    after: int


FULL = Size(6_000, 35, 45)
QUICK = Size(1_500, 12, 16)


class HeldOutPrediction(ABC):
    """One experiment. Final subclasses live in experiments/predictions/."""

    kind: ClassVar[str]
    answers: ClassVar[tuple[str, ...]]  # names in experiments/validating/held_out.py
    how: ClassVar[str]  # the experiment in a sentence, as in the field

    @abstractmethod
    def simulate(self, seed: int, size: Size, changes: Mapping[str, Any]) -> dict[str, float]:
        """One number for each of `answers`, from markets of one seed; `changes` to base."""


@dataclass(frozen=True)
class SimulatedResult:
    """What the seeds say to one held-out result."""

    asked: HeldOut
    mean: float
    low: float
    high: float
    seeds: int

    @property
    def outcome(self) -> str:
        """Hit: the mean lies in the range and, for a sign, so does the whole interval.

        Near: only a part of the interval lies in the range. Open: the interval holds both signs,
        or holds a part of the range and is wider than `WIDE` of it: nothing has been said.
        """
        inside = self.asked.low <= self.mean <= self.asked.high
        overlap = self.high >= self.asked.low and self.low <= self.asked.high
        if self.asked.is_sign:
            whole = self.asked.low <= self.low and self.high <= self.asked.high
            return HIT if whole else OPEN if overlap else MISS
        if overlap and self.high - self.low > WIDE * (self.asked.high - self.asked.low):
            return OPEN
        return HIT if inside else NEAR if overlap else MISS


def all_predictions() -> list[HeldOutPrediction]:
    """One of every prediction in the folder."""
    kinds = discover("experiments.predictions", HeldOutPrediction)  # type: ignore[type-abstract]
    return [kind() for kind in kinds.values()]


def ask(
    prediction: HeldOutPrediction, seeds: Sequence[int], size: Size, changes: Mapping[str, Any]
) -> tuple[list[SimulatedResult], pd.DataFrame]:
    """The answers over several seeds, with 95 % intervals, and the numbers behind them."""
    with one_thread():
        rows = [prediction.simulate(seed, size, changes) for seed in seeds]
    frame = pd.DataFrame(rows, index=pd.Index(list(seeds), name="seed"))
    answers = []
    for name in prediction.answers:
        found = interval(frame[name])
        answers.append(SimulatedResult(held_out(name), found.middle, found.low, found.high,
                              int(frame[name].count())))  # fmt: skip
    return answers, frame


def market_of(seed: int, size: Size, changes: Mapping[str, Any], watched: str = "orders") -> Market:
    """The validated scenario at a size, with what an experiment changes; one table is watched."""
    told = {"consumers.count": size.consumers, "market.days": size.before + size.after}
    return Market(load_scenario("base", **(told | dict(changes))), seed=seed, watched=[watched])
