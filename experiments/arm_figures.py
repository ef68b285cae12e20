"""Pictures of comparisons: what differs with its interval, and how worlds part day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from experiments.style import (
    CHANNEL_COLOURS,
    GREY,
    INK,
    LABEL,
    SMALL,
    legend,
    page,
    png,
    tidy,
    trailing,
)
from experiments.summary import half_width

DOTS_PER_INCH = 88
WEEK = 7  # days
# of arms that are no modes, so that a mode's colour never means anything else
FIRST, SECOND, THIRD = CHANNEL_COLOURS["live"], CHANNEL_COLOURS["spillover"], INK
SIGNED = FuncFormatter(lambda value, _: f"{100 * value:+g} %" if value else "0")


@dataclass(frozen=True)
class Picture:
    """What a notebook shows: a drawn page, and its heading for who cannot see it."""

    png: bytes
    heading: str

    def _repr_png_(self) -> bytes:
        return self.png

    def __repr__(self) -> str:
        return f"Figure: {self.heading}"


def show(figure: Figure) -> Picture:
    """Draw a page once; equal pages give equal bytes."""
    return Picture(png(figure, DOTS_PER_INCH), figure.get_suptitle())


def gap_page(title: str, height: float = 3.6) -> tuple[Figure, Axes]:
    """A page with room for the names of arms."""
    figure = page(title, height=height)
    return figure, figure.add_subplot()


def draw_gaps(
    axes: Axes,
    table: pd.DataFrame,
    unit: str,
    names: Mapping[str, str] | None = None,
    colours: Mapping[str, str] | None = None,
    by: str = "arm",
    shift: float = 0.0,
    label: str | None = None,
    share: bool = False,
) -> None:
    """A dot and a 95 % interval for each row of `experiments.arms.gaps`, from the top down.

    `by` is the column whose values name the rows; `shift` moves the dots down by a part of a row,
    so that several tables fit on one page; a `share` is told in per cent.
    """
    rows = list(table[by])
    for place, (_, gap) in enumerate(table.iterrows()):
        colour = (colours or {}).get(str(gap[by]), INK)
        height = place + shift
        axes.plot([gap["low"], gap["high"]], [height] * 2, color=colour, lw=2.2)
        told = label if place == 0 else None
        axes.plot(gap["difference"], height, "o", color=colour, ms=7, mec="white", label=told)
    axes.axvline(0.0, color=GREY, lw=1.0)
    tidy(axes, unit, grid="x")
    axes.set_yticks(range(len(rows)), [(names or {}).get(row, row) for row in rows])
    axes.tick_params(axis="y", labelsize=LABEL, labelcolor=INK)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    if share:
        axes.xaxis.set_major_formatter(SIGNED)


def draw_courses(
    axes: Axes,
    frame: pd.DataFrame,
    column: str,
    unit: str,
    colours: Mapping[str, str],
    days: int = WEEK,
) -> None:
    """The mean over seeds of a daily column of `Lived.days`, with its 95 % band, a line an arm.

    Each day shows the mean of the `days` up to it, so that nothing is seen before it happened.
    """
    for arm, colour in colours.items():
        table = frame[frame["arm"] == arm].pivot(index="seed", columns="day", values=column)
        runs = np.array([trailing(row, days) for row in table.to_numpy(float)])
        mean = runs.mean(axis=0)
        width = np.array([half_width(seen) for seen in runs.T])
        when = table.columns.to_numpy()
        axes.fill_between(when, mean - width, mean + width, color=colour, alpha=0.18, lw=0)
        axes.plot(when, mean, color=colour, lw=2.0, label=arm)
    tidy(axes, "day", unit)
    axes.margins(x=0)
    legend(axes, loc="best")


def draw_law(
    axes: Axes,
    law: tuple[Sequence[float], Sequence[float]],
    model: tuple[Sequence[float], Sequence[float], Sequence[float]],
    colour: str,
    label: str,
) -> None:
    """A closed form as a line, what the model showed as dots with 95 % of its standard errors."""
    axes.plot(*law, color=colour, lw=1.5, label=label)
    x, y, error = model
    axes.errorbar(
        x, y, 1.96 * np.asarray(error), fmt="o", ms=5, color=colour, mec="white", lw=1.4, capsize=3
    )


def mark(axes: Axes, day: float, told: str) -> None:
    """A dashed line at a day on which something was done."""
    axes.axvline(day, color=GREY, lw=1.0, ls=(0, (4, 3)))
    axes.annotate(
        told, (day, 0.97), (4, 0), xycoords=("data", "axes fraction"),
        textcoords="offset points", fontsize=SMALL, color=GREY, va="top",
    )  # fmt: skip
