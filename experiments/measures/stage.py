"""The stage: how long sessions and visits are, and how unequal the anchors."""

from __future__ import annotations

from typing import final

import numpy as np

from core.arrays import Floats
from core.units import HOUR_SECONDS
from experiments.grouping import Groups, rows_of, those
from experiments.measure import Measure, mean
from model.results import Results
from model.watching.metric import Column, ratio

RANKED = 30  # anchors in the fit of the rank law: below them lie newcomers and those who give up
SUMMED = ("openers", "visits", "exposures", "orders_live", "orders_spillover")  # over the days
COLUMNS = {
    "session_hours": Column("h", "mean length of a free anchor's session"),
    "visit_seconds": Column("s", "mean time watched per room visit"),
    "visits_per_viewer": Column("visits/viewer-day", "room visits per opener"),
    "viewer_minutes": Column("min/viewer-day", "time watched per opener"),
    "rank_exponent_of_anchors": Column(
        "1", "minus the slope of log GMV on log rank, the 30 best-selling free anchors"
    ),
    "top_tenth_of_anchors": Column("share", "of the free anchors' GMV, that of the top tenth"),
    "moved_per_exposure": Column(
        "share", "orders that anchors moved per exposure: in the session (live) or after it"
    ),
    "viewers": Column("share", "of all consumers, those who open the live channel on a day"),
}


@final
class Stage(Measure):
    """Sessions, visits, and the law of the anchors' sales (2.2, 2.3, 2.11)."""

    kind = "stage"
    tables = ("anchors", "sessions", *(f"days.{name}" for name in SUMMED))

    def columns(self) -> dict[str, Column]:
        """As in COLUMNS."""
        return COLUMNS

    def measure(self, results: Results) -> dict[str, float]:
        """Sums over the run, then ratios; own streams of factories are no free anchors."""
        sessions = rows_of(results.sessions, ("anchor", "start", "end", "dwell"))
        anchors = rows_of(results.anchors, ("anchor", "employer", "gmv"))
        free = those(anchors, anchors["employer"] < 0)
        theirs = those(sessions, np.isin(sessions["anchor"], free["anchor"]))
        total = {name: results.days[name].sum() for name in SUMMED}
        person_days = len(results.days) * results.scenario["consumers"]["count"]
        watched = sessions["dwell"].sum()
        sales = np.sort(Groups(free["anchor"]).sum(free["gmv"]))[::-1]
        return {
            "session_hours": mean((theirs["end"] - theirs["start"]) / HOUR_SECONDS),
            "visit_seconds": ratio(watched, total["visits"]),
            "visits_per_viewer": ratio(total["visits"], total["openers"]),
            "viewer_minutes": ratio(watched / 60, total["openers"]),
            "rank_exponent_of_anchors": rank_exponent(sales[:RANKED]),
            "top_tenth_of_anchors": ratio(
                sales[: int(np.ceil(0.1 * sales.size))].sum(), sales.sum()
            ),
            "moved_per_exposure": ratio(
                total["orders_live"] + total["orders_spillover"], total["exposures"]
            ),
            "viewers": ratio(total["openers"], person_days),
        }


def rank_exponent(amounts: Floats) -> float:
    """The exponent a of amounts ~ rank^-a, by least squares of logs; nan for fewer than five."""
    found = amounts[amounts > 0]
    if found.size < 5:
        return float("nan")
    ranks = np.log(np.arange(1, found.size + 1))
    return -float(np.polyfit(ranks, np.log(found), 1)[0])
