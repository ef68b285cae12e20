"""Who buys: orders, spending and returns by age, city tier and gender, over the whole run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from agents.segments import SEGMENTS
from core.arrays import Integers, Table
from core.compiled import compiled
from core.sorting import distinct
from core.units import CENTS_A_YUAN
from model.metric import live
from model.records import Channel, Day

if TYPE_CHECKING:
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
        segment, orders = world.consumers.traits.segment, day.checkout.orders
        _orders(
            segment, orders["consumer"], orders["channel"], orders["price"],
            self._doors, self._spent,
        )  # fmt: skip
        _people(segment, distinct(live(orders)["consumer"]), self._buyers)
        _people(segment, _buyers(day.aftersales.kept), self._kept)
        _people(segment, _buyers(day.aftersales.returned), self._returned)

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


def _buyers(orders: Table) -> Integers:
    return orders["consumer"]


@compiled
def _orders(
    segment: Integers, consumer: Integers, channel: Integers, price: Integers,
    doors: Integers, spent: Integers,
) -> None:  # fmt: skip
    for row in range(consumer.size):
        mine = segment[consumer[row]]
        doors[channel[row], mine] += 1
        spent[mine] += price[row]


@compiled
def _people(segment: Integers, people: Integers, count: Integers) -> None:
    for row in range(people.size):
        count[segment[people[row]]] += 1
