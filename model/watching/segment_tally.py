"""Who buys: orders, spending and returns by age, city tier and gender, over the whole run."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from agents.segments import SEGMENTS
from core.arrays import Integers, Table
from core.compiled import compiled
from core.units import CENTS_A_YUAN
from model.records import Channel, Day
from model.world import World

_NUMBER = len(SEGMENTS)


class SegmentTally:
    """Adds each day to one row a segment: a run is asked who bought, not on which day."""

    def __init__(self, world: World) -> None:
        self._people = np.bincount(world.consumers.traits.segment, minlength=_NUMBER)
        self._doors = np.zeros((len(Channel), _NUMBER), np.int64)
        self._spent = np.zeros(_NUMBER, np.int64)  # cents
        self._buyers, self._kept, self._returned = np.zeros((3, _NUMBER), np.int64)

    def add(self, day: Day, world: World) -> None:
        """Count today's orders, money and decisions."""
        _count(
            world.consumers.traits.segment, day.checkout.orders, day.aftersales.kept,
            day.aftersales.returned, self._doors, self._spent, self._buyers, self._kept,
            self._returned, np.zeros(len(world.consumers) // 8 + 1, np.uint8),
        )  # fmt: skip

    def rows(self) -> dict[str, npt.NDArray[Any]]:
        """Rows of `segments` (columns.SEGMENTS)."""
        age, tier, gender = zip(*SEGMENTS, strict=True)
        return {
            "age": np.array(age),
            "tier": np.array(tier),
            "gender": np.array(gender),
            "people": self._people.copy(),
            "live_buyers": self._buyers.copy(),
            **{f"orders_{one.name.lower()}": self._doors[one].copy() for one in Channel},
            "spent": self._spent / CENTS_A_YUAN,
            "kept": self._kept.copy(),
            "returned": self._returned.copy(),
        }


@compiled
def _count(
    segment: Integers, orders: Table, kept: Table, returned: Table,
    doors: Integers, spent: Integers, buyers: Integers, keepers: Integers, senders: Integers,
    seen: Integers,
) -> None:  # fmt: skip
    """`seen` is a bit a person, at first 0: has ordered live today."""
    for row in range(orders.size):
        order = orders[row]
        mine, place, bit = segment[order.consumer], order.consumer >> 3, 1 << (order.consumer & 7)
        doors[order.channel, mine] += 1
        spent[mine] += order.price
        if order.channel == Channel.LIVE and not seen[place] & bit:
            seen[place] |= bit
            buyers[mine] += 1
    for row in range(kept.size):
        keepers[segment[kept[row].consumer]] += 1
    for row in range(returned.size):
        senders[segment[returned[row].consumer]] += 1
