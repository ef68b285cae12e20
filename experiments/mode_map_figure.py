"""The map of the winning mode, with the closed-form boundary on it (LC18, C35)."""

from __future__ import annotations

import math
from concurrent.futures import ProcessPoolExecutor
from itertools import product, repeat
from multiprocessing import get_context

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from core.arrays import Floats
from experiments.limits._seasons import DELAY_BEYOND_LEAD, MEAN, beyond_normal, live_one_season
from experiments.limits.mode_boundary import Values, boundary_delay
from experiments.mode_map import DELAY_BEYOND_LEAD as IN_FLOW
from experiments.mode_map import LEADS, MECHANISMS, MONEY, Boundary, boundary
from experiments.style import GREY, INK, legend, mode_colour, page, pale, tidy

HALF_LIVES = (4.0, 7.0, 12.0, 18.0, 26.0, 38.0, 55.0)  # day
DAYS_OF_LEAD = (1, 2, 4, 6, 9, 12, 16)
STOCK_SEEDS = 8  # markets for the stock makers' profit, which no cell moves
SHELVES = 80  # of a cell
SHOWN = (12.0, 24.0)  # half-lives at which boundaries are looked for
COLOURS = {
    "nothing else": INK,
    "word of mouth": "#CC79A7",
    "rank feedback": "#D55E00",
    "returns": "#56B4E9",
    "factories copy modes": GREY,
}
LABELS = {  # where, in points from the point at which of the half-lives
    "nothing else": (1, -10, 0, "nothing else: what is given up\nserves the next in line"),
    "word of mouth": (1, 16, 1, "word of mouth"),
    "rank feedback": (0, 26, 4, "rank feedback"),
    "returns": (0, 20, -10, "returns"),
    "factories copy modes": (0, 10, -14, "factories copy modes"),
}
MARGIN = MONEY.price - MONEY.cost - MONEY.premium  # margin of what is made to order [CNY]
LAST = LEADS[-1] + IN_FLOW


