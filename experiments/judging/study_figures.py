"""The pictures of a study: effects with intervals, or a map of them over two conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.judging.findings import Cell, Finding, Verdict
from experiments.judging.study import Prediction, Study
from experiments.judging.verdict_words import amount, as_told, unit_of
from experiments.style import GREY, INK, PALE, SMALL, page, png, tidy

COLOURS = {
    Finding.HOLDS: "#009E73",
    Finding.REVERSED: "#D55E00",
    Finding.AGAINST: "#E8B48C",
    Finding.SMALL: "#8d97a6",
    Finding.FAINT: "#7FCDB4",
    Finding.UNSURE: "#C3E6DA",
    Finding.OPEN: "#c9ced6",
    Finding.UNCHANGED: "#B79BD6",
    Finding.FITTED: "#6FA8DC",
}

WIDE = 96  # characters of a heading that fit in a line
DASHED = (0, (4, 3))

IN_A_FIELD: dict[str, Any] = {
    "ha": "center",
    "va": "center",
    "fontsize": SMALL,
    "color": INK,
    "bbox": {"fc": "white", "ec": PALE, "pad": 2},
}


def study_png(study: type[Study], verdicts: Sequence[Verdict]) -> bytes:
    """The study's figure; equal verdicts give equal bytes."""
    cells = [cell for one in verdicts for cell in one.cells]
    return png(effects(study, cells), dpi=110)


def effects(study: type[Study], cells: Sequence[Cell]) -> Figure:
    """A panel a prediction; the study's own drawing where all of its contexts are tried."""
    shown = [
        (one, [cell for cell in cells if cell.prediction == one.key]) for one in study.predictions
    ]
    heights = [len(mine) + 1.6 for _, mine in shown]
    figure = page(study.title, height=1.4 + 0.36 * sum(heights))
    panels = figure.subplots(len(shown), 1, squeeze=False, height_ratios=heights)[:, 0]
    for axes, (one, mine) in zip(panels, shown, strict=True):
        everywhere = len(mine) == len(study.contexts)
        DRAWINGS[study.drawing if everywhere else "intervals"](axes, one, mine)
    _key(figure)
    return figure


def intervals(axes: Axes, one: Prediction, cells: Sequence[Cell]) -> None:
    """A row a context: effect, 95 % interval, and what is worth the name.

    An effect that cannot be told as the share that it should be is written in its own unit.
    """
    tidy(axes, heading=_heading(one), grid="x")
    worth = one.sign * one.smallest
    axes.axvline(0.0, color=INK, lw=0.9)
    axes.axvline(worth, color=GREY, lw=0.9, ls=DASHED)
    for row, cell in enumerate(cells):
        colour = COLOURS[cell.finding]
        if cell.share != one.relative:
            box = {**IN_A_FIELD["bbox"], "ec": colour}
            axes.text(0.5, row, _alone(one, cell), transform=axes.get_yaxis_transform(),
                      **{**IN_A_FIELD, "bbox": box})  # fmt: skip
            continue
        axes.plot([cell.low, cell.high], [row, row], color=colour, lw=5, solid_capstyle="butt")
        inside = colour if cell.finding is Finding.UNCHANGED else INK  # it has no bar
        axes.plot([cell.effect], [row], "o", color=INK, mfc=inside, ms=4)
    axes.set_yticks(range(len(cells)), [cell.context for cell in cells])
    axes.tick_params(axis="y", labelcolor=INK)
    axes.set_ylim(len(cells) - 0.5, -0.5)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(one, value)))


def map_of_effects(axes: Axes, one: Prediction, cells: Sequence[Cell]) -> None:
    """A field a context, whose names are "row, column"; the darker, the more as predicted."""
    tidy(axes, heading=_heading(one), grid="")
    pairs = [cell.context.split(", ") for cell in cells]
    rows = list(dict.fromkeys(row for row, _ in pairs))
    columns = list(dict.fromkeys(column for _, column in pairs))
    field = np.full((len(rows), len(columns)), np.nan)
    for cell, (row, column) in zip(cells, pairs, strict=True):
        y, x = rows.index(row), columns.index(column)
        if cell.share != one.relative:
            axes.text(x, y, _alone(one, cell), **IN_A_FIELD)
            continue
        field[y, x] = one.sign * cell.effect
        mark = " *" if cell.finding is Finding.HOLDS else ""
        axes.text(x, y, amount(one, cell.effect) + mark, **IN_A_FIELD)
    most = float(np.nanmax(np.abs(field), initial=one.smallest))
    axes.imshow(field, cmap="PuOr_r", vmin=-most, vmax=most, aspect="auto")
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(rows)), rows)


DRAWINGS: Mapping[str, Callable[[Axes, Prediction, Sequence[Cell]], None]] = {
    "intervals": intervals,
    "map": map_of_effects,
}


def _alone(one: Prediction, cell: Cell) -> str:
    """An effect with its unit, which is not that of the others."""
    mine = as_told(one, cell)
    return f"{amount(mine, cell.effect)} {unit_of(mine)}"


def _heading(one: Prediction) -> str:
    arms = " ".join(
        f"{'+' if weight > 0 else '-'} {arm}" for arm, weight in one.contrast.items()
    ).removeprefix("+ ")
    return fill(f"{one.claim}: {one.about} ({arms}) [{unit_of(one)}]", WIDE)


def _key(figure: Figure) -> None:
    bars = [Patch(color=colour, label=finding.value) for finding, colour in COLOURS.items()]
    least = Line2D([], [], color=GREY, lw=0.9, ls=DASHED, label="least effect worth the name")
    figure.legend(
        handles=[*bars, least], loc="outside lower left", ncols=3, frameon=False, fontsize=SMALL
    )
