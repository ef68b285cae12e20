"""Who comes back to buy again (2.10)."""

from __future__ import annotations

from typing import final

import numpy as np

from core.arrays import Integers
from model.metric import Column, Metric, live, ratio
from model.records import Day
from model.world import World

WITHIN = 30  # days
_NEVER = -(10**6)


@final
class Repurchase(Metric):
    """Repeat buyers; a run knows nothing of purchases before its first day."""

    kind = "repurchase"
    columns = {
        "repeat_buyers": Column(
            "share", "of today's buyers, those who had ordered before in the run"
        ),
        "repurchase_30d": Column(
            "share", "of those whose first order was 30 days ago, those who ordered again since"
        ),
        "repurchase_live_30d": Column(
            "share", "the same, counting only live orders as first and as repeated (S71)"
        ),
    }

    def __init__(self) -> None:
        self._any = _Returning(0)
        self._live = _Returning(0)

    def begin(self, world: World) -> None:
        """Remember nobody yet."""
        people = world.consumers.arousal.size
        self._any, self._live = _Returning(people), _Returning(people)

    def measure(self, day: Day, world: World) -> dict[str, float]:
        """Note today's buyers; two orders on one day are one occasion."""
        orders = day.checkout.orders
        repeated = self._any.note(day.number, np.unique(orders["consumer"]))
        self._live.note(day.number, np.unique(live(orders)["consumer"]))
        return {
            "repeat_buyers": repeated,
            "repurchase_30d": self._any.within(day.number),
            "repurchase_live_30d": self._live.within(day.number),
        }


class _Returning:
    """The days of the first and the second occasion of each consumer."""

    def __init__(self, people: int) -> None:
        self._first: Integers = np.full(people, _NEVER, dtype=np.int32)
        self._second: Integers = np.full(people, _NEVER, dtype=np.int32)

    def note(self, day: int, buyers: Integers) -> float:
        """Share of the buyers who had bought on an earlier day."""
        old = buyers[self._first[buyers] != _NEVER]
        self._second[old[self._second[old] == _NEVER]] = day
        self._first[buyers[self._first[buyers] == _NEVER]] = day
        return ratio(old.size, buyers.size)

    def within(self, day: int) -> float:
        """Share of the class of WITHIN days ago that came back."""
        joined = self._first == day - WITHIN
        return ratio(np.count_nonzero(joined & (self._second != _NEVER)), joined.sum())
