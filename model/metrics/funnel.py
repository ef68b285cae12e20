"""From the room to the order, with conversion on each of its bases (W3)."""

from __future__ import annotations

from typing import final

import numpy as np

from core.arrays import Integers
from core.compiled import compiled
from core.sorting import distinct
from model.metric import Column, Metric, live, ratio
from model.records import Day
from model.world import World

WEEK = 7  # days
_NEVER = -1_000


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
        "buying_per_weekly_opener": Column(
            "share", "of those who opened in the last 7 days, those who ordered anything in them"
        ),
        "shelf_conversion_per_visit": Column("share", "shelf orders per shelf visit"),
    }

    def __init__(self) -> None:
        self._week, self._any = _Week(0), _Week(0)

    def begin(self, world: World) -> None:
        """Remember nobody yet."""
        self._week = _Week(world.consumers.arousal.size)
        self._any = _Week(world.consumers.arousal.size)

    def measure(self, day: Day, world: World) -> dict[str, float]:
        """Count people, visits and orders along the funnel."""
        audience, orders = day.audience, day.checkout.orders
        live_orders = live(orders)
        visits, exposures = float(audience.visits.sum()), float(audience.heard.size)
        shelf = np.count_nonzero(orders["anchor"] < 0)
        openers = audience.openers
        bought, weekly = self._week.take_in(day.number, openers, live_orders["consumer"])
        _, buying = self._any.take_in(day.number, openers, orders["consumer"])
        return {
            "openers": float(openers.size),
            "reach": float(audience.reach),
            "visits": visits,
            "exposures": exposures,
            "dwell": ratio(float(audience.dwell.sum()), visits),
            "shelf_visits": float(day.needs.visits),
            "wishes": float(day.wishes.consumer.size),
            "buyers": float(distinct(orders["consumer"]).size),
            "conversion_per_visit": ratio(live_orders.size, visits),
            "conversion_per_exposure": ratio(live_orders.size, exposures),
            "conversion_per_opener": ratio(bought, openers.size),
            "conversion_per_weekly_opener": weekly,
            "buying_per_weekly_opener": buying,
            "shelf_conversion_per_visit": ratio(shelf, day.needs.visits),
        }


class _Week:
    """The last day on which each opened, or bought live; counted as the days pass."""

    def __init__(self, people: int) -> None:
        self._opened = np.full(people, _NEVER, np.int16)
        self._bought = np.full(people, _NEVER, np.int16)
        self._counts = np.zeros((3, WEEK), np.int64)  # who last opened, bought, did both on a day

    def take_in(self, day: int, openers: Integers, live_buyers: Integers) -> tuple[int, float]:
        """Of today's openers those who bought live; of the week's openers the share who did."""
        self._counts[:, day % WEEK] = 0
        opened, bought, both = self._counts
        _note(day, openers, self._opened, self._bought, opened, both)
        _note(day, live_buyers, self._bought, self._opened, bought, both)
        today = np.count_nonzero(self._bought[openers] == day)
        return int(today), ratio(both.sum(), opened.sum())


@compiled
def _note(
    day: int, people: Integers, last: Integers, other: Integers, count: Integers, both: Integers
) -> None:
    """Move people from the day on which they last did it to today; `both` is the earlier day."""
    for i in people:
        before = min(last[i], other[i])
        if last[i] > day - WEEK:
            count[last[i] % WEEK] -= 1
        if before > day - WEEK:
            both[before % WEEK] -= 1
        last[i] = day
        count[day % WEEK] += 1
        if other[i] > day - WEEK:
            both[other[i] % WEEK] += 1
