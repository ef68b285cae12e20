"""Orders between being placed and being over: waiting, on the way, or coming back."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import numpy as np

from core.arrays import Integers, Table
from core.sorting import by_group
from core.tables import joined, rows_of
from model.rows import ORDER, Fate


class Calendar:
    """Tables of orders, each filed under the day on which something happens to it."""

    def __init__(self) -> None:
        self._pages: defaultdict[int, list[Table]] = defaultdict(list)

    def put(self, orders: Table, days: Integers) -> None:
        """File a copy of each row under its day; rows keep their order within a day.

        Each page has memory of its own: a view would keep all of a day's orders until the last.
        """
        if not len(orders):
            return
        first = int(days.min())
        order, starts = by_group(days - first, int(days.max()) - first + 1)
        for page, (begin, end) in enumerate(pairwise(starts.tolist()), first):
            if begin < end:
                self._pages[page].append(orders.take(order[begin:end]))

    def put_all(self, orders: Table, day: int) -> None:
        """File all rows under one day."""
        if len(orders):
            self._pages[day].append(orders)

    def due(self, day: int) -> Table:
        """Take out what is filed under a day."""
        return join(self._pages.pop(day, []))

    def tables(self) -> list[Table]:
        """What is filed, as it lies: tables of orders, by no order of days."""
        return [rows for page in self._pages.values() for rows in page]

    def everything(self) -> Table:
        """All rows still filed, by day."""
        return join([rows for day in sorted(self._pages) for rows in self._pages[day]])


def join(tables: list[Table]) -> Table:
    """One table of several; empty if there are none."""
    return joined(tables, ORDER)


class OrderBook:
    """All open orders, and how many items of each product are where."""

    def __init__(self, products: int) -> None:
        self.queue: Table = np.empty(0, ORDER)  # not shipped, first come first served
        self.on_the_way = Calendar()  # by the day on which they arrive or are given up
        self.going_back = Calendar()  # by the day on which the merchant has them again
        self.waiting = np.zeros(products, np.int64)  # orders in the queue
        self.in_transit = np.zeros(products, np.int64)
        self.with_consumers = np.zeros(products, np.int64)
        self.coming_back = np.zeros(products, np.int64)

    def open_orders(self) -> Table:
        """Every order whose story is not over; a parcel given up on the road is mere goods."""
        orders = join([self.queue, self.on_the_way.everything(), self.going_back.everything()])
        return rows_of(orders, orders["fate"] != Fate.CANCELLED)
