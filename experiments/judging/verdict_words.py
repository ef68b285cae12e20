"""Verdicts in words, the same on the terminal, in the pages and in the figures."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from experiments.judging.study import Prediction, Study
from experiments.judging.verdict import Answer, Cell, Finding, Verdict
from experiments.style import short


def answer(one: Verdict) -> str:
    """The verdict, with the places where it holds if it does not hold everywhere."""
    if one.answer is Answer.PARTLY:
        return f"{one.answer}: {places(one.holds, one)}"
    return str(one.answer)


def failures(one: Verdict) -> str:
    """Where it fails, by the reason."""
    reasons = dict.fromkeys(cell.finding for cell in one.fails)
    return "; ".join(
        f"{reason}: {places([cell for cell in one.fails if cell.finding is reason], one)}"
        for reason in reasons
    )


def places(cells: Sequence[Cell], whole: Verdict) -> str:
    """Some cells of a verdict: what is looked at, and in which contexts if not in all."""
    several = len({cell.about for cell in whole.cells}) > 1
    told = []
    for about in dict.fromkeys(cell.about for cell in cells):
        here = [cell.context for cell in cells if cell.about == about]
        tried = [cell.context for cell in whole.cells if cell.about == about]
        where = "" if here == tried else ", ".join(here)
        if not several:
            told.append(where or "everywhere")
        else:
            told.append(f"{about} ({where})" if where else about)
    return "; ".join(told)


def effect(study: type[Study], cell: Cell) -> str:
    """What is looked at, its effect with interval, unit and number of seeds, what was expected."""
    one = study.predicted(cell.prediction)
    if cell.finding is Finding.UNCHANGED:
        found = f"the runs of all arms are the same in every seed (n = {cell.n})"
    elif one.relative and isnan(cell.effect):
        found = f'no share can be told, "{one.counterfactual}" is too near zero (n = {cell.n})'
    else:
        ends = f"{amount(one, cell.low)} to {amount(one, cell.high)}"
        found = f"{amount(one, cell.effect)} {unit_of(one)} ({ends}; n = {cell.n})"
    return f"{one.about}: {found}; expected: {'more' if one.sign > 0 else 'less'}"


def amount(one: Prediction, value: float) -> str:
    """An effect in its unit, with its sign."""
    sign = "+" if value > 0 else ""
    return sign + (f"{100 * value:.1f}" if one.relative or _is_share(one) else short(value))


def unit_of(one: Prediction) -> str:
    """The unit of `amount`: a share differs by points, or by per cent of the counterfactual.

    Which one is said where several arms have a negative weight.
    """
    if one.relative:
        return f'% of "{one.base_arm}"' if one.base_arm else "%"
    return "points" if _is_share(one) else one.number.unit


def _is_share(one: Prediction) -> bool:
    return one.number.unit == "share"
