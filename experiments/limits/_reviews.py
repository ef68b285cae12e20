"""Populations of factories that sell nothing and review their modes every night."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.stats import binom

from core.arrays import Floats
from model import Market, load_scenario
from model.watching.watched import NOTHING

COST_SHARE = (
    0.1  # unit cost over reference price: what a mode's staff costs is a tenth of its share
)


def market_of(populations: int, size: int, seed: int, settings: Mapping[str, Any]) -> Market:
    """So many populations of one size, a category each. A day's payoff is - operation x .1.

    Expected demand is a thousandth of a dear piece, so that nothing is made and payoffs are exact.
    """
    names = [f"population {k}" for k in range(populations)]
    kind = {"reference_price": 1e9, "unit_cost": COST_SHARE * 1e9, "drift_speed": 0.0}
    kind["need_rate"] = 1e-5 * size
    scenario = load_scenario(
        "limits/modes_at_rest",
        **{
            "market.categories": names,
            "categories": dict.fromkeys(names, kind),
            "market.factories_per_shelf": size,
            **settings,
        },
    )
    return Market(scenario, seed=seed, watched=NOTHING)


def numbers_of(market: Market, mode: str) -> Floats:
    """How many factories of each population are of a mode."""
    own = [f.category for f in market.world.factories if f.mode == mode]
    return np.bincount(own, minlength=len(market.world.categories)).astype(np.float64)


def imitation_chain(size: int, edge: float) -> Floats:
    """Chance that n of one mode today are m tomorrow: [n, m], among `size` factories of two modes.

    All look at once at a rival each. One of the other mode that meets this mode comes over with
    chance (1 + edge) / 2, and one of this mode that meets the other goes with (1 - edge) / 2.
    """
    counts = np.arange(size + 1)
    chain = np.empty((size + 1, size + 1))
    for n in counts:
        stay = binom.pmf(counts, n, 1.0 - (size - n) / (size - 1) * (1.0 - edge) / 2.0)
        come = binom.pmf(counts, size - n, n / (size - 1) * (1.0 + edge) / 2.0)
        chain[n] = np.convolve(stay, come)[: size + 1]
    return chain
