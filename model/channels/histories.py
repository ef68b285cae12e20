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
_BEGAN, _AGAIN = 4, 6  # rows from LIVE or ANY to first orders, and to those who came back
_ROWS = _AGAIN + ANY + 1


class Histories:
    """A run knows nothing of what was before its first day; what is done twice a day counts once.

    A person's row has the last day of opening, of a live order and of any, and the first days of
    both kinds of order.
    """

    def __init__(self, people: int) -> None:
        self._days = np.full((people, 5), _NEVER, np.int16)
        self._people = np.zeros((_ROWS, WITHIN + 1), np.int64)  # by how many days ago
        self.old = 0  # of today's buyers, those who had bought on an earlier day

    def take_in(self, day: int, openers: Integers, orders: Table) -> None:
        """Note what today's people did."""
        self._people[:, 1:] = self._people[:, :-1]
        self._people[:, 0] = self.old = 0
        told = share(
            _note, len(orders), day, openers, orders, orders["consumer"], self._days,
            shards_of(len(orders)),
        )  # fmt: skip
        for more, old in told:
            self._people += more
            self.old += old

    def today(self, what: int) -> float:
        """People who did it today."""
        return float(self._people[what, 0])

    def this_week(self, what: int) -> float:
        """People who did it in the last seven days."""
        return float(self._people[what, :WEEK].sum())

    def came_again(self, what: int) -> tuple[float, float]:
        """Of those who first ordered (LIVE or ANY) thirty days ago, who did again since; and all.

        Two orders on one day are one occasion.
        """
        then = self._people[:, WITHIN]
        return float(then[_AGAIN + what]), float(then[_BEGAN + what])


@inlined
def _move(people: Integers, what: int, before: int, now: int, day: int) -> None:
    """A person is counted on the day `now`, and no more on `before`."""
    if day - before <= WITHIN:
        people[what, day - before] -= 1
    if day - now <= WITHIN:
        people[what, day - now] += 1


@inlined
def _pair(
    day: int, i: int, both: int, mine: int, other: int, days: Integers, people: Integers
) -> None:
    """Person i does `mine` today: both of a pair were done on the day of the other."""
    _move(people, both, min(days[i, mine], days[i, other]), days[i, other], day)


@compiled
def _note(
    begin: int, end: int, day: int, openers: Integers, orders: Table, consumer: Integers,
    days: Integers, shards: int,
) -> tuple[Integers, int]:  # fmt: skip
    """Notes who of some people opened, and who bought.

    Returns how many more people did what how many days ago [what, days], first orders and coming
    back included; and how many of today's buyers had bought on an earlier day.
    """
    people, old = np.zeros((_ROWS, WITHIN + 1), np.int64), 0
    rows = rows_of_some(openers, len(days), begin, end, shards)
    for at, row in enumerate(rows):
        fetch_ahead(openers[rows[min(at + AHEAD, rows.size - 1)]], days)
        i = openers[row]
        _pair(day, i, OPENED_AND_LIVE, OPENED, LIVE, days, people)
        _pair(day, i, OPENED_AND_ANY, OPENED, ANY, days, people)
        _move(people, OPENED, days[i, OPENED], day, day)
        days[i, OPENED] = day
    rows = rows_of_some(consumer, len(days), begin, end, shards)
    for at, row in enumerate(rows):
        fetch_ahead(consumer[rows[min(at + AHEAD, rows.size - 1)]], days)
        i = consumer[row]
        old += days[i, ANY] != day and days[i, ANY] != _NEVER
        for what in range(LIVE if orders[row].channel == Channel.LIVE else ANY, ANY + 1):
            first, last = days[i, what + _FIRST], days[i, what]
            if last == day:
                continue
            if first == _NEVER:
                days[i, what + _FIRST] = day
                people[_BEGAN + what, 0] += 1
            elif last == first and day - first <= WITHIN:
                people[_AGAIN + what, day - first] += 1
            _pair(day, i, OPENED + what + 2, what, OPENED, days, people)
            _move(people, what, last, day, day)
            days[i, what] = day
    return people, old
