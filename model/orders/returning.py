"""The law of returns: how likely an order is sent back (S103; 2.4)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from core.arrays import Floats, Record
from core.compiled import inlined
from model.records import Catalog
from model.world import World


class ReturnLaw(NamedTuple):
    """What compiled code needs to know of it."""

    intercept: Floats  # one row a product
    sensitivity: float
    impulse: float


def return_law(world: World, catalog: Catalog) -> ReturnLaw:
    """The law as it holds today."""
    p = world.scenario.returns
    intercepts = np.array([category.return_intercept for category in world.categories])
    return ReturnLaw(intercepts[catalog.category], p.sensitivity, p.impulse)


@inlined
def return_logit(law: ReturnLaw, order: Record, doubt: float) -> float:
    """Log-odds that an order is sent back if it were worth less by a doubt [utility].

    Linear in disappointment (promise - worth) and in how impulsive the order was.
    """
    worth = np.float64(order.worth) - doubt
    return float(
        law.intercept[order.product]
        + law.sensitivity * (np.float64(order.promise) - worth)
        + law.impulse * np.float64(order.impulse)
    )


@inlined
def logistic(logit: float) -> float:
    """The probability of such log-odds."""
    return 1.0 / (1.0 + math.exp(-logit))
