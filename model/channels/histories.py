"""When each person last opened and bought: ten bytes a person, and people counted as days pass."""

from __future__ import annotations

import numpy as np

from core.arrays import Integers, Table
from core.compiled import compiled, inlined
from core.prefetching import AHEAD, fetch_ahead
from model.records import Channel

WEEK = 7  # days
WITHIN = 30  # days in which one comes again
_NEVER = -1_000

# what a person last did on which day, and then pairs of them: on the earlier of the two days
OPENED, LIVE, ANY, OPENED_AND_LIVE, OPENED_AND_ANY = range(5)
FAR_AHEAD = 4 * AHEAD  # rows are soon done with here
_FIRST = 2  # columns from the last live order, or the last of any kind, to the first one


class Histories:
    """A run knows nothing of what was before its first day; what is done twice a day counts once.

    A person's row has the last day of opening, of a live order and of any, and the first days of
    both kinds of order.
    """

    def __init__(self, people: int) -> None:
        self._days = np.full((people, 5), _NEVER, np.int16)
        self._week = np.zeros((5, WEEK), np.int64)
        self._began, self._again = np.zeros((2, ANY + 1, WITHIN + 1), np.int64)
        self._day = 0
        self.old = 0  # of today's buyers, those who had bought on an earlier day

    def take_in(self, day: int, openers: Integers, orders: Table) -> None:
        """Note what today's people did."""
        self._day, page = day, day % (WITHIN + 1)
        self._week[:, day % WEEK] = 0
        self._began[:, page] = self._again[:, page] = 0
        self.old = _note(day, openers, orders, self._days, self._week, self._began, self._again)

    def today(self, what: int) -> float:
        """People who did it today."""
        return float(self._week[what, self._day % WEEK])

    def this_week(self, what: int) -> float:
        """People who did it in the last seven days."""
        return float(self._week[what].sum())

    def came_again(self, what: int) -> tuple[float, float]:
        """Of those who first ordered (LIVE or ANY) thirty days ago, who did again since; and all.

        Two orders on one day are one occasion.
        """
        page = (self._day - WITHIN) % (WITHIN + 1)
        return float(self._again[what, page]), float(self._began[what, page])


@inlined
def _move(week: Integers, what: int, before: int, now: int, day: int) -> None:
    """A person is counted on the day `now`, if that is within the week, and no more on `before`."""
    week[what, before % WEEK] -= before > day - WEEK
    week[what, now % WEEK] += now > day - WEEK


@inlined
def _pair(
    day: int, i: int, both: int, mine: int, other: int, days: Integers, week: Integers
) -> None:
    """Person i does `mine` today: both of a pair were done on the day of the other."""
    _move(week, both, min(days[i, mine], days[i, other]), days[i, other], day)


@compiled
def _note(
    day: int, openers: Integers, orders: Table, days: Integers, week: Integers,
    began: Integers, again: Integers,
) -> int:  # fmt: skip
    """Notes who opened and each buyer; returns how many of these had bought on an earlier day.

    `began` and `again` [what, days] count first buyers by day, and who of them came back in time.
    """
    for row in range(openers.size):
        fetch_ahead(openers[min(row + FAR_AHEAD, openers.size - 1)], days)
        i = openers[row]
        _pair(day, i, OPENED_AND_LIVE, OPENED, LIVE, days, week)
        _pair(day, i, OPENED_AND_ANY, OPENED, ANY, days, week)
        _move(week, OPENED, days[i, OPENED], day, day)
        days[i, OPENED] = day
    old = 0
    for row in range(orders.size):
        fetch_ahead(orders[min(row + FAR_AHEAD, orders.size - 1)].consumer, days)
        i = orders[row].consumer
        old += days[i, ANY] != day and days[i, ANY] != _NEVER
        for what in range(LIVE if orders[row].channel == Channel.LIVE else ANY, ANY + 1):
            first, last = days[i, what + _FIRST], days[i, what]
            if last == day:
                continue
            if first == _NEVER:
                days[i, what + _FIRST] = day
                began[what, day % began.shape[1]] += 1
            elif last == first and day - first <= WITHIN:
                again[what, first % began.shape[1]] += 1
            _pair(day, i, OPENED + what + 2, what, OPENED, days, week)
            _move(week, what, last, day, day)
            days[i, what] = day
    return old
