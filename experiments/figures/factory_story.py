"""One factory of each mode: what was wanted, what it expected, what it held."""

from __future__ import annotations

from typing import final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figure import FigureKind
from experiments.style import (
    GREY,
    INK,
    SMALL,
    in_order,
    legend,
    mode_colour,
    mode_name,
    nothing,
    page,
    smooth,
    tidy,
)
from model.results import Results


@final
class FactoryStory(FigureKind):
    """The factory with the most sales of each mode, day by day."""

    kind = "factory_story"
    title = "A factory of each mode, day by day"
    caption = (
        "For each mode, the factory with the highest GMV. Above: units wanted on each day (pale), "
        "their mean over a week (full line) and the forecast its strategy worked with (dotted). "
        "It is a forecast of what the factory is asked for: by buyers, and of a brand by its "
        "dealers, who order to fill up their stocks, not what is wanted that day. "
        "A forecast that trails the line is late, one that swings more is nervous. Below: stock "
        "in the warehouse, with the dealers' on top (paler) where there are dealers; dots on the "
        "floor mark days on which buyers were turned away."
    )

    def draw(self, results: Results) -> Figure:
        """Modes that exist on the last day, by the factory's mode then."""
        figure = page(self.title, width=9.8, height=5.2)
        frame = results.factories
        if frame.empty:
            return nothing(figure, "There was no factory in this run.")
        last = frame[frame["day"] == frame["day"].max()].set_index("factory")["mode"].astype(str)
        sales = frame.groupby("factory")["gmv"].sum()
        modes = in_order(last.unique())
        panels = figure.subplots(2, len(modes), squeeze=False, sharex=True, height_ratios=[1.3, 1])
        for column, mode in enumerate(modes):
            factory = sales[last[last == mode].index].idxmax()
            mine = frame[frame["factory"] == factory].sort_values("day")
            category = mine["category"].iloc[-1]
            heading = f"{mode_name(mode)}\nfactory {factory}, {category}"
            _demand(panels[0, column], mine, mode_colour(mode), heading)
            _stock(panels[1, column], mine, mode_colour(mode))
        panels[0, 0].set_ylabel("units a day", fontsize=SMALL + 1, color=INK)
        panels[1, 0].set_ylabel("units in stock", fontsize=SMALL + 1, color=INK)
        legend(panels[0, 0], loc="upper left", handlelength=1.6)
        return figure


def _demand(axes: Axes, mine: pd.DataFrame, colour: str, heading: str) -> None:
    day, demand = mine["day"].to_numpy(), mine["demand"].to_numpy(dtype=float)
    tidy(axes, heading=heading)
    axes.bar(day, demand, width=1.0, color=colour, alpha=0.22, lw=0)
    axes.plot(day, smooth(demand), color=colour, lw=2, label="wanted")
    axes.plot(day, mine["forecast"], color=INK, lw=1.3, ls=(0, (1, 1.2)), label="forecast")
    high = min(2.2 * float(smooth(demand).max()), 1.15 * float(demand.max()))
    axes.set_ylim(0, max(high, 1.1 * float(mine["forecast"].max()), 1.0))


def _stock(axes: Axes, mine: pd.DataFrame, colour: str) -> None:
    day, own = mine["day"].to_numpy(), mine["warehouse"].to_numpy(dtype=float)
    chain = mine["chain_stock"].to_numpy(dtype=float)
    tidy(axes, "day")
    axes.fill_between(day, own, color=colour, alpha=0.55, lw=0)
    if chain.any():
        axes.fill_between(day, own, own + chain, color=colour, alpha=0.22, lw=0)
        axes.text(
            day[-1], (own + chain / 2)[-1], "dealers ", ha="right", va="center",
            fontsize=SMALL, color=GREY,
        )  # fmt: skip
    out = day[mine["stockout"].to_numpy(dtype=bool)]
    if out.size:  # an empty line that is not clipped would upset the layout
        axes.plot(out, out * 0.0, ".", color=INK, ms=3, clip_on=False, zorder=4)
    axes.set_ylim(bottom=0)
    axes.locator_params(axis="x", nbins=4, integer=True)
