"""Whom a buyer thanks or blames: the anchor who moved the order, or the shop's own (C47)."""

from __future__ import annotations

import numpy as np

from core.arrays import Flags, Integers, Record
from core.compiled import inlined
from model.world import World


def own_anchors(world: World) -> Integers:
    """The anchor of each shop's own stream, -1 where it has none; one row a factory."""
    hosts = np.full(len(world.factories), -1, np.int16)
    for anchor in world.anchors:
        if anchor.employer is not None and anchor.active:
            hosts[anchor.employer] = anchor.index
    return hosts


def at_work(world: World) -> Flags:
    """Which anchors have not left the trade: only they can be followed."""
    return np.array([anchor.active for anchor in world.anchors], np.bool_)


@inlined
def shown_by(order: Record, hosts: Integers) -> int:
    """The anchor with whom the buyer associates an order, -1 for nobody.

    Whoever moved it; for a purchase from the shelf the anchor of the shop's own stream, if it has
    one: a shop's customers are the audience that its stream begins with.
    """
    return int(order.anchor) if order.anchor >= 0 else int(hosts[order.product])
