"""What a seller can afford: from cost, price and shares to the limits of an offer."""

from __future__ import annotations

import math


def floor_price(cost: float, margin: float, take: float) -> float:
    """Lowest price [CNY] that leaves `margin` over cost after the platform's take: c (1+m)/(1-t).

    An anchor's commission comes on top: a deal at the floor pays none (W4).
    """
    return cost * (1.0 + margin) / (1.0 - take)


def affordable_commission(price: float, cost: float, margin: float, take: float) -> float:
    """Largest commission share at this price that still leaves the margin: 1 - t - c (1+m)/p (W4).

    At a price of 1.15 times cost it is a tenth or less, so that price cannot pay a star's quarter.
    """
    if not math.isfinite(price) or price <= 0.0:
        return 0.0
    return max(0.0, 1.0 - take - cost * (1.0 + margin) / price)


def affordable_fee(days: float, demand: float, price: float, cost: float, take: float) -> float:
    """Largest slot fee [CNY]: the margin that `days` of forecast demand would earn."""
    margin = price * (1.0 - take) - cost
    return max(0.0, days * demand * margin) if math.isfinite(margin) else 0.0
