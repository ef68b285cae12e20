"""Whom a buyer thanks or blames: the anchor who moved the order, or the shop's own (C47)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Integers, Table

if TYPE_CHECKING:
    from model.world import World


def shown_by(world: World, orders: Table) -> Integers:
    """The anchor with whom the buyer associates each order, -1 for nobody.

    Whoever moved it; for a purchase from the shelf the anchor of the shop's own stream, if it has
    one: a shop's customers are the audience that its stream begins with.
    """
    own = np.full(len(world.factories), -1, orders["anchor"].dtype)
    for anchor in world.anchors:
        if anchor.employer is not None and anchor.active:
            own[anchor.employer] = anchor.index
    return np.where(orders["anchor"] >= 0, orders["anchor"], own[orders["product"]])
