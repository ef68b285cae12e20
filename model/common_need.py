"""Needs that everybody feels on the same days: the weather, a feast, a rumour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaincinv

from agents.categories import CategoryParameters
from core.arrays import Floats

if TYPE_CHECKING:
    from model.world import World


def needs_today(world: World) -> Floats:
    """Needs of a consumer a day, one number a category: the mean rate times today's shock.

    The shock of a spell is gamma with mean 1, so that demand is a gamma mixture of Poisson laws,
    which is what a Bayesian with a gamma belief about its rate expects (LC17b).
    """
    rates = [_shock(world, c, kind) * kind.need_rate for c, kind in enumerate(world.categories)]
    return np.array(rates)


def _shock(world: World, category: int, kind: CategoryParameters) -> float:
    if kind.need_volatility <= 0.0:
        return 1.0
    shape = kind.need_volatility**-2.0
    draw = world.luck.one("common need", world.day // kind.need_spell, category)
    return float(gammaincinv(shape, draw)) / shape
