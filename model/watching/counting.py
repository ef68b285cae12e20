"""Orders counted by whom they belong to, in one pass over the table."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.arrays import Floats, Integers, Table
from core.compiled import compiled
from core.units import CENTS_A_YUAN
from model.records import Channel

_DOORS = len(Channel)


class Counted(NamedTuple):
    """Sums over the orders of each group; whole numbers, so that they are exact."""

    doors: Integers  # [channels, groups] orders by channel
    price: Integers  # [groups] cents
    commission: Integers  # [groups] cents

    @property
    def orders(self) -> Integers:
        """Orders of any channel, [groups]."""
        return np.asarray(self.doors.sum(axis=0))

    @property
    def gmv(self) -> Floats:
        """CNY paid, [groups]."""
        return np.asarray(self.price / CENTS_A_YUAN)


def counted(orders: Table, by: str, groups: int) -> Counted:
    """The orders by a field of theirs ("product", "anchor", ...); -1 there belongs to no group."""
    return Counted(*_count(np.ascontiguousarray(orders[by]), orders, groups))


@compiled
def _count(group: Integers, orders: Table, groups: int) -> tuple[Integers, Integers, Integers]:
    doors = np.zeros((_DOORS, groups), np.int64)
    paid, passed_on = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
    for row in range(group.size):
        mine = group[row]
        if mine >= 0:
            doors[orders[row].channel, mine] += 1
            paid[mine] += orders[row].price
            passed_on[mine] += orders[row].commission
    return doors, paid, passed_on
