"""From the room to the door: how many watched, ordered and kept."""

from __future__ import annotations

from typing import final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend

from experiments.figure import FigureKind
from experiments.style import (
    CHANNEL_COLOURS,
    CHANNEL_NAMES,
    FATE_COLOURS,
    GREY,
    INK,
    PALE,
    SHORT_TICKS,
    SMALL,
    empty,
    nothing,
    page,
    short,
    tidy,
)
from model.results import Results


@final
class Funnel(FigureKind):
    """Totals of the run: attention on the left, orders and their fate on the right."""

    kind = "funnel"
    title = "From watching to keeping"
    caption = (
        "Left: person-days with at least one pitch heard, room visits, and exposures (a person "
        "hearing one pitch). Right: all orders by the door they came through, and below what "
        "became of them by the end of the run. The two sides have different scales. The numbers "
        "under the left panel name the base of each conversion, because a conversion without its "
        "base means nothing."
    )

    def draw(self, results: Results) -> Figure:
        """Sums over all days."""
        total = results.days.sum(numeric_only=True)
        figure = page(self.title, height=4.4)
        if not total["exposures"] and not total["orders"]:
            return nothing(figure, "Nobody watched and nobody ordered in this run.")
        left, right = figure.subplots(1, 2, width_ratios=[1, 1.25])
        _attention(left, total)
        tidy(right, "orders in the run", heading="Orders and what became of them", grid="x")
        by_channel = {channel: float(total[f"orders_{channel}"]) for channel in CHANNEL_COLOURS}
        _stack(right, 0, by_channel, CHANNEL_COLOURS)
        fate = {name: float(total[name]) for name in ("kept", "returned", "cancelled")}
        fate["open"] = max(float(total["orders"]) - sum(fate.values()), 0.0)
        _stack(right, 1, fate, FATE_COLOURS)
        for axes in (left, right):
            axes.xaxis.set_major_formatter(SHORT_TICKS)
            axes.tick_params(axis="y", labelcolor=INK, labelsize=SMALL + 1)
            axes.locator_params(axis="x", nbins=5)
        bars, labels = right.get_legend_handles_labels()
        for part, height in ((slice(0, 3), 0.5), (slice(3, 7), 0.045)):
            right.add_artist(
                Legend(
                    right, bars[part], labels[part], loc="center left", ncols=4, frameon=False,
                    bbox_to_anchor=(-0.01, height), fontsize=SMALL, labelcolor=INK,
                    columnspacing=1.4, handlelength=1.2,
                )
            )  # fmt: skip
        right.set_yticks([0, 1], ["placed", "became"])
        right.set_ylim(1.66, -0.45)
        return figure


def _attention(axes: Axes, total: pd.Series[float]) -> None:
    """Bars of who was reached; words where nobody was."""
    tidy(axes, heading="Attention", grid="x")
    values = [total["reach"], total["visits"], total["exposures"]]
    if not total["exposures"]:
        empty(axes, "Nobody heard a pitch.")
        return
    axes.barh(["reached", "visits", "exposures"], values, color=[PALE, "#b3bac6", "#7f8a9c"],
              height=0.62)  # fmt: skip
    axes.invert_yaxis()
    for place, value in enumerate(values):
        axes.annotate(
            short(value), (value, place), (5, 0), textcoords="offset points",
            va="center", fontsize=SMALL, color=INK,
        )  # fmt: skip
    axes.margins(x=0.18)
    live, visits = total["orders_live"], total["visits"]
    axes.set_xlabel(
        "counted over the run\n"
        f"live orders per 100 visits: {100 * live / visits:.2g}   "
        f"per 100 exposures: {100 * live / total['exposures']:.2g}",
        fontsize=SMALL, color=GREY,
    )  # fmt: skip


def _stack(axes: Axes, row: int, parts: dict[str, float], colours: dict[str, str]) -> None:
    """One bar of parts, each with its share written in it if there is room."""
    whole, begin = sum(parts.values()), 0.0
    for part, value in parts.items():
        label = CHANNEL_NAMES.get(part, part)
        axes.barh([row], [value], left=begin, color=colours[part], height=0.55, label=label)
        if whole and value / whole > 0.07:
            dark = part == "kept"
            axes.text(
                begin + value / 2, row, f"{100 * value / whole:.0f} %", ha="center", va="center",
                fontsize=SMALL, color="white" if dark else INK,
            )  # fmt: skip
        begin += value
