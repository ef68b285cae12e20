"""The law of returns: how likely an order is sent back (S103; 2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Floats, Table
from model.records import Catalog

if TYPE_CHECKING:
    from model.world import World


def return_logit(world: World, catalog: Catalog, orders: Table, worth: Floats) -> Floats:
    """Log-odds that each order is sent back if it were worth so much [utility].

    Linear in disappointment (promise - worth) and in how impulsive the order was.
    """
    p = world.scenario.returns
    intercepts = np.array([category.return_intercept for category in world.categories])
    logit: Floats = (
        intercepts[catalog.category[orders["product"]]]
        + p.sensitivity * (orders["promise"].astype(np.float64) - worth)
        + p.impulse * orders["impulse"].astype(np.float64)
    )
    return logit
