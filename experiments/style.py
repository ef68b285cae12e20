"""How figures look: one colour a mode everywhere, safe for the colour-blind (Okabe & Ito 2008)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter

from core.arrays import Floats

INK, GREY, PALE, PAPER = "#222222", "#6b7280", "#d7dae0", "#ffffff"

MODE_COLOURS = {
    "brand_dealer": "#0072B2",
    "odm": "#E69F00",
    "c2m": "#009E73",
    "incubated": "#CC79A7",
}
OWN_MODE = "#7b4fa3"
MODE_NAMES = {
    "brand_dealer": "Brand & dealers",
    "odm": "ODM",
    "c2m": "C2M",
    "incubated": "Incubated brand",
}
CHANNEL_COLOURS = {"live": "#D55E00", "spillover": "#56B4E9", "shelf": "#9aa0aa"}
CHANNEL_NAMES = {"live": "live", "spillover": "spillover", "shelf": "shelf"}
FATE_COLOURS = {"kept": "#3f4a5a", "returned": "#F0E442", "cancelled": "#b9a44c", "open": PALE}

TITLE, LABEL, SMALL = 14.0, 10.5, 9.0  # pt


def mode_colour(mode: str) -> str:
    """The colour of a mode; one of the user's own is violet, which no other thing is."""
    return MODE_COLOURS.get(mode, OWN_MODE)


def mode_name(mode: str) -> str:
    """A mode as a reader would write it."""
    return MODE_NAMES.get(mode, mode.replace("_", " ").capitalize())


def in_order(modes: Iterable[str]) -> list[str]:
    """Modes as they are always listed: those of the house first, others by name."""
    known = list(MODE_COLOURS)
    return sorted(modes, key=lambda mode: (known.index(mode) if mode in known else 99, mode))


def page(title: str, width: float = 9.2, height: float = 5.2) -> Figure:
    """A white page with its heading; the axes are still to be put on it."""
    layout = ConstrainedLayoutEngine(h_pad=0.09, w_pad=0.07)
    figure = Figure(figsize=(width, height), dpi=150, facecolor=PAPER, layout=layout)
    figure.suptitle(title, x=0.012, ha="left", fontsize=TITLE, fontweight="bold", color=INK)
    return figure


def png(figure: Figure, dpi: float | None = None) -> bytes:
    """The page as a picture, at its own resolution if none is said; equal pages, equal bytes."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None}, dpi=dpi or "figure")
    return buffer.getvalue()


def write_png(figure: Figure, path: Path) -> Path:
    """The picture as a file, in a folder that is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png(figure))
    return path


def pale(colour: str, strength: float = 0.28) -> str:
    """The colour as it looks when thinned with white, but opaque."""
    red, green, blue = (1 - strength * (1 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


def tidy(axes: Axes, x: str = "", y: str = "", heading: str = "", grid: str = "y") -> Axes:
    """Labels, a light grid along one axis, and no box."""
    axes.set_xlabel(x, fontsize=LABEL, color=INK)
    axes.set_ylabel(y, fontsize=LABEL, color=INK)
    if heading:
        axes.set_title(heading, fontsize=LABEL + 0.5, loc="left", color=INK, pad=8)
    axes.tick_params(which="both", labelsize=SMALL, colors=GREY, length=0)
    for side in ("top", "right", "left" if grid == "y" else "bottom"):
        axes.spines[side].set_visible(False)
    for side in ("bottom", "left"):
        axes.spines[side].set_color(PALE)
    axes.set_axisbelow(True)
    if grid:
        axes.grid(axis="both" if grid == "both" else "y" if grid == "y" else "x", color="#eceef1")
    return axes


def legend(axes: Axes, **where: Any) -> None:
    """A legend without a box."""
    options: dict[str, Any] = {"frameon": False, "fontsize": SMALL, "labelcolor": INK} | where
    axes.legend(**options)


def short(value: float) -> str:
    """A number as read aloud: 1.2 M, 34 k, 560, 7.5, 0.04."""
    if not np.isfinite(value):
        return "n/a"
    for size, letter in ((1e9, " bn"), (1e6, " M"), (1e3, " k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def percent(value: float) -> str:
    """A share as a percentage."""
    return f"{100 * value:.1f} %" if np.isfinite(value) else "n/a"


SHORT_TICKS = FuncFormatter(lambda value, _: short(value))
PERCENT_TICKS = FuncFormatter(lambda value, _: f"{100 * value:g} %")


def nothing(figure: Figure, message: str) -> Figure:
    """What a figure says when there is nothing to draw."""
    empty(figure.add_subplot(), message)
    return figure


def empty(axes: Axes, message: str) -> None:
    """The same of one of its panels."""
    axes.set_axis_off()
    axes.text(
        0.5, 0.5, message, ha="center", va="center", fontsize=12, color=GREY,
        transform=axes.transAxes,
    )  # fmt: skip


def trailing(values: Floats, days: int = 7) -> Floats:
    """Mean of those that are numbers of the `days` up to each: it knows nothing of what follows."""
    known = np.isfinite(values)
    last = np.arange(1, values.size + 1)
    first = np.maximum(last - days, 0)
    total, count = (
        np.cumsum(np.concatenate([[0.0], part])) for part in (np.where(known, values, 0.0), known)
    )
    there = count[last] - count[first]
    mean: Floats = np.where(
        there > 0, (total[last] - total[first]) / np.maximum(there, 1.0), np.nan
    )
    return mean


def smooth(values: Floats, days: int = 7) -> Floats:
    """Centred moving mean over a week, over fewer days at the ends."""
    weights = np.ones(min(days, max(values.size, 1)))
    total = np.convolve(values, weights, mode="same")
    mean: Floats = total / np.convolve(np.ones(values.size), weights, mode="same")
    return mean
