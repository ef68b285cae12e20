"""How orders to a factory swing, by the real chain of dealers under a real Poisson demand."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.arrays import Floats
from experiments.limit import Mean
from experiments.limits._shelves import NEVER, shelves

# Enough pieces on display that nobody finds a shop empty and no tier lacks what it owes: what is
# refused is noticed, but leaves the position as it was.
DISPLAY = 12.0  # days
BRAND = {
    "tiers": 2,
    "safety_days": 0.0,
    "display_days": DISPLAY,
    "opening_days": float(NEVER),
    "season_days": NEVER,
    "advertising_share": 0.0,
}


def rounding(steps: float) -> float:
    """Variance of rounding to whole pieces what comes in steps of 1 / `steps`, halves to even."""
    return (1.0 + 2.0 / steps**2 if steps % 2 == 0 else 1.0 - 1.0 / steps**2) / 12.0


def swing(
    brand: dict[str, Any], expected: float, demand: float, warm_up: int, shops: int, seed: int,
    effort: int,
) -> Mean:  # fmt: skip
    """Variance of orders over variance of demand, a value a shelf, after `warm_up` days.

    Mean and variance of demand are known. That its variance on these very days differs by chance
    is taken out: a control variate, with the expected ratio as its factor, that biases nothing.
    """
    days = 25 * effort
    chain = {f"strategies.brand_dealer.{name}": value for name, value in (BRAND | brand).items()}
    market = shelves("brand_dealer", shops, demand, seed, {}, **chain)
    squares: list[Floats] = []
    for day in range(warm_up + days):
        market.step()
        today = market.today
        assert today is not None
        assert not today.checkout.refused_stock.any()
        if day >= warm_up:
            orders = np.square(today.production.dealer_orders - demand)
            wanted = np.square(today.checkout.demand - demand)
            squares.append((orders - expected * (wanted - demand)) / demand)
    return Mean(np.mean(squares, axis=0))
