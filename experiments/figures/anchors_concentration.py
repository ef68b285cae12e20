"""How unequal anchors are."""

from __future__ import annotations

from typing import final

import numpy as np
from matplotlib.figure import Figure

from core.inequality import gini
from experiments.figure import FigureKind
from experiments.style import (
    CHANNEL_COLOURS,
    GREY,
    INK,
    PALE,
    PERCENT_TICKS,
    SHORT_TICKS,
    SMALL,
    nothing,
    page,
    tidy,
)
from model.results import Results


@final
class AnchorsConcentration(FigureKind):
    """Lorenz curve and rank plot of the sales that anchors moved."""

    kind = "anchors_concentration"
    title = "Few anchors move most of what anchors sell"
    caption = (
        "Left: anchors in order from the smallest to the largest, and the share of all anchors' "
        "GMV (live and spillover, whole run) that they hold together. On the diagonal all would be "
        "equal; the Gini coefficient is twice the area between. Right: GMV by rank, both axes "
        "logarithmic: a straight line would be Zipf's law, a bend is closer to a log-normal."
    )

    def draw(self, results: Results) -> Figure:
        """GMV of the whole run by anchor."""
        frame = results.anchors
        sales = frame.groupby("anchor")["gmv"].sum() if len(frame) else None
        if sales is None or not sales.sum():
            return nothing(page("Sales by anchor"), "No anchor moved a sale in this run.")
        ranked = np.sort(sales.to_numpy(dtype=float))
        top = int(np.ceil(ranked.size / 10))
        share = ranked[ranked.size - top :].sum() / ranked.sum()
        figure = page(
            f"The top {top} of {ranked.size} anchors there ever were moved {100 * share:.0f} % of "
            "what anchors sold",
            height=4.8,
        )
        left, right = figure.subplots(1, 2)
        people = np.arange(ranked.size + 1) / ranked.size
        lorenz = np.concatenate([[0.0], np.cumsum(ranked) / ranked.sum()])
        colour = CHANNEL_COLOURS["live"]
        left.fill_between(people, people, lorenz, color=colour, alpha=0.14, lw=0)
        left.plot([0, 1], [0, 1], color=PALE, lw=1.5)
        left.plot(people, lorenz, color=colour, lw=2.2)
        left.text(0.06, 0.86, f"Gini {gini(ranked):.2f}", fontsize=13, color=INK, fontweight="bold")
        left.text(0.46, 0.52, "all equal", fontsize=SMALL, color=GREY, rotation=45, ha="center")
        tidy(left, "share of anchors, smallest first", "share of anchors' GMV", grid="both")
        left.xaxis.set_major_formatter(PERCENT_TICKS)
        left.yaxis.set_major_formatter(PERCENT_TICKS)
        left.set(xlim=(0, 1), ylim=(0, 1))
        left.set_aspect("equal")
        descending = ranked[::-1][ranked[::-1] > 0]
        rank = np.arange(1, descending.size + 1)
        right.loglog(rank, descending, "o", ms=5.5, color=colour, mec="white", mew=0.6)
        tidy(right, "rank of anchor", "GMV in the run [CNY]", grid="both")
        right.xaxis.set_major_formatter(SHORT_TICKS)
        right.yaxis.set_major_formatter(SHORT_TICKS)
        return figure
