"""Anchors at the end of a run: where they are, and how those fare who are not the biggest."""

from __future__ import annotations

from typing import final

import numpy as np

from agents.places import CLUSTER
from experiments.grouping import Groups, Rows, rows_of, those
from experiments.measure import Measure, mean
from model.results import Results
from model.watching.metric import Column, ratio

BIG = 0.8  # quantile of followers above which an anchor is big
NUMBERS = {
    "cluster.anchors": Column("share", "of free anchors at work at the end, those in the supply "
                              "cluster"),
    "cluster.big": Column("share", "the same, of the fifth with most followers"),
    "cluster.others": Column("share", "the same, of all but that fifth"),
    "rivals.visits": Column("visits", "to free anchors other than the one who had most in the "
                            "first third; last two thirds of the days"),
    "rivals.gmv": Column("CNY", "moved by them in those days"),
    "free.visits": Column("visits/day", "to the rooms of a free anchor at work, mean"),
    "free.income": Column("CNY/day", "of a free anchor at work, mean"),
    "viewers.each": Column("visits/day", "of a session, mean over anchors' sessions"),
}  # fmt: skip
READ = (
    "day", "anchor", "employer", "region", "active", "followers", "sessions", "visits", "gmv",
    "income",
)  # fmt: skip


@final
class AnchorNumbers(Measure):
    """Free anchors only: a factory's own stream stays where the factory is."""

    kind = "anchors"
    tables = ("anchors",)

    def columns(self) -> dict[str, Column]:
        """Where anchors are, and the rivals of the biggest."""
        return NUMBERS

    def measure(self, results: Results) -> dict[str, float]:
        """Every number; nan where there is no anchor to speak of."""
        anchors = rows_of(results.anchors, READ)
        free = those(anchors, anchors["employer"] == -1)
        return _places(free) | _rivals(free) | _each(free)


def _each(free: Rows) -> dict[str, float]:
    """Sums over all who were ever free, by days at work: who gives up has income still to come."""
    days, visits = free["active"].sum(), free["visits"].sum()
    return {
        "free.visits": ratio(visits, days),
        "free.income": ratio(free["income"].sum(), days),
        "viewers.each": ratio(visits, free["sessions"].sum()),
    }


def _places(free: Rows) -> dict[str, float]:
    last = free["day"] == free["day"].max(initial=0)
    there = those(free, last & free["active"].astype(bool))
    inside, followers = there["region"] == CLUSTER, there["followers"]
    big = followers > np.quantile(followers, BIG) if followers.size else followers > 0
    return {
        "cluster.anchors": mean(inside),
        "cluster.big": mean(inside[big]),
        "cluster.others": mean(inside[~big]),
    }


def _rivals(free: Rows) -> dict[str, float]:
    days, day = np.unique(free["day"], return_inverse=True)  # counted from the first
    early = day * 3 < days.size
    each = Groups(free["anchor"])
    seen = each.sum(free["visits"] * early)
    rivals = those(free, ~early & (each.of != (seen.argmax() if seen.size else -1)))
    return {"rivals.visits": rivals["visits"].sum(), "rivals.gmv": rivals["gmv"].sum()}
