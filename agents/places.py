"""Where to live: home, or near the factories, where rooms are dear (C54)."""

from __future__ import annotations

import numpy as np

from agents.anchor_parameters import AnchorParameters
from core.arrays import Floats

CLUSTER, ABROAD = 0, 2  # regions: of the factories' suppliers, across the border from the others


def sourcing_costs(parameters: AnchorParameters, income: Floats | float, days: Floats) -> Floats:
    """CNY a slot that earns `income` [CNY], when the factories are `days` of shipping away (C54).

    Samples and trips cost the same for all; securing supply costs more, the more is sold.
    """
    p = parameters
    return days * (p.sourcing_cost + p.sourcing_risk * np.maximum(income, 0.0))


def cluster_rent(parameters: AnchorParameters, share: float) -> float:
    """CNY a slot in the supply cluster when this share of all anchors is there (C54)."""
    return parameters.rent * (1.0 + parameters.congestion * share)


def best_region(costs: Floats, here: int, slots: float, moving_cost: float) -> int:
    """The region to live in, given the cost a slot of each [CNY] and the slots ahead (C54).

    The cheapest one if the saving over those slots exceeds the cost of moving, else `here`.
    """
    cheapest = int(np.argmin(costs))
    saving = float(costs[here] - costs[cheapest]) * slots
    return cheapest if saving > moving_cost else here
