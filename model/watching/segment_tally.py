"""Who buys: orders, spending and returns by age, city tier and gender, over the whole run."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from agents.segments import SEGMENTS
from core.arrays import Integers, Table
from core.compiled import compiled
from core.sharing import rows_of_some, shards_of, share
from core.units import CENTS_A_YUAN
from model.records import Channel, Day
from model.world import World

_NUMBER, _DOORS = len(SEGMENTS), len(Channel)


class SegmentTally:
    """Adds each day to one row a segment: a run is asked who bought, not on which day."""

    def __init__(self, world: World) -> None:
        self._people = np.bincount(world.consumers.traits.segment, minlength=_NUMBER)
        self._doors = np.zeros((_DOORS, _NUMBER), np.int64)
        self._others = np.zeros((4, _NUMBER), np.int64)  # cents, live buyers, kept, sent back

    def add(self, day: Day, world: World) -> None:
        """Count today's orders, money and decisions."""
        orders = day.checkout.orders
        told = share(
            _count, len(orders), world.consumers.traits.segment, orders, orders["consumer"],
            day.aftersales.kept, day.aftersales.returned, shards_of(len(orders)),
        )  # fmt: skip
        for doors, others in told:
            self._doors += doors
            self._others += others

    def rows(self) -> dict[str, npt.NDArray[Any]]:
        """Rows of `segments` (columns.SEGMENTS)."""
        age, tier, gender = zip(*SEGMENTS, strict=True)
        spent, buyers, kept, returned = self._others.copy()
        return {
            "age": np.array(age),
            "tier": np.array(tier),
            "gender": np.array(gender),
            "people": self._people.copy(),
            "live_buyers": buyers,
            **{f"orders_{one.name.lower()}": self._doors[one].copy() for one in Channel},
            "spent": spent / CENTS_A_YUAN,
            "kept": kept,
            "returned": returned,
        }


@compiled
def _count(
    begin: int, end: int, segment: Integers, orders: Table, consumer: Integers, kept: Table,
    returned: Table, shards: int,
) -> tuple[Integers, Integers]:  # fmt: skip
    """Orders of some people by channel and segment [channels, segments]; and what else is counted.

    These are cents spent, people who ordered live, and orders kept and sent back [4, segments].
    """
    doors, others = np.zeros((_DOORS, _NUMBER), np.int64), np.zeros((4, _NUMBER), np.int64)
    spent, buyers, keepers, senders = others
    first = segment.size * begin // shards
    seen = np.zeros(segment.size * end // shards - first, np.bool_)  # who has ordered live today
    for row in rows_of_some(consumer, segment.size, begin, end, shards):
        order, mine, place = orders[row], segment[consumer[row]], consumer[row] - first
        doors[order.channel, mine] += 1
        spent[mine] += order.price
        if order.channel == Channel.LIVE:
            buyers[mine] += not seen[place]
            seen[place] = True
    low, high = kept.size * begin // shards, kept.size * end // shards
    for row in range(low, high):
        keepers[segment[kept[row].consumer]] += 1
    low, high = returned.size * begin // shards, returned.size * end // shards
    for row in range(low, high):
        senders[segment[returned[row].consumer]] += 1
    return doors, others
