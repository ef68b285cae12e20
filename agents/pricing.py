"""What a seller can afford: from cost, price and shares to the limits of an offer."""

from __future__ import annotations

import math
from typing import NamedTuple, Protocol


class Reserve(Protocol):
    """Parameters by which a mode limits what it gives away, whatever else they hold."""

    @property
    def minimum_margin(self) -> float:
        """Least margin over cost."""

    @property
    def commission_cap(self) -> float:
        """Most it pays an anchor, a share of the live price."""

    @property
    def fee_days(self) -> float:
        """Most it pays for a slot, in days of margin."""


class Limits(NamedTuple):
    """What a seller would still agree to when an anchor bargains."""

    floor_price: float  # CNY
    max_commission: float
    max_slot_fee: float  # CNY


def limits_of(p: Reserve, price: float, cost: float, take: float, demand: float) -> Limits:
    """Limits of an offer at this list price [CNY], with landed cost, take and demand a day."""
    return Limits(
        min(price, floor_price(cost, p.minimum_margin, take)),
        min(p.commission_cap, affordable_commission(price, cost, p.minimum_margin, take)),
        affordable_fee(p.fee_days, demand, price, cost, take),
    )


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
