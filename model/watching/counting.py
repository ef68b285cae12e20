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
    orders: Integers  # [groups] of any channel
    price: Integers  # [groups] cents paid
    commission: Integers  # [groups] cents passed on to anchors


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
        products, anchors = len(self.world.factories), len(self.world.anchors)
        sessions = self.schedule.anchor.size
        lines = _count(self.checkout.orders, products, anchors, sessions)
        first = products + anchors
        return Placed(
            _groups(lines[:, :products]),
            _groups(lines[:, products:first]),
            _groups(lines[:, first:]),
        )

    @cached_property
    def cancelled(self) -> Counted:
        """Orders given up, by product."""
        return self._by_product(self.deliveries.cancelled)

    @cached_property
    def returned(self) -> Counted:
        """Orders sent back, by product."""
        return self._by_product(self.aftersales.returned)

    @property
    def shipped(self) -> Counted:
        """Orders that left, by product."""
        return self._by_product(self.deliveries.shipped)

    @property
    def kept(self) -> Counted:
        """Orders kept for good, by product."""
        return self._by_product(self.aftersales.kept)

    @cached_property
    def newly_owed(self) -> Integers:
        """Cents that the chain of a product owes for today's returns, less those paid: [3, F]."""
        after = self.aftersales
        return refunds_of(self.world, after.returned) - refunds_of(self.world, after.came_back)

    def _by_product(self, orders: Table) -> Counted:
        return _groups(_count(orders, len(self.world.factories), 0, 0))


def _groups(lines: Integers) -> Counted:
    doors, orders, price, commission = lines[:_DOORS].copy(), *lines[_DOORS:]
    return Counted(doors, orders.copy(), price, commission)  # tables keep the first two


@compiled
def _count(orders: Table, products: int, anchors: int, sessions: int) -> Integers:
    """Groups side by side: products, then anchors, then sessions; lines as in Counted."""
    lines = np.zeros((_DOORS + 3, products + anchors + sessions), np.int64)
    for row in range(orders.size):
        order = orders[row]
        _add(lines, order.product, order)
        if 0 <= order.anchor < anchors:
            _add(lines, products + order.anchor, order)
        if order.channel == Channel.LIVE and order.session < sessions:
            _add(lines, products + anchors + order.session, order)
    return lines


@inlined
def _add(lines: Integers, group: int, order: Record) -> None:
    lines[order.channel, group] += 1
    lines[_DOORS, group] += 1
    lines[_DOORS + 1, group] += order.price
    lines[_DOORS + 2, group] += order.commission
