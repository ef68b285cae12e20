"""The one rule by which runs become verdicts. No verdict is written by hand.

A cell is a prediction in a context: differences between arms, paired by luck. It holds if Holm's
test over all cells of its study finds the expected sign and the mean effect is worth the name. A
claim is supported if all its cells hold. Arms that agree in every seed have tried nothing, and a
number that was fitted shows nothing: such a cell is no test, counts in no family and no answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isnan, nan
from typing import NamedTuple

import numpy as np
import pandas as pd

from core.arrays import Floats
from experiments.judging.findings import Answer, Cell, Finding, Verdict
from experiments.judging.study import Prediction, Study
from experiments.summary import Interval, holm, interval, p_of_zero, relative_effect

ALPHA = 0.05  # chance of even one false finding in a study
LAST_BITS = 1e-12  # of a value, that a sum of equals may come to


def judge(study: type[Study], evidence: pd.DataFrame) -> list[Verdict]:
    """A verdict for each claim of a study, from its table of evidence (`evidence.py`)."""
    cells = _cells(study, evidence)
    return [verdict(code, [cell for cell in cells if cell.claim == code]) for code in study.codes()]


def verdict(claim: str, cells: Sequence[Cell]) -> Verdict:
    """All cells hold: supported; all are reversed: reversed; nothing holds: not supported.

    Of what lies between, a claim is supported only where it holds if each of its predictions holds
    in some context and none is reversed in any; else it is mixed. Cells that are no test are left
    out; without another one, what was fitted is no evidence, and else nothing was tested.
    """
    whole = Verdict(claim, Answer.NOT, tuple(cells))
    found = {cell.finding for cell in cells if cell.is_test}
    if not found:
        fitted = any(cell.finding is Finding.FITTED for cell in cells)
        return replace(whole, answer=Answer.FITTED if fitted else Answer.UNTESTED)
    if found == {Finding.REVERSED}:
        return replace(whole, answer=Answer.REVERSED)
    if Finding.HOLDS not in found:
        return whole
    if found == {Finding.HOLDS}:
        return replace(whole, answer=Answer.SUPPORTED)
    mixed = whole.reversed or whole.nowhere
    return replace(whole, answer=Answer.MIXED if mixed else Answer.PARTLY)


def find(effect: float, low: float, high: float, p_holm: float, smallest: float) -> Finding:
    """What a cell shows, its effect and the ends of its interval seen in the expected sense.

    An interval below zero that Holm's test, or the size, keeps from a reversal is told as such. So
    is an effect of the expected sign that might be worth the name: sure of its sign, but with a
    mean too small, or in an interval above zero without being sure. What holds nothing, and what is
    worth the name, is open. An effect that should be a share and cannot be told as one has no
    smallest (nan): it is judged by its sign alone, so that it neither holds nor is reversed.
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


class Contrast(NamedTuple):
    """The effect seed by seed, in the number's unit, and its mean."""

    change: Floats
    mean: Interval
    share: bool  # whether the mean is one of the counterfactual's


def contrasts(prediction: Prediction, arms: pd.DataFrame) -> Contrast:
    """The effect; its mean as a share if it is relative and its base is surely above zero.

    `arms` has a row a seed and a column an arm. What is tested against zero is the effect itself,
    whatever it is told as a share of.
    """
    weights, table = pd.Series(prediction.contrast), _complete(prediction, arms)
    total = (table * weights).sum(axis=1).to_numpy(float)
    nothing = np.abs(total) <= LAST_BITS * table.abs().max(axis=1).to_numpy(float)
    change: Floats = np.where(nothing, 0.0, total)
    if prediction.relative:
        mean = relative_effect(change, table[prediction.counterfactual].to_numpy(float))
        if not isnan(mean.middle):
            return Contrast(change, mean, share=True)
    return Contrast(change, interval(change), share=False)


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
    seen = [_seen(one, context, evidence)
            for one in study.predictions for context in study.where(one)]  # fmt: skip
    raw = [1.0 if isnan(cell.p) else cell.p for cell in seen if cell.is_test]
    fair = iter(holm(raw).tolist())
    return [_judged(study.predicted(cell.prediction), cell, next(fair)) if cell.is_test else cell
            for cell in seen]  # fmt: skip


def _seen(one: Prediction, context: str, evidence: pd.DataFrame) -> Cell:
    """A cell before Holm's correction: open, or no test."""
    arms, finding = arms_of(evidence, one.key, context), Finding.OPEN
    if one.fitted:
        finding = Finding.FITTED
    elif agree(one, arms_of(evidence, one.key, context, "run")):
        finding = Finding.UNCHANGED
    change, mean, share = contrasts(one, arms)
    cell = Cell(one.key, one.claim, one.about, context, change.size, len(arms), share, mean.middle,
                mean.low, mean.high, nan, nan, finding)  # fmt: skip
    return replace(cell, p=p_of_zero(change)) if cell.is_test and not cell.lacking else cell


def _judged(one: Prediction, cell: Cell, p_holm: float) -> Cell:
    """The same with its finding; where too few seeds have a number it stays open."""
    if cell.lacking:
        return replace(cell, p_holm=p_holm)
    low, high = (cell.low, cell.high) if one.sign > 0 else (-cell.high, -cell.low)
    smallest = one.smallest if cell.share or not one.relative else nan
    finding = find(one.sign * cell.effect, low, high, p_holm, smallest)
    return replace(cell, p_holm=p_holm, finding=finding)


def arms_of(evidence: pd.DataFrame, key: str, context: str, what: str = "value") -> pd.DataFrame:
    """The values of a prediction in a context, or its runs: a row a seed, a column an arm."""
    mine = evidence[(evidence["prediction"] == key) & (evidence["context"] == context)]
    return mine.pivot(index="replicate", columns="arm", values=what)
