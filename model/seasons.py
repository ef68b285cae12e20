"""What a season brings: needs that are high or low for everybody, and known to nobody before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Floats
from core.luck import normals

if TYPE_CHECKING:
    from model.world import World


def need_rates(world: World) -> Floats:
    """Deliberate needs of a consumer of average need today [1/day], one row a category.

    A season's level is normal around 1, and never below 0: the demand that a stock maker faces when
    it has to order before it knows (LC16, LC18). Without volatility it is 1.
    """
    rates = np.array([category.need_rate for category in world.categories])
    for row, category in enumerate(world.categories):
        if category.need_volatility > 0.0:
            season = (world.day + category.season_age) // category.season_days
            shock = float(normals(world.luck.key("season", season), np.array([row]))[0])
            rates[row] *= max(0.0, 1.0 + category.need_volatility * shock)
    return rates
