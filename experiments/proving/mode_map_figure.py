"""The map of the winning mode, with the closed-form boundary on it (LC18, C35)."""

from __future__ import annotations

import math
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from multiprocessing import get_context

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from core.arrays import Floats
from experiments.limits.mode_boundary import boundary_delay
from experiments.proving.mode_map import (
    HALF_LIVES,
    MECHANISMS,
    MONEY,
    Mechanism,
    break_even,
    column,
    delays,
    over_seeds,
)
from experiments.style import GREY, INK, mode_colour, page, pale, tidy
from experiments.summary import Interval

SEEDS = 4  # markets that each boundary is looked for in
NARROWEST, WIDEST = 0.025, 20.0  # times as long that are shown
FURTHEST = 15.0  # CNY a unit at which colours end
MODES = LinearSegmentedColormap.from_list(
    "modes",
    [mode_colour("odm"), pale(mode_colour("odm")), "white", pale(mode_colour("c2m")),
     mode_colour("c2m")],
)  # fmt: skip
BY_WEIGHT = Normalize(-FURTHEST, FURTHEST)


@dataclass(frozen=True)
class Seen:
    """What the markets with one mechanism showed."""

    mechanism: Mechanism
    gaps: Floats  # CNY a unit that made to order is ahead [leads, half-lives]
    ends: Floats  # day at which it no longer is [seeds, half-lives]; 0: never ahead, inf: always

    def moved(self, other: Floats) -> Interval:
        """How many times as long as this other boundary, where all seeds meet both.

        If they nowhere do, from the least on or up to the most that the map has room for, at the
        half-life where it has the most room.
        """
        known = np.all(np.isfinite(other) & (other > 0.0), axis=0)
        met = known & np.all(np.isfinite(self.ends) & (self.ends > 0.0), axis=0)
        if met.any():
            found = over_seeds(np.exp(np.log(self.ends[:, met] / other[:, met]).mean(axis=1)))
            assert found is not None
            return found
        times = np.clip(self.ends, *delays()[[0, -1]])[:, known] / other[:, known]
        if np.isinf(self.ends).any():
            return Interval(np.inf, float(times[:, 0].min()), np.inf)
        return Interval(0.0, 0.0, float(times[:, -1].max()))


def mode_boundary(seed: int) -> Figure:
    """A map for each mechanism that is switched on, and how far each moves the boundary."""
    return draw(run(seed))


def run(seed: int) -> list[Seen]:
    """Live all markets: the map at the first seed, boundaries at all."""
    jobs = list(product(MECHANISMS, range(seed, seed + SEEDS), HALF_LIVES))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = list(
            pool.map(column, *zip(*[(m, h, s, s == seed) for m, s, h in jobs], strict=True))
        )
    columns = np.array(found).reshape(len(MECHANISMS), SEEDS, len(HALF_LIVES), -1)
    return [
        Seen(one, own[0].T, np.array([[break_even(delays(), c) for c in each] for each in own]))
        for one, own in zip(MECHANISMS, columns, strict=True)
    ]


def draw(seen: list[Seen]) -> Figure:
    """The page."""
    figure = page(_headline(seen), 12.6, 7.0)
    axes = figure.subplot_mosaic("012m;345m", width_ratios=(1.0, 1.0, 1.0, 0.95))
    maps = [axes[str(place)] for place in range(len(seen))]
    for place, one in enumerate(seen):
        _map(maps[place], one, left=place % 3 == 0, bottom=place >= 3)
    _label(maps[0])
    bar = figure.colorbar(
        ScalarMappable(BY_WEIGHT, MODES), ax=maps, location="bottom", aspect=60, pad=0.02,
        shrink=0.8, extend="both",
    )  # fmt: skip
    bar.set_label(
        "profit of made to order beyond that of stock [CNY a unit of expected demand];   "
        f"dots: where a market breaks even, 95 % t-intervals over {len(seen[0].ends)} seeds",
        fontsize=9.5,
        color=INK,
    )
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=9, colors=GREY, length=0)
    _moved(axes["m"], seen)
    return figure


def _law(half_life: float) -> float:
    return boundary_delay(MONEY, half_life)


def _in_flow(half_life: float) -> float:
    """The boundary if a piece that is given up serves the next in line, day after day.

    As many wait as are in the making: the share k kept has (1 - k)/k = L ln 2/h, not 2^(-L/h).
    """
    kept = 2.0 ** (-_law(half_life) / half_life)
    return float(half_life / math.log(2.0) * (1.0 / kept - 1.0))


def _map(axes: Axes, seen: Seen, left: bool, bottom: bool) -> None:
    tidy(
        axes,
        "half-life of waiting [day]" if bottom else "",
        "delay of what is\nmade to order [day]" if left else "",
        grid="",
    )
    _heading(axes, seen.mechanism.name, seen.mechanism.told)
    x, y = _edges(np.array(HALF_LIVES)), _edges(delays())
    axes.pcolormesh(x, y, seen.gaps, cmap=MODES, norm=BY_WEIGHT)
    fine = np.geomspace(x[0], x[-1], 50)
    axes.plot(fine, [_law(h) for h in fine.tolist()], color=INK, lw=1.6)
    for half_life, ends in zip(HALF_LIVES, seen.ends.T, strict=True):
        at = over_seeds(ends)
        if at:
            axes.errorbar(
                half_life, at.middle, [[at.middle - at.low], [at.high - at.middle]], fmt="o",
                ms=5, mfc="white", mec=INK, ecolor=INK, lw=1.2, clip_on=True,
            )  # fmt: skip
    if np.isinf(seen.ends).all() or not seen.ends.any():
        who = "made to order" if seen.ends.any() else "stock"
        place = ("right", 0.97, 0.06, "bottom") if seen.ends.any() else ("left", 0.03, 0.94, "top")
        _say(axes, f"{who} earns more\nwherever tried", *place)
    axes.set(xscale="log", yscale="log", xlim=x[[0, -1]], ylim=y[[0, -1]])
    for axis, ticks in ((axes.xaxis, HALF_LIVES), (axes.yaxis, delays())):
        axis.set_major_locator(FixedLocator([round(tick, 1) for tick in ticks]))
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter("{x:g}")


