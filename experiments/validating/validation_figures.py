"""Pictures of docs/validation.md: predictions against the field, forecasts of real demand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.style import (
    GREY,
    INK,
    MODE_COLOURS,
    SMALL,
    legend,
    mode_colour,
    mode_name,
    page,
    tidy,
)
from experiments.validating.prediction import HIT, SimulatedResult
from experiments.validating.real_demand import LEADS

ROOM = 0.35  # of the width on either side


def draw_predictions(answers: Sequence[SimulatedResult]) -> Figure:
    """A panel a prediction: the field's range in grey, the model's mean and interval."""
    rows = -(-len(answers) // 3)
    figure = page("Held out, then predicted", height=1.0 + 1.15 * rows)
    for place, answer in enumerate(answers):
        asked = answer.asked
        heading = f"{asked.name.replace('_', ' ')} ({asked.source}): {answer.outcome}"
        axes = tidy(figure.add_subplot(rows, 3, place + 1), heading=heading, grid="x")
        axes.title.set_fontsize(SMALL)
        ends = [answer.low, answer.high, 0.0]
        ends += [end for end in (asked.low, asked.high) if np.isfinite(end)]
        room = ROOM * (max(ends) - min(ends))
        left, right = min(ends) - room, max(ends) + room
        axes.axvspan(max(asked.low, left), min(asked.high, right), color="#e4ece8")
        axes.axvline(0, color=GREY, linewidth=0.8)
        colour = "#009E73" if answer.outcome == HIT else "#D55E00"
        axes.plot([answer.low, answer.high], [0, 0], color=colour, linewidth=2.5)
        axes.plot([answer.mean], [0], "o", color=colour)
        axes.set_xlim(left, right)
        axes.set_yticks([])
    return figure


def draw_demand(table: pd.DataFrame) -> Figure:
    """Forecast error by lead, and what it costs: demand lost against stock held."""
    figure = page("Four ways to meet the weekly demand of real products", width=10.2, height=4.6)
    errors = tidy(figure.add_subplot(1, 2, 1), "weeks ahead", "absolute error per unit sold")
    costs = tidy(figure.add_subplot(1, 2, 2), "stock held [days of sales]", "demand lost")
    for row in table.to_dict("records"):
        mode = str(row["mode"])
        known = mode in MODE_COLOURS
        values = [row[f"wape_{k}"] for k in LEADS]
        errors.plot(
            LEADS, values, "o-" if known else "--", label=mode_name(mode) if known else mode,
            color=mode_colour(mode) if known else GREY,
        )  # fmt: skip
        if known:
            costs.plot(row["stock_days"], row["lost"], "o", color=mode_colour(mode), markersize=9)
            costs.annotate(
                f"{mode_name(mode)}\nwait {row['wait_days']:.1f} d",
                (row["stock_days"], row["lost"]),
                xytext=(7, 4), textcoords="offset points", fontsize=SMALL, color=INK,
            )  # fmt: skip
    costs.set_xscale("symlog", linthresh=1)
    costs.set_xlim(0, float(table["stock_days"].max()) * 4)
    errors.set_ylim(0)
    legend(errors, loc="lower right")
    return figure
