"""A mega anchor leaves: what becomes of the others (S20)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, final

import numpy as np

from experiments.live import live_days
from experiments.validating.prediction import HeldOutPrediction, Size, market_of
from model import Market


@final
class StarLeaves(HeldOutPrediction):
    """The most followed anchor of each platform leaves; the others, with and without it."""

    kind = "star_leaves"
    answers = ("others_visits_after_star", "others_sales_after_star")
    how: ClassVar[str] = (
        "the most followed anchor of every platform is dismissed for good; visits and sales of "
        "all other anchors against the same market, with the same luck, in which they stay"
    )

    def simulate(self, seed: int, size: Size, changes: Mapping[str, Any]) -> dict[str, float]:
        """Relative changes of the others' visits and sales, all days after."""
        stay, leave = (market_of(seed, size, changes, "anchors") for _ in range(2))
        live_days(stay, size.before)
        live_days(leave, size.before)
        stars = _stars(leave)
        for star in stars:
            leave.dismiss(star)
        live_days(stay, size.after)
        live_days(leave, size.after)
        with_them, without = (_others(one, stars, size.before) for one in (stay, leave))
        return {
            "others_visits_after_star": without[0] / with_them[0] - 1,
            "others_sales_after_star": without[1] / with_them[1] - 1,
        }


def _stars(market: Market) -> list[int]:
    """The most followed free anchor of each platform."""
    followers = market.world.consumers.followers(len(market.world.anchors))
    best: dict[int, int] = {}
    for anchor in market.world.anchors:
        if anchor.active and anchor.is_free:
            now = best.get(anchor.platform)
            if now is None or followers[anchor.index] > followers[now]:
                best[anchor.platform] = anchor.index
    return list(best.values())


def _others(market: Market, stars: list[int], since: int) -> tuple[float, float]:
    frame = market.observer.anchors()
    rows = frame[(frame["day"] >= since) & ~frame["anchor"].isin(np.array(stars))]
    return float(rows["visits"].sum()), float(rows["gmv"].sum())
