"""How people become online customers, and what each door costs (C10)."""

from __future__ import annotations

from typing import final

import numpy as np

from agents.consumers import Joined
from core.arrays import Integers
from core.compiled import compiled
from core.units import CENTS_A_YUAN
from model.ledger import Party, Reason
from model.records import Day
from model.watching.metric import Column, Metric, ratio, yuan
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
        "own_advertising": Column(
            "CNY/day", "platforms' spending on newcomers; what brands advertise is apart"
        ),
        "new_own_advertising": Column(
            "people/day",
            "of those who came through advertising, the share of platforms' own in what reached "
            "them: an expected number",
        ),
        "live_fees": Column("CNY/day", "commission and slot fees, less what anchors gave back"),
        "cac_advertising": Column(
            "CNY/person",
            "platforms' spending on newcomers per customer newly won by it",
            ("own_advertising",),
            ("new_own_advertising",),
        ),
        "cac_live": Column(
            "CNY/person",
            "commission and slot fees per customer newly won by live sessions",
            ("live_fees",),
            ("new_live",),
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
        paid = day.advertising
        won = float((paid.acquired * paid.own / np.maximum(paid.spend, 1)).sum())
        return {
            "online_share": 1.0 - ratio(doors[Joined.NOT_YET], doors.sum()),
            "new_advertising": float(new[Joined.ADVERTISING]),
            "new_live": float(new[Joined.LIVE]),
            "new_word_of_mouth": float(new[Joined.WORD_OF_MOUTH]),
            "own_advertising": yuan(paid.own),
            "new_own_advertising": won,
            "live_fees": fees,
            "cac_advertising": ratio(yuan(paid.own), won),
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
