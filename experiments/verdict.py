"""The one rule by which runs become verdicts. No verdict is written by hand.

A cell is a prediction in a context: differences between arms, paired by luck. It holds if Holm's
test over all cells of its study finds the expected sign and the mean effect is worth the name. A
claim is supported if all its cells hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isnan

import numpy as np
import pandas as pd

from core.arrays import Floats
from experiments.study import Prediction, Study
from experiments.summary import Interval, holm, interval, p_of_zero, relative_effect

ALPHA = 0.05  # chance of even one false finding in a study


class Finding(StrEnum):
    """What a cell shows."""

    HOLDS = "holds"
    REVERSED = "reversed"
    AGAINST = "if anything the other way"
    SMALL = "too small"
    FAINT = "as expected, but perhaps too small"
    UNSURE = "as expected, but perhaps by luck"
    OPEN = "the interval is too wide to tell"


class Answer(StrEnum):
    """What becomes of a claim."""

    SUPPORTED = "supported"
    PARTLY = "supported only where"
    NOT = "not supported"
    REVERSED = "reversed"


@dataclass(frozen=True)
class Cell:
    """One prediction in one context; the effect in the predicted number's unit or as a share."""

    prediction: str  # its key
    claim: str
    about: str
    context: str
    n: int  # seeds with a value in every arm
    effect: float
    low: float  # of the 95 % interval
    high: float
    p: float  # two-sided, of no effect at all
    p_holm: float  # corrected for all cells of the study
    finding: Finding


@dataclass(frozen=True)
class Verdict:
    """A claim's answer: its cells, and where it holds and fails."""

    claim: str
    answer: Answer
    cells: tuple[Cell, ...]

    @property
    def holds(self) -> list[Cell]:
        """The cells that hold."""
        return [cell for cell in self.cells if cell.finding is Finding.HOLDS]

    @property
    def fails(self) -> list[Cell]:
        """The others."""
        return [cell for cell in self.cells if cell.finding is not Finding.HOLDS]


def judge(study: type[Study], evidence: pd.DataFrame) -> list[Verdict]:
    """A verdict for each claim of a study, from its table of evidence (experiments.evidence)."""
    cells = _cells(study, evidence)
    return [verdict(code, [cell for cell in cells if cell.claim == code]) for code in study.codes()]


def verdict(claim: str, cells: Sequence[Cell]) -> Verdict:
    """All cells hold: supported; some: supported only there; all reversed: reversed; else not."""
    found = [cell.finding for cell in cells]
    if all(one is Finding.HOLDS for one in found):
        answer = Answer.SUPPORTED
    elif Finding.HOLDS in found:
        answer = Answer.PARTLY
    elif all(one is Finding.REVERSED for one in found):
        answer = Answer.REVERSED
    else:
        answer = Answer.NOT
    return Verdict(claim, answer, tuple(cells))


def find(effect: float, low: float, high: float, p_holm: float, smallest: float) -> Finding:
    """What a cell shows, its effect and the ends of its interval seen in the expected sense.

    An interval below zero that Holm's test, or the size, keeps from a reversal is told as such. So
    is an effect of the expected sign that might be worth the name: sure of its sign, but with a
    mean too small, or in an interval above zero without being sure. What holds nothing, and what is
    worth the name, is open.
    """
    sure = p_holm < ALPHA
    if sure and effect >= smallest:
        return Finding.HOLDS
    if sure and effect <= -smallest:
        return Finding.REVERSED
    if high < 0.0:
        return Finding.AGAINST
    if high < smallest:
        return Finding.SMALL
    if sure and effect > 0.0:
        return Finding.FAINT
    return Finding.UNSURE if low > 0.0 else Finding.OPEN


def contrasts(prediction: Prediction, arms: pd.DataFrame) -> tuple[Floats, Interval]:
    """The effect seed by seed in the number's unit; and its mean, as a share if it is relative.

    `arms` has a row a seed and a column an arm. What is tested against zero is the effect itself,
    whatever it is told as a share of.
    """
    weights = pd.Series(prediction.contrast)
    table = arms[list(weights.index)].replace([np.inf, -np.inf], np.nan).dropna()
    change: Floats = (table * weights).sum(axis=1).to_numpy(float)
    if not prediction.relative:
        return change, interval(change)
    return change, relative_effect(change, table[prediction.counterfactual].to_numpy(float))


def _cells(study: type[Study], evidence: pd.DataFrame) -> list[Cell]:
    asked = [(one, context) for one in study.predictions for context in study.where(one)]
    samples = [contrasts(one, _arms(evidence, one.key, context)) for one, context in asked]
    p = [p_of_zero(change) for change, _ in samples]
    corrected = holm([1.0 if isnan(value) else value for value in p])
    cells = []
    for (one, context), (change, mean), raw, fair in zip(asked, samples, p, corrected, strict=True):
        low, high = (mean.low, mean.high) if one.sign > 0 else (-mean.high, -mean.low)
        finding = find(one.sign * mean.middle, low, high, float(fair), one.smallest)
        cells.append(Cell(one.key, one.claim, one.about, context, change.size, mean.middle,
                          mean.low, mean.high, raw, float(fair), finding))  # fmt: skip
    return cells


def _arms(evidence: pd.DataFrame, key: str, context: str) -> pd.DataFrame:
    mine = evidence[(evidence["prediction"] == key) & (evidence["context"] == context)]
    return mine.pivot(index="replicate", columns="arm", values="value")
