"""How orders to a factory swing, by the real chain of dealers under a real Poisson demand."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.arrays import Floats
from experiments.limits._shelves import NEVER, shelves
from experiments.proving.limit import Mean

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


def moving(cover: float, window: int) -> Floats:
    """What a piece of demand adds to the orders of its day and those after: S97's dealer."""
    pulse = np.zeros(window + 1)
    pulse[0], pulse[-1] = 1.0 + cover / window, -cover / window
    return pulse


def swing(
    brand: dict[str, Any], pulse: Floats, demand: float, shops: int, seed: int, effort: int
) -> Mean:
    """Variance of orders over variance of demand, a value a shelf, once the first days are felt.

    By theory orders answer a day's demand with `pulse`. So what the demand of these very days makes
    of them by that answer has a known mean, the sum of the squares of `pulse`, from which it strays
    by luck. That is taken out: a control variate, which biases nothing whatever orders do, and
    which leaves little luck if they do what theory says.
    """
    days, before = 10 * effort, len(pulse)
    chain = {f"strategies.brand_dealer.{name}": value for name, value in (BRAND | brand).items()}
    market = shelves("brand_dealer", shops, demand, seed, {}, **chain)
    wanted, squares = np.zeros((before, shops)), []
    for day in range(before + days):
        market.step()
        today = market.today
        assert today is not None
        assert not today.checkout.refused_stock.any()
        wanted = np.roll(wanted, 1, axis=0)
        wanted[0] = today.checkout.demand - demand
        if day >= before:
            luck = np.square(pulse @ wanted) / demand - pulse @ pulse
            squares.append(np.square(today.production.dealer_orders - demand) / demand - luck)
    return Mean(np.mean(squares, axis=0))