def mode_boundary(seed: int) -> Figure:
    """One season on the left; business that goes on, and what moves its boundary, on the right."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        stock = pool.map(_stock_profit, range(seed, seed + STOCK_SEEDS))
        cells = pool.map(_cell, product(DAYS_OF_LEAD, HALF_LIVES), repeat(seed))
        jobs = [(name, half_life) for half_life in SHOWN for name in MECHANISMS]
        found = list(pool.map(boundary, *zip(*jobs, strict=True), repeat(seed)))
        profits = np.array(list(stock))
        earned = np.array(list(cells)).reshape(len(DAYS_OF_LEAD), len(HALF_LIVES))
    told = "Made to order wins as long as buyers wait; the rest of the market widens its realm"
    figure = page(told, 10.4, 5.4)
    left, right = figure.subplots(1, 2)
    _map(figure, left, earned, profits)
    _moved(right, found)
    return figure


def _stock_profit(seed: int) -> float:
    """CNY a unit of the stock makers of one market, what luck their seasons had taken off."""
    season = live_one_season(MONEY, 10.0, 1, seed)
    known = (MONEY.price - MONEY.cost) * (season.demand - 1.0)
    return float((season.stock_profit - known).mean()) + beyond_normal(MONEY)


def _cell(place: tuple[int, float], seed: int) -> float:
    """CNY a unit of the makers to order at this lead and half-life."""
    lead, half_life = place
    season = live_one_season(MONEY, half_life, lead, seed, SHELVES)
    return MARGIN * float(season.kept.sum() / season.ordered.sum())


def _map(figure: Figure, axes: Axes, earned: Floats, profits: Floats) -> None:
    delays, gaps = np.array(DAYS_OF_LEAD) + DELAY_BEYOND_LEAD, earned - profits.mean()
    kept = earned / MARGIN
    of_share = MARGIN**2 * kept * (1.0 - kept) / (SHELVES * 2.0 * MEAN)
    error = 1.96 * np.sqrt(of_share + profits.var(ddof=1) / len(profits))
    order, stock = mode_colour("c2m"), mode_colour("odm")
    colours = LinearSegmentedColormap.from_list(
        "modes", [stock, pale(stock), "white", pale(order), order]
    )
    tidy(
        axes,
        "half-life of waiting [day]",
        "delay of what is made to order [day]",
        "One season",
        grid="",
    )
    shown = axes.pcolormesh(
        _edges(HALF_LIVES), _edges(delays), gaps, cmap=colours, vmin=-15, vmax=15
    )
    bar = figure.colorbar(shown, ax=axes, location="bottom", aspect=38, pad=0.02, extend="both")
    bar.set_label(
        "profit of made to order beyond stock [CNY a unit of expected demand]",
        fontsize=9,
        color=INK,
    )
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=9, colors=GREY, length=0)
    level = _break_even(gaps, delays)
    ends = [level - _break_even(gaps - error, delays), _break_even(gaps + error, delays) - level]
    axes.errorbar(
        HALF_LIVES, level, ends, fmt="o", ms=5, mfc="white", mec=INK, ecolor=INK, lw=1.0,
        label="the model breaks even (95 %)",
    )  # fmt: skip
    _law(axes)
    _scales(axes, delays[0] / 1.3, delays[-1] * 1.2)
    axes.text(0.05, 0.93, "stock", transform=axes.transAxes, fontsize=12, color=INK)
    axes.text(
        0.95, 0.05, "made to order", transform=axes.transAxes, fontsize=12, color=INK, ha="right"
    )
    legend(
        axes, loc="upper right", facecolor="white", frameon=True, edgecolor="none", framealpha=0.8
    )


def _edges(middles: Floats | tuple[float, ...]) -> Floats:
    """Edges of cells half-way between their middles on a log scale."""
    logs = np.log(np.asarray(middles, dtype=float))
    inner = (logs[1:] + logs[:-1]) / 2.0
    edges: Floats = np.exp(
        np.concatenate([[2 * logs[0] - inner[0]], inner, [2 * logs[-1] - inner[-1]]])
    )
    return edges


def _break_even(gaps: Floats, delays: Floats) -> Floats:
    """Delay at which both modes earn the same, between two that were tried; nan: not met."""
    level = []
    for column in gaps.T:
        below = np.flatnonzero(column <= 0.0)
        if not below.size or below[0] == 0:
            level.append(math.nan)
            continue
        k = int(below[0])
        share = column[k - 1] / (column[k - 1] - column[k])
        level.append(delays[k - 1] + share * (delays[k] - delays[k - 1]))
    return np.array(level)


def _law(axes: Axes) -> None:
    fine = np.geomspace(3.0, 75.0, 100)
    law = [boundary_delay(Values(MONEY, half_life)) for half_life in fine.tolist()]
    axes.plot(fine, law, color=INK, lw=1.6, label="closed form")


def _scales(axes: Axes, low: float, high: float) -> None:
    axes.set(xscale="log", yscale="log", xlim=_edges(HALF_LIVES)[[0, -1]], ylim=(low, high))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(FixedLocator((2, 3, 5, 7, 10, 14, 20, 30, 50)))
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter("{x:g}")


def _moved(axes: Axes, found: list[Boundary]) -> None:
    tidy(
        axes,
        "half-life of waiting [day]",
        "delay at which both earn the same [day]",
        "Week after week, switched on one at a time",
        grid="both",
    )
    _law(axes)
    _scales(axes, 2.0, 1.25 * LAST)
    axes.set_xlim(8.0, 44.0)
    axes.axhline(LAST, color=GREY, lw=0.8, ls=(0, (4, 3)))
    axes.annotate(
        "longer delays not tried",
        (8.0, LAST),
        (3, 4),
        textcoords="offset points",
        fontsize=9,
        color=GREY,
    )
    for place, (name, colour) in enumerate(COLOURS.items()):
        for which, one in enumerate(one for one in found if one.mechanism == name):
            x, at = one.half_life * 1.04 ** (place - 2), min(one.delay, LAST)
            axes.plot([x, x], [min(one.low, LAST), min(one.high, LAST)], color=colour, lw=1.4)
            axes.plot(x, at, "o" if at < LAST else "^", color=colour, ms=6)
            where, right, up, told = LABELS[name]
            if which == where:
                axes.annotate(
                    told, (x, at), (right, up), textcoords="offset points", color=colour,
                    fontsize=9.5, va="center" if right < 0 else "baseline",
                    ha="right" if right < 0 else "left",
                )  # fmt: skip
    axes.annotate(
        "closed form", (24.0, boundary_delay(Values(MONEY, 24.0))), (4, -14),
        textcoords="offset points", fontsize=9.5, color=INK,
    )  # fmt: skip
