"""When each person last opened and bought: ten bytes a person, and people counted as days pass."""

from __future__ import annotations

import numpy as np

from core.arrays import Integers, Table
from core.compiled import compiled, inlined
from core.prefetching import AHEAD, fetch_ahead
from core.sharing import rows_of_some, shards_of, share
from model.records import Channel

WEEK = 7  # days
WITHIN = 30  # days in which one comes again
_NEVER = -1_000

# what a person last did on which day, and then pairs of them: on the earlier of the two days
OPENED, LIVE, ANY, OPENED_AND_LIVE, OPENED_AND_ANY = range(5)
_FIRST = 2  # columns from the last live order, or the last of any kind, to the first one


class Histories:
    """A run knows nothing of what was before its first day; what is done twice a day counts once.

    A person's row has the last day of opening, of a live order and of any, and the first days of
    both kinds of order.
    """

    def __init__(self, people: int) -> None:
        self._days = np.full((people, 5), _NEVER, np.int16)
        # people by how many days ago; the last column of the week is of all who are out of it
        self._week = np.zeros((5, WEEK + 1), np.int64)
        self._began, self._again = np.zeros((2, ANY + 1, WITHIN + 1), np.int64)
        self.old = 0  # of today's buyers, those who had bought on an earlier day

    def take_in(self, day: int, openers: Integers, orders: Table) -> None:
        """Note what today's people did."""
        for counts in (self._week, self._began, self._again):
            counts[:, 1:] = counts[:, :-1]
            counts[:, 0] = 0
        told = share(
            _note, len(orders), day, openers, orders, orders["consumer"], self._days,
            shards_of(len(orders)),
        )  # fmt: skip
        self.old = 0
        for week, began, again, old in told:
            self._week += week
            self._began += began
            self._again += again
            self.old += old

    def today(self, what: int) -> float:
        """People who did it today."""
        return float(self._week[what, 0])

    def this_week(self, what: int) -> float:
        """People who did it in the last seven days."""
        return float(self._week[what, :WEEK].sum())

    def came_again(self, what: int) -> tuple[float, float]:
        """Of those who first ordered (LIVE or ANY) thirty days ago, who did again since; and all.

        Two orders on one day are one occasion.
        """
        return float(self._again[what, WITHIN]), float(self._began[what, WITHIN])


@inlined
def _move(week: Integers, what: int, before: int, now: int, day: int) -> None:
    """A person is counted on the day `now`, and no more on `before`."""
    if day - before < WEEK:
        week[what, day - before] -= 1
    if day - now < WEEK:
        week[what, day - now] += 1


@inlined
def _pair(
    day: int, i: int, both: int, mine: int, other: int, days: Integers, week: Integers
) -> None:
    """Person i does `mine` today: both of a pair were done on the day of the other."""
    _move(week, both, min(days[i, mine], days[i, other]), days[i, other], day)


@compiled
def _note(
    begin: int, end: int, day: int, openers: Integers, orders: Table, consumer: Integers,
    days: Integers, shards: int,
) -> tuple[Integers, Integers, Integers, int]:  # fmt: skip
    """Notes who of some people opened, and who bought, and counts them by how many days ago.

    Returns what there is more of in a week [what, days]; first buyers and those of them who came
    back [what, days]; and how many of the buyers had bought on an earlier day.
    """
    week, old = np.zeros((5, WEEK + 1), np.int64), 0
    began, again = np.zeros((2, ANY + 1, WITHIN + 1), np.int64)
    rows = rows_of_some(openers, len(days), begin, end, shards)
    for at, row in enumerate(rows):
        fetch_ahead(days, openers[rows[min(at + AHEAD, rows.size - 1)]])
        i = openers[row]
        _pair(day, i, OPENED_AND_LIVE, OPENED, LIVE, days, week)
        _pair(day, i, OPENED_AND_ANY, OPENED, ANY, days, week)
        _move(week, OPENED, days[i, OPENED], day, day)
        days[i, OPENED] = day
    rows = rows_of_some(consumer, len(days), begin, end, shards)
    for at, row in enumerate(rows):
        fetch_ahead(days, consumer[rows[min(at + AHEAD, rows.size - 1)]])
        i = consumer[row]
        old += days[i, ANY] != day and days[i, ANY] != _NEVER
        for what in range(LIVE if orders[row].channel == Channel.LIVE else ANY, ANY + 1):
            first, last = days[i, what + _FIRST], days[i, what]
            if last == day:
                continue
            if first == _NEVER:
                days[i, what + _FIRST] = day
                began[what, 0] += 1
            elif last == first and day - first <= WITHIN:
                again[what, day - first] += 1
            _pair(day, i, OPENED + what + 2, what, OPENED, days, week)
            _move(week, what, last, day, day)
            days[i, what] = day
    return week, began, again, old
