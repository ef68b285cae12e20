"""The factory modes side by side, in six measures."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from core.arrays import Floats
from experiments.figure import FigureKind
from experiments.outcome import outcome_by_mode
from experiments.style import (
    GREY,
    INK,
    PERCENT_TICKS,
    SHORT_TICKS,
    SMALL,
    mode_colour,
    mode_name,
    nothing,
    page,
    pale,
    percent,
    short,
    tidy,
)
from model.results import Results

SHARES = {
    "return_rate": ("Sent back", "share of received orders"),
    "stockouts": ("Stockouts", "share of factory-days"),
}


@final
class ModeComparison(FigureKind):
    """Who sells, who earns, who disappoints, who is left with the goods."""

    kind = "mode_comparison"
    title = "How each factory mode fared"
    caption = (
        "One colour a mode, as in all figures. Where there are two bars, each has its number: "
        "black that of the full bar, grey that of the pale one behind it. The pale bar of sales is "
        "what was ordered (GMV), the full bar what was left after cancelled and returned orders. "
        "Earnings are profit plus what the goods left at the end are worth: the pale "
        "bar is that of the whole chain (factory, dealers, platform, anchors), the full bar that "
        "of the factory alone. A stockout is a day on which a factory turned buyers away because "
        "none was left. Unit cost is that of making alone, without parcel and dealers. "
        "Leftover is stock at the end, in days of the run's mean sales."
    )

    def draw(self, results: Results) -> Figure:
        """Totals of the run by mode."""
        figure = page(self.title, height=5.6)
        outcome = outcome_by_mode(results)
        if outcome.empty:
            return nothing(figure, "There was no factory in this run.")
        modes = [str(mode) for mode in outcome.index]
        panels = figure.subplots(2, 3, sharey=True)
        gmv, net = outcome["gmv"].to_numpy(), outcome["net_sales"].to_numpy()
        chain, own = outcome["chain_earnings"].to_numpy(), outcome["earnings"].to_numpy()
        _bars(panels[0, 0], modes, net, "Sales", "CNY: net sales (full), GMV (pale)", ("GMV", gmv))
        _bars(panels[0, 1], modes, own, "Earnings", "CNY: factory (full), chain (pale)",
              ("chain", chain))  # fmt: skip
        ratio = outcome["price_to_cost"].to_numpy()
        _bars(panels[0, 2], modes, ratio, "Price", "ratio: price paid to unit cost")
        for axes, name in zip(panels[1, :2], SHARES, strict=True):
            _bars(axes, modes, outcome[name].to_numpy(), *SHARES[name], told=percent)
        left = outcome["leftover_days"].to_numpy()
        _bars(panels[1, 2], modes, left, "Leftover stock", "days of mean sales")
        return figure


def _bars(
    axes: Axes,
    modes: list[str],
    values: Floats,
    heading: str,
    unit: str,
    behind: tuple[str, Floats] | None = None,
    told: Callable[[float], str] = short,
) -> None:
    """Horizontal bars in the colours of the modes, each with its number; `behind` are pale ones."""
    tidy(axes, heading=heading, grid="x")
    axes.set_xlabel(unit, fontsize=SMALL, color=INK)
    rows = np.arange(len(modes))
    colours = [mode_colour(mode) for mode in modes]
    name, wholes = behind or ("", values)
    if behind:
        thin = [pale(colour) for colour in colours]
        axes.barh(rows, np.nan_to_num(wholes), color=thin, height=0.72)
    axes.barh(rows, np.nan_to_num(values), color=colours, height=0.4 if behind else 0.72)
    axes.set_yticks(rows, [mode_name(mode) for mode in modes])
    axes.tick_params(axis="y", labelcolor=INK, labelsize=SMALL + 0.5)
    axes.xaxis.set_major_formatter(SHORT_TICKS if told is short else PERCENT_TICKS)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color="#9aa0aa", lw=0.8)
    if not axes.yaxis_inverted():
        axes.invert_yaxis()
    axes.margins(x=0.42 if behind else 0.24)
    for row, (value, whole) in enumerate(zip(values, wholes, strict=True)):
        tip = float(np.nanmax([0.0, value, whole])), row
        _number(axes, tip, told(value), INK, above=0.5 if behind else 0.0)
        if behind:
            _number(axes, tip, f"{name} {told(whole)}", GREY, above=-0.5)


def _number(axes: Axes, tip: tuple[float, float], words: str, colour: str, above: float) -> None:
    """Words to the right of a bar's tip, so many lines above its middle."""
    axes.annotate(
        words, tip, (4, above * 1.25 * SMALL),
        textcoords="offset points", va="center", fontsize=SMALL, color=colour,
    )  # fmt: skip
