"""From the room to the order, with conversion on each of its bases (W3)."""

from __future__ import annotations

from typing import final

import numpy as np

from core.arrays import Integers
from model.metric import Column, Metric, live, ratio
from model.records import Day
from model.world import World

WEEK = 7  # days
_NEVER = -(10**6)


@final
class Funnel(Metric):
    """Who was reached and who bought. `conversion_per_*` names its base."""

    kind = "funnel"
    columns = {
        "openers": Column("people/day", "opened the live channel"),
        "reach": Column("people/day", "heard at least one pitch"),
        "visits": Column("visits/day", "room visits"),
        "exposures": Column("exposures/day", "pairs of a person and a pitch heard"),
        "dwell": Column("s/visit", "mean time watched per room visit"),
        "shelf_visits": Column("visits/day", "deliberate visits to the shelf"),
        "wishes": Column("wishes/day", "impulses that came to the point of buying, served or not"),
        "buyers": Column("people/day", "placed at least one order, any channel"),
        "conversion_per_visit": Column("share", "live orders per room visit"),
        "conversion_per_exposure": Column("share", "live orders per exposure"),
        "conversion_per_opener": Column("share", "of the openers, those who placed a live order"),
        "conversion_per_weekly_opener": Column(
            "share", "of those who opened in the last 7 days, those who ordered live in them"
        ),
        "shelf_conversion_per_visit": Column("share", "shelf orders per shelf visit"),
    }

    def __init__(self) -> None:
        self._opened: Integers = np.empty(0, dtype=np.int32)  # last day, one a consumer
        self._bought: Integers = np.empty(0, dtype=np.int32)

    def begin(self, world: World) -> None:
        """Remember nobody yet."""
        self._opened = np.full(world.consumers.arousal.size, _NEVER, dtype=np.int32)
        self._bought = np.full(world.consumers.arousal.size, _NEVER, dtype=np.int32)

    def measure(self, day: Day, world: World) -> dict[str, float]:
        """Count people, visits and orders along the funnel."""
        audience, orders = day.audience, day.checkout.orders
        live_orders = live(orders)
        visits, exposures = float(audience.visits.sum()), float(audience.guest.size)
        live_buyers = np.unique(live_orders["consumer"])
        openers = self._distinct(audience.openers)
        shelf = np.count_nonzero(orders["anchor"] < 0)
        return {
            "openers": float(openers.size),
            "reach": float(self._distinct(audience.consumer).size),
            "visits": visits,
            "exposures": exposures,
            "dwell": ratio(float(audience.dwell.sum()), visits),
            "shelf_visits": float(day.needs.visits),
            "wishes": float(day.wishes.consumer.size),
            "buyers": float(np.unique(orders["consumer"]).size),
            "conversion_per_visit": ratio(live_orders.size, visits),
            "conversion_per_exposure": ratio(live_orders.size, exposures),
            "conversion_per_opener": ratio(np.isin(openers, live_buyers).sum(), openers.size),
            "conversion_per_weekly_opener": self._weekly(day.number, openers, live_buyers),
            "shelf_conversion_per_visit": ratio(shelf, day.needs.visits),
        }

    def _distinct(self, people: Integers) -> Integers:
        """Each of them once; a mark in a row of all consumers is faster than sorting."""
        marks = np.zeros(self._opened.size, dtype=bool)
        marks[people] = True
        return np.flatnonzero(marks)

    def _weekly(self, day: int, openers: Integers, live_buyers: Integers) -> float:
        self._opened[openers] = day
        self._bought[live_buyers] = day
        opened = self._opened > day - WEEK
        return ratio(np.count_nonzero(opened & (self._bought > day - WEEK)), opened.sum())
