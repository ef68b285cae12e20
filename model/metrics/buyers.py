"""Who buys live, and how long after the first pitch: what surveys and click logs can be held to."""

from __future__ import annotations

from typing import final

import numpy as np

from agents.segments import GENDERS, SEGMENTS
from core.arrays import Floats
from core.sorting import distinct
from core.tables import rows_of
from core.units import DAY_SECONDS
from model.metric import Column, Metric, live
from model.records import Day
from model.world import World

SAMPLE = 2_000  # consumers whose pitches are remembered: a sample that keeps large markets fast
MEMORY = 14 * DAY_SECONDS  # after so long a pitch counts as never heard (S27 ends at 14 days)
WITHIN = {"20_min": 1200.0, "1_h": 3600.0, "12_h": 43_200.0, "3_d": 3 * DAY_SECONDS}
_WOMEN = np.array([GENDERS[0] in segment for segment in SEGMENTS])


@final
class Buyers(Metric):
    """Live buyers by gender; orders that anchors moved by the time since the pitch was heard.

    The clock of S27 starts at the first visit: here at the first pitch of that product that the
    buyer heard, in the fourteen days before the order and since the last order of it. It is
    started for the first 2,000 consumers only, who are a random sample of all.
    """

    kind = "buyers"
    columns = {
        "live_buyers": Column("people/day", "placed at least one live order"),
        "live_buyers_women": Column("people/day", "of them, women"),
        "traced_orders": Column(
            "orders/day", "moved by an anchor, of sampled people who had heard a pitch of it"
        ),
        **{
            f"traced_{name}": Column(
                "orders/day", f"of them, within {name.replace('_', ' ')} of the first such pitch"
            )
            for name in WITHIN
        },
    }

    def __init__(self) -> None:
        self._heard: Floats = np.empty((0, 0))  # second of the first pitch, by person and product

    def begin(self, world: World) -> None:
        """Nobody has heard anything."""
        people = min(SAMPLE, world.consumers.arousal.size)
        self._heard = np.full((people, len(world.factories)), -np.inf)

    def measure(self, day: Day, world: World) -> dict[str, float]:
        """Count people and orders."""
        buyers = distinct(live(day.checkout.orders)["consumer"])
        women = _WOMEN[world.consumers.segment[buyers]]
        self._listen(day)
        ages = self._ages(day)
        return {
            "live_buyers": float(buyers.size),
            "live_buyers_women": float(np.count_nonzero(women)),
            "traced_orders": float(ages.size),
            **{f"traced_{name}": float(np.count_nonzero(ages <= s)) for name, s in WITHIN.items()},
        }

    def _listen(self, day: Day) -> None:
        """Start the clocks of pitches that are news to who heard them."""
        who, second = day.audience.consumer, day.audience.second
        mine = who < self._heard.shape[0]
        who, second = who[mine], second[mine]
        what = day.schedule.slot_product[day.audience.slot[mine]]
        order = np.argsort(second, kind="stable")[::-1]  # the earliest is written last and stays
        who, what, second = who[order], what[order], second[order]
        news = second - self._heard[who, what] > MEMORY
        self._heard[who[news], what[news]] = second[news]

    def _ages(self, day: Day) -> Floats:
        """Seconds from hearing to ordering of today's orders; an order ends its clock."""
        orders = day.checkout.orders
        moved = rows_of(orders, (orders["anchor"] >= 0) & (orders["consumer"] < len(self._heard)))
        who, what = moved["consumer"], moved["product"]
        ages: Floats = moved["placed"] - self._heard[who, what]
        self._heard[who, what] = -np.inf
        return ages[(ages >= 0) & (ages <= MEMORY)]
