"""Pictures of a calibration: targets hit and missed, and the ranges that are left."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.calibrating.posterior import Posterior
from experiments.calibrating.target import Target
from experiments.style import GREY, INK, PALE, SMALL, legend, page, tidy

OFF = 6.0  # strains beyond this are drawn at the edge
BINS = 24
INSIDE, OUTSIDE = "#009E73", "#D55E00"


def draw_targets(targets: tuple[Target, ...], table: pd.DataFrame) -> Figure:
    """Each target on one scale: 0 is the base of the sources, -2 and 2 the ends of their range."""
    figure = page("Targets of the calibration", height=1.4 + 0.24 * len(targets))
    axes = tidy(figure.add_subplot(), "distance from the base, half ranges x 2", grid="x")
    axes.axvspan(-2, 2, color="#eef3f0", zorder=0)
    rows = np.arange(len(targets))[::-1]
    before = [_edge(t.strain(v)) for t, v in zip(targets, table["before"], strict=True)]
    now = [_edge(t.strain(v)) for t, v in zip(targets, table["simulated"], strict=True)]
    colours = [INSIDE if inside else OUTSIDE for inside in table["inside"]]
    axes.hlines(rows, before, now, color=PALE, linewidth=1.5, zorder=1)
    axes.scatter(before, rows, color=GREY, s=14, zorder=2, label="before")
    axes.scatter(now, rows, c=colours, s=30, zorder=3, label="calibrated")
    names = [f"{t.name.replace('_', ' ')} ({t.grade})" for t in targets]
    axes.set_yticks(rows, names, fontsize=SMALL, color=INK)
    axes.set_xlim(-OFF - 0.4, OFF + 0.4)
    legend(axes, loc="lower right")
    return figure


def draw_posterior(found: Posterior) -> Figure:
    """Marginals of the parameters that would do, over the ranges in which they were sought."""
    names = found.ranges["parameter"].tolist()
    columns = 3
    height = -(-len(names) // columns)
    figure = page("What the targets leave open", height=1.0 + 1.6 * height)
    for place, name in enumerate(names):
        row = found.ranges.iloc[place]
        axes = tidy(figure.add_subplot(height, columns, place + 1), heading=name, grid="")
        edges = np.linspace(row["from"], row["to"], BINS + 1).tolist()
        axes.hist(found.points[name], bins=edges, weights=found.points["weight"], color=INSIDE)
        axes.axvline(row["median"], color=INK, linewidth=1)
        axes.set_xlim(row["from"], row["to"])
        axes.set_yticks([])
        axes.title.set_fontsize(SMALL)
    return figure


def _edge(strain: float) -> float:
    return float(np.clip(strain, -OFF, OFF)) if np.isfinite(strain) else OFF