def _edges(middles: Floats) -> Floats:
    """Edges of cells half-way between their middles on a log scale."""
    logs = np.log(middles)
    inner = (logs[1:] + logs[:-1]) / 2.0
    edges: Floats = np.exp(
        np.concatenate([[2 * logs[0] - inner[0]], inner, [2 * logs[-1] - inner[-1]]])
    )
    return edges


def _label(axes: Axes) -> None:
    """What the signs of all maps mean, told once."""
    _say(axes, "stock earns more", "left", 0.03, 0.96, "top")
    _say(axes, "made to order\nearns more", "right", 0.96, 0.06, "bottom")
    axes.annotate(
        "closed form", (13.0, _law(13.0)), (6, -10), textcoords="offset points", fontsize=9.5,
        color=INK,
    )  # fmt: skip
    ends = np.array(axes.get_xlim())
    axes.plot(ends, [_in_flow(end) for end in ends.tolist()], color=INK, lw=1.0, ls=(0, (3, 3)))
    axes.annotate(
        "if what is given up\nserves the next in line", (25.0, _in_flow(25.0)), (-36, 36),
        textcoords="offset points", fontsize=8.5, color=INK, ha="center", va="center",
        arrowprops={"arrowstyle": "-", "lw": 0.6, "color": GREY},
    )  # fmt: skip


def _say(axes: Axes, told: str, ha: str, x: float, y: float, va: str) -> None:
    """Words in a corner."""
    axes.text(x, y, told, ha=ha, va=va, transform=axes.transAxes, fontsize=9.5, color=INK)


def _moved(axes: Axes, seen: list[Seen]) -> None:
    """Break-even delay over that with nothing else, in the same markets, on a log scale."""
    told = "break-even delay, times that of\nnothing else (of the closed form\nin the first row)"
    tidy(axes, told, grid="x")
    axes.xaxis.label.set_fontsize(9.5)
    _heading(axes, "How far it moves", f"95 % t-intervals, {len(seen[0].ends)} seeds")
    axes.axvline(1.0, color=INK, lw=1.6)
    low, high = NARROWEST, WIDEST
    for y, (one, at) in enumerate(zip(seen, _all_moved(seen), strict=True)):
        axes.text(low * 1.08, y - 0.24, one.mechanism.name, fontsize=9.5, color=INK)
        ends = max(at.low, low * 1.15), min(at.high, high / 1.15)
        axes.plot(ends, (y, y), color=INK if low < at.middle < high else GREY, lw=1.4)
        label, where, x = f"{at.middle:.2f}", at.high, 6
        if at.middle > high:
            label, where, x = f"beyond {at.low:.1f}", 1.0, -5
            axes.plot(ends[1], y, ">", ms=6, color=GREY)
        elif at.middle < low:
            label, where, x = f"below {at.high:.2f}", 1.0, 5
            axes.plot(ends[0], y, "<", ms=6, color=GREY)
        else:
            axes.plot(at.middle, y, "o", ms=6, mfc="white", mec=INK)
        axes.annotate(
            label, (where, y), (x, -3), fontsize=9, textcoords="offset points", color=GREY,
            ha="right" if x < 0 else "left",
        )  # fmt: skip
    axes.set(xscale="log", xlim=(low, high), ylim=(len(seen) - 0.5, -0.6), yticks=[])
    axes.xaxis.set_major_locator(FixedLocator((0.1, 1.0, 10.0)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter("{x:g}")


def _all_moved(seen: list[Seen]) -> list[Interval]:
    """Nothing else against the closed form, the others against nothing else."""
    base, *others = seen
    law = np.broadcast_to([_law(half_life) for half_life in HALF_LIVES], base.ends.shape)
    return [base.moved(law), *(one.moved(base.ends) for one in others)]


def _headline(seen: list[Seen]) -> str:
    """What the markets showed: who is favoured by more than luck, against nothing else."""
    found = list(zip(seen, _all_moved(seen), strict=True))[1:]
    wider = [one.mechanism.name for one, at in found if at.low > 1.0]
    narrower = [one.mechanism.name for one, at in found if at.high < 1.0]
    told = [
        f"{whom} from {_listed(names)}"
        for names, whom in ((wider, "made to order"), (narrower, "stock"))
        if names
    ]
    first = "; ".join(told).replace(" from ", " gains from ", 1)
    return first[:1].upper() + first[1:] or "Nothing moves the boundary by more than luck"


def _listed(names: list[str]) -> str:
    lower = [name.lower() for name in names]
    return " and ".join(filter(None, (", ".join(lower[:-1]), lower[-1])))


def _heading(axes: Axes, name: str, told: str) -> None:
    axes.set_title(name, fontsize=11.5, loc="left", color=INK, pad=19, weight="bold")
    axes.annotate(
        told, (0.0, 1.0), (0, 5), xycoords="axes fraction", textcoords="offset points", fontsize=9,
        color=GREY,
    )  # fmt: skip
