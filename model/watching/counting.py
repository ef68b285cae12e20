"""A day as it is shown to tables and metrics: what many of them ask of it is counted once."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

from core.arrays import Integers, Record, Table
from core.compiled import compiled, inlined
from model.books.dues import refunds_of
from model.records import Channel, Day
from model.world import World

_DOORS = len(Channel)


class Counted(NamedTuple):
    """Sums over the orders of each group; whole numbers, so that they are exact."""

    doors: Integers  # [channels, groups] orders by channel
    price: Integers  # [groups] cents paid
    commission: Integers  # [groups] cents passed on to anchors

    @property
    def orders(self) -> Integers:
        """Orders of any channel, [groups]."""
        return np.asarray(self.doors.sum(axis=0))


class Placed(NamedTuple):
    """Today's orders."""

    product: Counted
    anchor: Counted  # those moved by an anchor
    session: Counted  # those placed while a session ran


class Shown(Day):
    """A day and its world, with counts that are made when somebody first asks for them."""

    world: World

    @classmethod
    def of(cls, day: Day, world: World) -> Shown:
        """The day as it is shown."""
        shown = cls(*day)
        shown.world = world
        return shown

    @cached_property
    def placed(self) -> Placed:
        """Orders placed."""
        groups = len(self.world.anchors), self.schedule.anchor.size
        return Placed(*self._counted(self.checkout.orders, *groups))

    @cached_property
    def cancelled(self) -> Counted:
        """Orders given up, by product."""
        return self._counted(self.deliveries.cancelled)[0]

    @cached_property
    def returned(self) -> Counted:
        """Orders sent back, by product."""
        return self._counted(self.aftersales.returned)[0]

    @cached_property
    def shipped(self) -> Counted:
        """Orders that left, by product."""
        return self._counted(self.deliveries.shipped)[0]

    @cached_property
    def kept(self) -> Counted:
        """Orders kept for good, by product."""
        return self._counted(self.aftersales.kept)[0]

    @cached_property
    def newly_owed(self) -> Integers:
        """Cents that the chain of a product owes for today's returns, less those paid: [3, F]."""
        after = self.aftersales
        return refunds_of(self.world, after.returned) - refunds_of(self.world, after.came_back)

    def _counted(self, orders: Table, anchors: int = 0, sessions: int = 0) -> list[Counted]:
        products = len(self.world.factories)
        counts, ends = _count(orders, products, anchors, sessions), (products, products + anchors)
        return [
            Counted(mine[:_DOORS].copy(), mine[_DOORS], mine[_DOORS + 1])  # tables keep doors
            for mine in np.split(counts, ends, axis=1)
        ]


@compiled
def _count(orders: Table, products: int, anchors: int, sessions: int) -> Integers:
    """Groups side by side: products, then anchors, then sessions; lines as in Counted."""
    counts = np.zeros((_DOORS + 2, products + anchors + sessions), np.int64)
    for row in range(orders.size):
        order = orders[row]
        _add(counts, order.product, order)
        if 0 <= order.anchor < anchors:
            _add(counts, products + order.anchor, order)
        if order.channel == Channel.LIVE and order.session < sessions:
            _add(counts, products + anchors + order.session, order)
    return counts


@inlined
def _add(counts: Integers, group: int, order: Record) -> None:
    counts[order.channel, group] += 1
    counts[_DOORS, group] += order.price
    counts[_DOORS + 1, group] += order.commission
