"""Verdicts in words, the same on the terminal, in the pages and in the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from experiments.judging.findings import Answer, Cell, Finding, Verdict
from experiments.judging.study import Prediction, Study
from experiments.style import short


def answer(one: Verdict) -> str:
    """The verdict, with the places where it holds if it does not hold everywhere.

    Of a mixed one also what is reversed, and the predictions that do neither anywhere.
    """
    if one.answer is Answer.PARTLY:
        return f"{one.answer}: {places(one.holds, one)}"
    if one.answer is not Answer.MIXED:
        return str(one.answer)
    turned = {cell.prediction for cell in one.reversed}
    neither = [cell for cell in one.nowhere if cell.prediction not in turned]
    parts = {"holds": one.holds, "reversed": one.reversed, "holds nowhere": neither}
    told = "; ".join(f"{what}: {places(cells, one)}" for what, cells in parts.items() if cells)
    return f"{one.answer}: {told}"


def failures(one: Verdict) -> str:
    """Where it fails, by the reason."""
    reasons = dict.fromkeys(finding(cell) for cell in one.fails)
    return "; ".join(
        f"{reason}: {places([cell for cell in one.fails if finding(cell) == reason], one)}"
        for reason in reasons
    )


def finding(cell: Cell) -> str:
    """What a cell shows; of one that is open for want of numbers, that they are wanting."""
    return _seeds(cell) if cell.is_test and cell.lacking else str(cell.finding)


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
    """What is looked at and where, what was found, what was expected."""
    one = study.predicted(cell.prediction)
    where = f" ({cell.context})" if len(study.where(one)) > 1 else ""
    wanted = f"expected: {'more' if one.sign > 0 else 'less'}"
    last = f"fitted to: {one.fitted}" if one.fitted else wanted
    return f"{one.about}{where}: {found_in(study, cell)}; {last}"


def found_in(study: type[Study], cell: Cell) -> str:
    """An effect with interval, unit and number of seeds."""
    one = as_told(study.predicted(cell.prediction), cell)
    if cell.finding is Finding.UNCHANGED:
        return f"the runs of all arms are the same in every seed (n = {cell.n})"
    if cell.n < 2:
        return _seeds(cell)
    ends = f"{amount(one, cell.low)} to {amount(one, cell.high)}"
    found = f"{amount(one, cell.effect)} {unit_of(one)} ({ends}; {_seeds(cell)})"
    if one.base_arm and not one.relative:
        found += f', no share, as "{one.base_arm}" is not surely above zero'
    return found


def as_told(one: Prediction, cell: Cell) -> Prediction:
    """The prediction as a cell tells it: in its own unit where no share can be told."""
    if one.relative and not cell.share:
        return replace(one, relative=False, base_arm=one.counterfactual)
    return one


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


def _seeds(cell: Cell) -> str:
    if cell.n == cell.seeds and not cell.lacking:
        return f"n = {cell.n}"
    return f"{cell.n} of {cell.seeds} seeds have a number"


def _is_share(one: Prediction) -> bool:
    return one.number.unit == "share"
