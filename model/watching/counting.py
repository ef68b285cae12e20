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
    commission: Integers  # [groups] cents

    @property
    def orders(self) -> Integers:
        """Orders of any channel, [groups]."""
        return np.asarray(self.doors.sum(axis=0))

    @property
    def price(self) -> Integers:
        """Cents paid for orders of any channel, [groups]."""
        return np.asarray(self.prices.sum(axis=0))


def counted(orders: Table, by: str, groups: int) -> Counted:
    """The orders by a field of theirs ("product", "anchor", ...); -1 there belongs to no group."""
    first, *others = share(_count, len(orders), orders[by], orders, groups)
    for part in others:
        for whole, more in zip(first, part, strict=True):
            np.add(whole, more, out=whole)
    return Counted(*first)


@compiled
def _count(
    begin: int, end: int, group: Integers, orders: Table, groups: int
) -> tuple[Integers, Integers, Integers]:
    doors, prices = np.zeros((2, _DOORS, groups), np.int64)
    passed_on = np.zeros(groups, np.int64)
    low, high = rows_of_shard(orders.size, begin)[0], rows_of_shard(orders.size, end)[0]
    for row in range(low, high):
        order, mine = orders[row], group[row]
        if mine >= 0:
            doors[order.channel, mine] += 1
            prices[order.channel, mine] += order.price
            passed_on[mine] += order.commission
    return doors, prices, passed_on
