"""The one rule by which runs become verdicts. No verdict is written by hand.

A cell is a prediction in a context: differences between arms, paired by luck. It holds if Holm's
test over all cells of its study finds the expected sign and the mean effect is worth the name. A
claim is supported if all its cells hold. Arms that agree in every seed have tried nothing: such a
cell is no test, counts in no family and for no answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import compress
from math import isnan, nan

import numpy as np
import pandas as pd

from core.arrays import Floats
from experiments.judging.study import Prediction, Study
from experiments.summary import Interval, holm, interval, p_of_zero, relative_effect

ALPHA = 0.05  # chance of even one false finding in a study
LAST_BITS = 1e-12  # of a value, that a sum of equals may come to


class Finding(StrEnum):
    """What a cell shows."""

    HOLDS = "holds"
    REVERSED = "reversed"
    AGAINST = "if anything the other way"
    SMALL = "too small"
    FAINT = "as expected, but perhaps too small"
    UNSURE = "as expected, but perhaps by luck"
    OPEN = "the interval is too wide to tell"
    UNCHANGED = "nothing was changed"


class Answer(StrEnum):
    """What becomes of a claim."""

    SUPPORTED = "supported"
    PARTLY = "supported only where"
    NOT = "not supported"
    REVERSED = "reversed"
    UNTESTED = "not tested"


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
    p: float  # two-sided, of no effect at all; nan where nothing was changed
    p_holm: float  # corrected for all cells of the study that are a test
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
    """A verdict for each claim of a study, from its table of evidence (`evidence.py`)."""
    cells = _cells(study, evidence)
    return [verdict(code, [cell for cell in cells if cell.claim == code]) for code in study.codes()]


def verdict(claim: str, cells: Sequence[Cell]) -> Verdict:
    """All cells hold: supported; some: supported only there; all reversed: reversed; else not.

    Cells in which nothing was changed are left out; where there is no other, nothing was tested.
    """
    found = [cell.finding for cell in cells if cell.finding is not Finding.UNCHANGED]
    if not found:
        answer = Answer.UNTESTED
    elif all(one is Finding.HOLDS for one in found):
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
    weights, table = pd.Series(prediction.contrast), _complete(prediction, arms)
    total = (table * weights).sum(axis=1).to_numpy(float)
    nothing = np.abs(total) <= LAST_BITS * table.abs().max(axis=1).to_numpy(float)
    change: Floats = np.where(nothing, 0.0, total)
    if not prediction.relative:
        return change, interval(change)
    return change, relative_effect(change, table[prediction.counterfactual].to_numpy(float))


def agree(prediction: Prediction, runs: pd.DataFrame) -> bool:
    """Whether nothing was changed: in every seed the runs of all arms came to the same numbers.

    `runs` has a row a seed, a column an arm, and the digest of a run as value. Of a single arm,
    whose level is asked, and of less than two seeds nothing can be said.
    """
    table = runs[list(prediction.contrast)]
    if table.shape[1] < 2 or len(table) < 2:
        return False
    return bool(table.eq(table.iloc[:, 0], axis=0).all(axis=None))


def _complete(prediction: Prediction, arms: pd.DataFrame) -> pd.DataFrame:
    """The arms of a prediction, in seeds with a value in every one."""
    return arms[list(prediction.contrast)].replace([np.inf, -np.inf], np.nan).dropna()


def _cells(study: type[Study], evidence: pd.DataFrame) -> list[Cell]:
    asked = [(one, context) for one in study.predictions for context in study.where(one)]
    tables = [arms_of(evidence, one.key, context) for one, context in asked]
    runs = [arms_of(evidence, one.key, context, "run") for one, context in asked]
    samples = [contrasts(one, table) for (one, _), table in zip(asked, tables, strict=True)]
    tests = [not agree(one, table) for (one, _), table in zip(asked, runs, strict=True)]
    p = [p_of_zero(change) if test else nan
         for (change, _), test in zip(samples, tests, strict=True)]  # fmt: skip
    corrected = _corrected(p, tests)
    cells = []
    for (one, context), (change, mean), test, raw, fair in zip(
        asked, samples, tests, p, corrected, strict=True
    ):
        low, high = (mean.low, mean.high) if one.sign > 0 else (-mean.high, -mean.low)
        finding = find(one.sign * mean.middle, low, high, float(fair), one.smallest)
        finding = finding if test else Finding.UNCHANGED
        cells.append(Cell(one.key, one.claim, one.about, context, change.size, mean.middle,
                          mean.low, mean.high, raw, float(fair), finding))  # fmt: skip
    return cells


def _corrected(p: Sequence[float], tests: Sequence[bool]) -> Floats:
    """Holm's correction over what is a test; nan for the others."""
    fair = np.full(len(p), nan)
    fair[tests] = holm([1.0 if isnan(value) else value for value in compress(p, tests)])
    return fair


def arms_of(evidence: pd.DataFrame, key: str, context: str, what: str = "value") -> pd.DataFrame:
    """The values of a prediction in a context, or its runs: a row a seed, a column an arm."""
    mine = evidence[(evidence["prediction"] == key) & (evidence["context"] == context)]
    return mine.pivot(index="replicate", columns="arm", values=what)
