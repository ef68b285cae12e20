"""What the public knows, feels and tells."""

from __future__ import annotations

from typing import final

import numpy as np

from model.records import Day
from model.watching.metric import Column, Metric, ratio
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
            "follows/day", "begun, after a purchase that was kept or on a friend's advice"
        ),
        "unfollowed": Column(
            "follows/day",
            "ended, after a return, for want of room, or as an anchor left since last night",
        ),
    }

    def __init__(self) -> None:
        self._follows = 0  # yesterday evening

    def begin(self, world: World) -> None:
        """Count who is followed already."""
        self._follows = _follows(world)

    def measure(self, day: Day, world: World) -> dict[str, float]:
        """Average over the shop windows that were open this morning; compare follows."""
        begun = day.aftersales.followed + day.gossip.followed
        before, self._follows = self._follows, _follows(world)
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
            "followed": float(begun),
            "unfollowed": float(before + begun - self._follows),
        }


def _follows(world: World) -> int:
    return int(world.consumers.state.followers.sum())
