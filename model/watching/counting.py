"""Orders counted by whom they belong to, in one pass over the table."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.arrays import Integers, Table
from core.compiled import compiled
from core.sharing import rows_of_shard, share
from model.records import Channel

_DOORS = len(Channel)


class Counted(NamedTuple):
    """Sums over the orders of each group; whole numbers, so that they are exact."""

    doors: Integers  # [channels, groups] orders by channel
    prices: Integers  # [channels, groups] cents
    commissions: Integers  # [channels, groups] cents

    @property
    def orders(self) -> Integers:
        """Orders of any channel, [groups]."""
        return np.asarray(self.doors.sum(axis=0))

    @property
    def price(self) -> Integers:
        """Cents paid for orders of any channel, [groups]."""
        return np.asarray(self.prices.sum(axis=0))

    @property
    def commission(self) -> Integers:
        """Cents passed on to anchors from orders of any channel, [groups]."""
        return np.asarray(self.commissions.sum(axis=0))


def counted(orders: Table, by: str, groups: int) -> Counted:
    """The orders by a field of theirs ("product", "anchor", ...); -1 there belongs to no group."""
    counts, *others = share(_count, len(orders), orders[by], orders, groups)
    for more in others:
        counts += more
    doors, prices, commissions = counts
    return Counted(doors.copy(), prices, commissions)  # tables keep doors, and not all of it


@compiled
def _count(begin: int, end: int, group: Integers, orders: Table, groups: int) -> Integers:
    counts = np.zeros((3, _DOORS, groups), np.int64)
    low, high = rows_of_shard(orders.size, begin)[0], rows_of_shard(orders.size, end)[0]
    for row in range(low, high):
        order, mine = orders[row], group[row]
        if mine >= 0:
            counts[0, order.channel, mine] += 1
            counts[1, order.channel, mine] += order.price
            counts[2, order.channel, mine] += order.commission
    return counts
