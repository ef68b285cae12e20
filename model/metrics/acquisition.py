"""How people become online customers, and what each door costs (C10)."""

from __future__ import annotations

from typing import final

import numpy as np

from agents.consumers import Joined
from core.arrays import Integers
from core.compiled import compiled
from core.units import CENTS_A_YUAN
from model.ledger import Party, Reason
from model.metric import Column, Metric, ratio, yuan
from model.records import Day
from model.world import World


@final
class Acquisition(Metric):
    """New online customers of the day, by door, from the state of the consumers."""

    kind = "acquisition"
    columns = {
        "online_share": Column("share", "of all consumers, those who are online customers"),
        "new_advertising": Column("people/day", "became online customers through advertising"),
        "new_live": Column("people/day", "became online customers through live sessions"),
        "new_word_of_mouth": Column("people/day", "became online customers through friends"),
        "cac_advertising": Column(
            "CNY/person", "platforms' advertising per customer newly won by advertising"
        ),
        "cac_live": Column(
            "CNY/person", "commission and slot fees per customer newly won by live sessions"
        ),
    }

    def __init__(self) -> None:
        self._before: Integers = np.zeros(len(Joined), dtype=np.int64)

    def begin(self, world: World) -> None:
        """Count who is online already."""
        self._before = _doors(world)

    def measure(self, day: Day, world: World) -> dict[str, float]:
        """Compare the doors with those of yesterday."""
        doors = _doors(world)
        new, self._before = doors - self._before, doors
        to_anchors = (Reason.COMMISSION, Reason.COMMISSION_REFUND, Reason.SLOT_FEE)
        fees = world.ledger.closed.total(Party.ANCHORS, to_anchors) / CENTS_A_YUAN
        return {
            "online_share": 1.0 - ratio(doors[Joined.NOT_YET], doors.sum()),
            "new_advertising": float(new[Joined.ADVERTISING]),
            "new_live": float(new[Joined.LIVE]),
            "new_word_of_mouth": float(new[Joined.WORD_OF_MOUTH]),
            "cac_advertising": ratio(yuan(day.advertising.spend), new[Joined.ADVERTISING]),
            "cac_live": ratio(fees, new[Joined.LIVE]),
        }


def _doors(world: World) -> Integers:
    count = np.zeros(len(Joined), np.int64)
    _add(world.consumers.joined, count)
    return count


@compiled
def _add(joined: Integers, count: Integers) -> None:
    for door in range(count.size):  # several people are compared at a time
        here = 0
        for i in range(joined.size):
            here += joined[i] == door
        count[door] += here
