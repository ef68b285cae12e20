"""Who comes back to buy again (2.10)."""

from __future__ import annotations

from typing import final

import numpy as np

from core.arrays import Integers
from core.compiled import compiled
from model.metric import Column, Metric, live, ratio
from model.records import Day
from model.world import World

WITHIN = 30  # days
_NEVER = -1_000


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
        repeated = self._any.note(day.number, orders["consumer"])
        self._live.note(day.number, live(orders)["consumer"])
        return {
            "repeat_buyers": repeated,
            "repurchase_30d": self._any.within(day.number),
            "repurchase_live_30d": self._live.within(day.number),
        }


class _Returning:
    """The first and the last day of each buyer; first buyers counted by day, and who came back."""

    def __init__(self, people: int) -> None:
        self._first: Integers = np.full(people, _NEVER, dtype=np.int16)
        self._last: Integers = np.full(people, _NEVER, dtype=np.int16)
        self._began: Integers = np.zeros(WITHIN + 1, dtype=np.int64)
        self._again: Integers = np.zeros(WITHIN + 1, dtype=np.int64)

    def note(self, day: int, buyers: Integers) -> float:
        """Share of the buyers who had bought on an earlier day."""
        self._began[day % (WITHIN + 1)] = self._again[day % (WITHIN + 1)] = 0
        everybody, old = _note(day, buyers, self._first, self._last, self._began, self._again)
        return ratio(old, everybody)

    def within(self, day: int) -> float:
        """Share of the class of WITHIN days ago that came back."""
        began = (day - WITHIN) % (WITHIN + 1)
        return ratio(self._again[began], self._began[began])


@compiled
def _note(
    day: int, buyers: Integers, first: Integers, last: Integers, began: Integers, again: Integers
) -> tuple[int, int]:
    """Today's distinct buyers, and those of them who are old ones."""
    everybody = old = 0
    for i in buyers:
        if last[i] == day:
            continue
        everybody += 1
        if first[i] == _NEVER:
            first[i] = day
            began[day % began.size] += 1
        else:
            old += 1
            if last[i] == first[i] and day - first[i] <= WITHIN:
                again[first[i] % again.size] += 1
        last[i] = day
    return everybody, old
