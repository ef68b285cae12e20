"""The law of returns: how likely an order is sent back (S103; 2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Floats, Table
from core.compiled import compiled
from model.records import Catalog

if TYPE_CHECKING:
    from model.world import World


def return_logit(
    world: World, catalog: Catalog, orders: Table, doubt: Floats | None = None
) -> Floats:
    """Log-odds that each order is sent back, if it were worth less [utility] by a product's doubt.

    Linear in disappointment (promise - worth) and in how impulsive the order was.
    """
    p = world.scenario.returns
    intercepts = np.array([category.return_intercept for category in world.categories])
    less = np.zeros(len(catalog.category)) if doubt is None else doubt
    return _logits(orders, intercepts[catalog.category], less, p.sensitivity, p.impulse)


@compiled
def _logits(
    orders: Table, intercepts: Floats, doubt: Floats, sensitivity: float, impulse: float
) -> Floats:
    logits = np.empty(orders.size)
    for row in range(orders.size):
        order = orders[row]
        worth = np.float64(order.worth) - doubt[order.product]
        logits[row] = (
            intercepts[order.product]
            + sensitivity * (np.float64(order.promise) - worth)
            + impulse * np.float64(order.impulse)
        )
    return logits
