"""The busiest session of the run, minute by minute, or slot by slot if it was a quiet one."""

from __future__ import annotations

from typing import final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from core.units import MOMENT_SECONDS
from experiments.figure import FigureKind
from experiments.style import CHANNEL_COLOURS, GREY, INK, SMALL, nothing, page, tidy
from model.results import Results

SLOT = MOMENT_SECONDS / 60  # minutes of a pitch
LONG = 40.0  # minutes: shorter sessions are counted in ten seconds, not in minutes
FEW = 300  # orders: below, a bar of a minute says nothing, and bars are slots

# minutes of a bar -> (label of the axis, name of a bar)
BARS = {
    SLOT: (f"orders per pitch of {SLOT:g} min", "pitch"),
    1.0: ("orders per minute", "minute"),
    1 / 6: ("orders per 10 s", "ten seconds"),
}


def bar_minutes(orders: int, length: float) -> float:
    """Minutes that a bar stands for: fine enough to show a pulse, wide enough to hold orders."""
    if orders < FEW:
        return SLOT
    return 1.0 if length > LONG else 1 / 6


@final
class SessionMinutes(FigureKind):
    """Orders as they came in, and the moments at which products sold out."""

    kind = "session_minutes"
    title = "The busiest live session"
    caption = (
        "Above: orders that came in while the session with the most live orders of the run was on "
        "the air. Faint bands are pitches of five minutes. Each pitch sets off impulses that fade "
        "within the hour; in a large market orders are seen to rise with it and thin out after it, "
        "in a small one a few orders show no such shape. Below: the same orders added "
        "up; a diamond marks the moment at which the last unit of a product went."
    )

    def draw(self, results: Results) -> Figure:
        """Events are exact to the second; bars only bin them."""
        busiest = results.busiest
        if busiest is None or busiest.events.empty:
            return nothing(page(self.title), "No order was placed during a live session.")
        figure = page(
            f"{self.title}: anchor {busiest.anchor}, day {busiest.day}, {busiest.orders:,} orders"
        )
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[1.25, 1])
        events = busiest.events
        length = (busiest.end - busiest.start) / 60
        orders = events.loc[~events["sold_out"], "second"].to_numpy() / 60
        gone = events.loc[events["sold_out"], "second"].to_numpy() / 60
        step = bar_minutes(orders.size, length)
        label, bar = BARS[step]
        edges = np.arange(0, length + step, step)
        for axes in (upper, lower):
            for pitch in np.arange(0, length, 2 * SLOT):
                axes.axvspan(pitch, min(pitch + SLOT, length), color="#f6f7f9", lw=0)
        colour = CHANNEL_COLOURS["live"]
        busy = upper.hist(orders, edges, color=colour, rwidth=0.86)[0]
        upper.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        tidy(upper, y=label)
        when = np.concatenate(([0.0], orders, [length]))
        so_far = np.append(np.arange(orders.size + 1), orders.size)
        lower.fill_between(when, so_far, step="post", color=colour, alpha=0.14, lw=0)
        lower.step(when, so_far, where="post", color=colour, lw=1.8)
        if gone.size:
            height = np.searchsorted(orders, gone, side="right")
            lower.plot(gone, height, "D", color=INK, ms=6.5, mec="white", mew=1.2, label="sold out")
            upper.plot(gone, np.zeros(gone.size), "D", color=INK, ms=6.5, mec="white", mew=1.2,
                       clip_on=False, zorder=5)  # fmt: skip
            lower.legend(frameon=False, fontsize=SMALL, loc="upper left")
        tidy(lower, "minutes since the session began", "orders so far")
        lower.set_xlim(0, length)
        lower.set_ylim(bottom=0)
        best = int(busy.argmax())
        upper.margins(y=0.12)
        upper.annotate(
            f"best {bar}: {busy[best]:.0f} orders", (edges[best], busy[best]), (0, 3),
            textcoords="offset points", fontsize=SMALL, color=GREY, va="bottom",
            ha="left" if edges[best] < length / 2 else "right",
        )  # fmt: skip
        return figure
