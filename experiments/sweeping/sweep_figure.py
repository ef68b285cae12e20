"""What a sweep found, as intervals: a panel a number, a row a configuration or context."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.style import INK, SHORT_TICKS, nothing, page, png, tidy

PANELS, ROWS = 4, 40  # most that can be read


def summary_png(found: pd.DataFrame, title: str) -> bytes:
    """The figure of a summary; equal summaries give equal bytes."""
    return png(summary_figure(found, title), dpi=110)


def summary_figure(found: pd.DataFrame, title: str) -> Figure:
    """Means, or differences of pairs, with their intervals."""
    if found.empty:
        return nothing(page(title), "No run is finished.")
    centre = "difference" if "difference" in found else "mean"
    metrics = list(dict.fromkeys(found["metric"]))[:PANELS]
    first = found[found["metric"] == metrics[0]].head(ROWS)
    figure = page(title, height=1.2 + 0.24 * max(len(first), 4))
    panels = figure.subplots(1, len(metrics), squeeze=False, sharey=True)[0]
    for axes, metric in zip(panels, metrics, strict=True):
        _panel(axes, found[found["metric"] == metric].head(ROWS), centre, str(metric))
    panels[0].set_yticks(range(len(first)), _names(first))
    return figure


def _panel(axes: Axes, rows: pd.DataFrame, centre: str, metric: str) -> None:
    tidy(axes, heading=metric if centre == "mean" else f"{metric}, b less a", grid="x")
    places = range(len(rows))
    axes.hlines(places, rows["low"], rows["high"], color="#0072B2", lw=4)
    axes.plot(rows[centre], places, "o", color=INK, ms=3)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.xaxis.set_major_formatter(SHORT_TICKS)


def _names(rows: pd.DataFrame) -> list[str]:
    """Rows by what varies: a label if there is one, else the columns of factors."""
    if "name" in rows:
        return [str(name) for name in rows["name"]]
    factors = [str(name) for name in rows.columns if "." in str(name) or name == "scenario"]
    if not factors:
        return [str(value) for value in rows.iloc[:, 0]]
    return [
        ", ".join(f"{value:.3g}" if isinstance(value, float) else str(value) for value in row)
        for row in rows[factors].itertuples(index=False)
    ]
