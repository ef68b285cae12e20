"""What the public knows, feels and tells."""

from __future__ import annotations

from typing import final

import numpy as np

from model.metric import Column, Metric, ratio
from model.records import Day
from model.world import World


@final
class Awareness(Metric):
    """Brands known, hearts moved, words passed on."""

    kind = "awareness"
    columns = {
        "awareness": Column("share", "of people who know a brand, mean over open factories"),
        "awareness_best": Column("share", "of people who know the best-known open brand"),
        "belief_error": Column(
            "sd", "distance of believed from true quality, mean over open factories"
        ),
        "arousal": Column("arousal", "mean arousal of consumers when each was last touched"),
        "tellers": Column("people/day", "spoke of a purchase"),
        "told": Column("people/day", "heard something new from a friend"),
        "followed": Column(
            "follows/day", "begun after a purchase that was kept; on a friend's advice more begin"
        ),
        "unfollowed": Column(
            "follows/day",
            "given up after a return; more end for want of room, or when anchors leave",
        ),
    }

    def measure(self, day: Day, world: World) -> dict[str, float]:
        """Average over the shop windows that were open this morning."""
        shown = day.catalog.open
        known = day.catalog.awareness[shown]
        error = np.abs(day.catalog.believed - day.catalog.quality)[shown]
        arousal = world.consumers.arousal
        return {
            "awareness": ratio(known.sum(), known.size),
            "awareness_best": float(known.max()) if known.size else float("nan"),
            "belief_error": ratio(error.sum(), error.size),
            "arousal": ratio(arousal.sum(dtype=float), arousal.size),
            "tellers": float(day.gossip.tellers.size),
            "told": float(day.gossip.told.size),
            "followed": float(day.aftersales.followed),
            "unfollowed": float(day.aftersales.unfollowed),
        }
