"""Verdicts in words, the same on the terminal, in the pages and in the figures."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.study import Prediction, Study
from experiments.style import percent, short
from experiments.verdict import Answer, Cell, Verdict


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
    """An effect with its interval, unit and number of seeds."""
    (one,) = (p for p in study.predictions if p.key == cell.prediction)
    unit = "" if _in_percent(one) else f" {one.number.unit}"
    ends = f"{amount(one, cell.low)} to {amount(one, cell.high)}"
    return f"{amount(one, cell.effect)}{unit} ({ends}; n = {cell.n})"


def amount(one: Prediction, value: float) -> str:
    """An effect in its unit, with its sign."""
    sign = "+" if value > 0 else ""
    return sign + (percent(value) if _in_percent(one) else short(value))


def _in_percent(one: Prediction) -> bool:
    return one.relative or one.number.unit == "share"
