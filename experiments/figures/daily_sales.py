"""Orders and money over time."""

from __future__ import annotations

from typing import final

import numpy as np
from matplotlib.figure import Figure

from experiments.figure import FigureKind
from experiments.style import (
    CHANNEL_COLOURS,
    CHANNEL_NAMES,
    INK,
    PALE,
    SHORT_TICKS,
    legend,
    nothing,
    page,
    smooth,
    tidy,
)
from model.results import Results


@final
class DailySales(FigureKind):
    """By channel above, gross and net below."""

    kind = "daily_sales"
    title = "Orders and sales over time"
    caption = (
        "Above: orders a day by the door they came through, mean over a week: live, while the "
        "session ran; spillover, moved by an anchor but placed later in the ordinary shop; shelf, "
        "deliberate purchases. Below: gross merchandise value and what remains of it after the "
        "orders cancelled and sent back on the same day; thin lines are single days."
    )

    def draw(self, results: Results) -> Figure:
        """Stacked areas, then two lines."""
        days = results.days
        figure = page(self.title)
        if days.empty or not days["orders"].sum():
            return nothing(figure, "Nobody ordered in this run.")
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[1.2, 1])
        day = days["day"].to_numpy()
        parts = {
            channel: smooth(days[f"orders_{channel}"].to_numpy(dtype=float))
            for channel in reversed(CHANNEL_COLOURS)
        }
        upper.stackplot(
            day, np.stack(list(parts.values())), colors=[CHANNEL_COLOURS[part] for part in parts],
            labels=[CHANNEL_NAMES[part] for part in parts], lw=0.6, edgecolor="white",
        )  # fmt: skip
        tidy(upper, y="orders a day")
        legend(upper, loc="upper left", bbox_to_anchor=(1.0, 1.0), reverse=True)
        for name, colour, label in (("gmv", "#9aa0aa", "GMV"), ("net_sales", INK, "net sales")):
            values = days[name].to_numpy(dtype=float)
            lower.plot(day, values, color=colour, lw=0.6, alpha=0.45)
            lower.plot(day, smooth(values), color=colour, lw=2.2, label=label)
        lower.axhline(0, color=PALE, lw=0.8)
        tidy(lower, "day", "CNY a day")
        legend(lower, loc="upper left", bbox_to_anchor=(1.0, 1.0))
        for axes in (upper, lower):
            axes.yaxis.set_major_formatter(SHORT_TICKS)
            axes.margins(x=0)
        upper.set_ylim(bottom=0)
        return figure
