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
from experiments.mode_map import (
    HALF_LIVES,
    MECHANISMS,
    MONEY,
    Interval,
    Mechanism,
    break_even,
    column,
    delays,
    over_seeds,
)
from experiments.style import GREY, INK, mode_colour, page, pale, tidy

SEEDS = 4  # markets that each boundary is looked for in
NARROWEST, WIDEST = 0.08, 20.0  # times the closed form's delay that are shown
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
        """How many times as long, where all seeds meet this boundary and the other one.

        If they nowhere do, from the least that was met on, or up to the most.
        """
        met = np.all(np.isfinite(self.ends) & np.isfinite(other), axis=0)
        met &= np.all((self.ends > 0.0) & (other > 0.0), axis=0)
        if met.any():
            found = over_seeds(np.exp(np.log(self.ends[:, met] / other[:, met]).mean(axis=1)))
            assert found is not None
            return found
        first, last = _law(HALF_LIVES[0]), _law(HALF_LIVES[-1])
        if np.isinf(self.ends).any():
            return Interval(np.inf, min(self.ends[:, 0].min(), delays()[-1]) / first, np.inf)
        return Interval(0.0, 0.0, max(self.ends[:, -1].max(), delays()[0]) / last)


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
        Seen(
            mechanism,
            own[0].T,
            np.array([[break_even(delays(), one) for one in market] for market in own]),
        )
        for mechanism, own in zip(MECHANISMS, columns, strict=True)
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
        axes.text(
            0.5, 0.5, f"{who} earns more\nwherever tried", transform=axes.transAxes, fontsize=10,
            color=INK, ha="center", va="center",
        )  # fmt: skip
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
    axes.text(0.03, 0.96, "stock earns more", transform=axes.transAxes, fontsize=9.5, va="top")
    axes.text(
        0.96, 0.06, "made to order\nearns more", transform=axes.transAxes, fontsize=9.5, ha="right"
    )
    axes.annotate(
        "closed form", (16.0, _law(16.0)), (6, -10), textcoords="offset points", fontsize=9.5,
        color=INK,
    )  # fmt: skip
    ends = np.array(axes.get_xlim())
    axes.plot(ends, [_in_flow(end) for end in ends.tolist()], color=INK, lw=1.0, ls=(0, (3, 3)))
    axes.annotate(
        "if what is given up\nserves the next in line", (25.0, _in_flow(25.0)), (-36, 36),
        textcoords="offset points", fontsize=8.5, color=INK, ha="center", va="center",
        arrowprops={"arrowstyle": "-", "lw": 0.6, "color": GREY},
    )  # fmt: skip


def _moved(axes: Axes, seen: list[Seen]) -> None:
    """Break-even delay over that with nothing else, in the same markets, on a log scale."""
    tidy(axes, "break-even delay, times as long;\nfirst row: than the closed form's", grid="x")
    _heading(axes, "How far it moves", f"95 % t-intervals, {len(seen[0].ends)} seeds")
    axes.axvline(1.0, color=INK, lw=1.6)
    low, high = NARROWEST, WIDEST
    for y, (one, at) in enumerate(zip(seen, _all_moved(seen), strict=True)):
        axes.text(low * 1.08, y - 0.24, one.mechanism.name, fontsize=9.5, color=INK)
        ends = max(at.low, low * 1.15), min(at.high, high / 1.15)
        axes.plot(ends, (y, y), color=INK if low < at.middle < high else GREY, lw=1.4)
        right = at.middle > high
        if right or at.middle < low:
            axes.plot(ends[right], y, ">" if right else "<", ms=6, color=GREY)
            told = f"beyond {at.low:.1f}" if right else f"below {at.high:.2f}"
            axes.annotate(
                told, (ends[1 - right], y), (-4 if right else 6, -3), fontsize=9,
                textcoords="offset points", ha="right" if right else "left", color=GREY,
            )  # fmt: skip
        else:
            axes.plot(at.middle, y, "o", ms=6, mfc="white", mec=INK)
            axes.annotate(
                f"{at.middle:.2f}", (at.high, y), (6, -3), textcoords="offset points", fontsize=9,
                color=GREY,
            )  # fmt: skip
    axes.set(xscale="log", xlim=(low, high), ylim=(len(seen) - 0.5, -0.6), yticks=[])
    axes.xaxis.set_major_locator(FixedLocator((0.1, 0.3, 1.0, 3.0, 10.0)))
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
    axes.text(0.0, 1.025, told, transform=axes.transAxes, fontsize=9, color=GREY)
