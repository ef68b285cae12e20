"""Verdicts in words, the same on the terminal, in the pages and in the figures."""

from __future__ import annotations

from collections.abc import Iterable

from experiments.study import Prediction, Study
from experiments.style import percent, short
from experiments.verdict import Answer, Cell, Verdict


def answer(one: Verdict) -> str:
    """The verdict, with the places where it holds if it does not hold everywhere."""
    if one.answer is Answer.PARTLY:
        return f"{one.answer}: {'; '.join(cell.where for cell in one.holds)}"
    return str(one.answer)


def failures(cells: Iterable[Cell]) -> str:
    """Where cells fail, by the reason."""
    reasons: dict[str, list[str]] = {}
    for cell in cells:
        reasons.setdefault(str(cell.finding), []).append(cell.where)
    return "; ".join(f"{reason}: {', '.join(places)}" for reason, places in reasons.items())


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
