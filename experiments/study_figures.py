"""The pictures of a study: effects with intervals, or a map of them over two conditions."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from experiments.study import Prediction, Study
from experiments.style import GREY, INK, PALE, SMALL, page, tidy
from experiments.verdict import Cell, Finding, Verdict
from experiments.verdict_words import amount, unit_of

COLOURS = {
    Finding.HOLDS: "#009E73",
    Finding.REVERSED: "#D55E00",
    Finding.SMALL: "#8d97a6",
    Finding.OPEN: "#c9ced6",
}

IN_A_FIELD: dict[str, Any] = {
    "ha": "center",
    "va": "center",
    "fontsize": SMALL,
    "color": INK,
    "bbox": {"fc": "white", "ec": PALE, "pad": 2},
}


def png(study: type[Study], verdicts: Sequence[Verdict]) -> bytes:
    """The study's figure; equal verdicts give equal bytes."""
    cells = [cell for one in verdicts for cell in one.cells]
    buffer = io.BytesIO()
    figure = DRAWINGS[study.drawing](study, cells)
    figure.savefig(buffer, format="png", metadata={"Software": None}, dpi=110)
    return buffer.getvalue()


def intervals(study: type[Study], cells: Sequence[Cell]) -> Figure:
    """A panel a prediction, a row a context: effect, 95 % interval, and what is worth the name."""
    shown = _by_prediction(study, cells)
    heights = [len(mine) + 1.6 for _, mine in shown]
    figure = page(study.title, height=0.9 + 0.36 * sum(heights))
    panels = figure.subplots(len(shown), 1, squeeze=False, height_ratios=heights)[:, 0]
    for axes, (one, mine) in zip(panels, shown, strict=True):
        _panel(axes, one, mine)
    return figure


def map_of_effects(study: type[Study], cells: Sequence[Cell]) -> Figure:
    """A map a prediction, over contexts that are named "row, column"."""
    shown = _by_prediction(study, cells)
    rows, columns = _axes_of_map(study)
    figure = page(study.title, height=0.9 + len(shown) * (0.5 * len(rows) + 1.1))
    panels = figure.subplots(len(shown), 1, squeeze=False)[:, 0]
    for axes, (one, mine) in zip(panels, shown, strict=True):
        _map(axes, one, {cell.context: cell for cell in mine}, rows, columns)
    return figure


DRAWINGS: Mapping[str, Callable[[type[Study], Sequence[Cell]], Figure]] = {
    "intervals": intervals,
    "map": map_of_effects,
}


def _by_prediction(
    study: type[Study], cells: Sequence[Cell]
) -> list[tuple[Prediction, list[Cell]]]:
    return [
        (one, [cell for cell in cells if cell.prediction == one.key]) for one in study.predictions
    ]


def _panel(axes: Axes, one: Prediction, cells: Sequence[Cell]) -> None:
    tidy(axes, heading=_heading(one), grid="x")
    worth = one.sign * one.smallest
    axes.axvline(0.0, color=INK, lw=0.9)
    axes.axvline(worth, color=GREY, lw=0.9, ls=(0, (4, 3)))
    for row, cell in enumerate(cells):
        colour = COLOURS[cell.finding]
        axes.plot([cell.low, cell.high], [row, row], color=colour, lw=5, solid_capstyle="butt")
        axes.plot([cell.effect], [row], "o", color=INK, ms=4)
    axes.set_yticks(range(len(cells)), [cell.context for cell in cells])
    axes.tick_params(axis="y", labelcolor=INK)
    axes.set_ylim(len(cells) - 0.5, -0.5)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(one, value)))


def _map(
    axes: Axes, one: Prediction, cells: Mapping[str, Cell], rows: list[str], columns: list[str]
) -> None:
    tidy(axes, heading=_heading(one), grid="")
    effects = np.array(
        [[_effect(cells, row, column) for column in columns] for row in rows]
    )  # fmt: skip
    most = float(np.nanmax(np.abs(effects), initial=one.smallest))
    axes.imshow(one.sign * effects, cmap="PuOr_r",
                vmin=-most, vmax=most, aspect="auto")  # fmt: skip
    for y, row in enumerate(rows):
        for x, column in enumerate(columns):
            if cell := cells.get(f"{row}, {column}"):
                mark = " *" if cell.finding is Finding.HOLDS else ""
                axes.text(x, y, amount(one, cell.effect) + mark, **IN_A_FIELD)
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(rows)), rows)


def _effect(cells: Mapping[str, Cell], row: str, column: str) -> float:
    cell = cells.get(f"{row}, {column}")
    return cell.effect if cell else float("nan")


def _axes_of_map(study: type[Study]) -> tuple[list[str], list[str]]:
    pairs = [name.split(", ") for name in study.contexts]
    return list(dict.fromkeys(row for row, _ in pairs)), list(dict.fromkeys(c for _, c in pairs))


def _heading(one: Prediction) -> str:
    arms = " ".join(
        f"{'+' if weight > 0 else '-'} {arm}" for arm, weight in one.contrast.items()
    ).removeprefix("+ ")
    return f"{one.claim}: {one.about} ({arms}) [{unit_of(one)}]"
