"""What a season brings: needs that are high or low for everybody, and known to nobody before."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaincinv, ndtri

from agents.categories import CategoryParameters
from core.arrays import Floats
from model.world import World


def need_rates(world: World) -> Floats:
    """Deliberate needs of a consumer of average need today [1/day], one row a category.

    A season's level is 1 without volatility.
    """
    rates = np.array([category.need_rate for category in world.categories])
    for row, category in enumerate(world.categories):
        if category.need_volatility > 0.0:
            season = (world.day + category.season_age) // category.season_days
            rates[row] *= _level(category, world.luck.one("season", season, row))
    return rates


def _level(category: CategoryParameters, draw: float) -> float:
    """Normal around 1 and never below 0: what a stock maker faces who orders early (LC16, LC18).

    Or gamma with mean 1, so that demand is what a gamma belief about its rate expects (LC17b).
    """
    if category.need_gamma:
        shape = float(category.need_volatility**-2.0)
        return float(gammaincinv(shape, draw)) / shape
    level: float = 1.0 + category.need_volatility * float(ndtri(draw))
    return max(0.0, level)
