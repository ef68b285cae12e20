"""Products are ranked by lot, as in the experiment that Ursu (2018) used (S86)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar, final

import numpy as np

from core.arrays import Floats, Integers
from core.luck import uniforms
from core.units import DAY_SECONDS
from experiments.live import all_orders
from experiments.validating.prediction import HeldOutPrediction, Size, market_of
from model import Market

SHELF = 12  # factories a shelf, so that not everything is inspected
EVERYTHING = 1e-4  # search cost at which everybody looks at every product


@final
class RandomRanks(HeldOutPrediction):
    """Every morning the positions of each shelf are drawn anew; shelf orders by position.

    Where few products are inspected, the first positions must sell more. Where all are, a position
    can act on utility only, and must not.
    """

    kind = "random_ranks"
    answers = ("rank_on_sales", "rank_on_utility")
    how: ClassVar[str] = (
        "positions on every shelf are drawn by lot each morning; deliberate orders at the first "
        "third of positions over those at the last third, as it is and where search is free"
    )

    def simulate(self, seed: int, size: Size, changes: Mapping[str, Any]) -> dict[str, float]:
        """Log ratios of orders, first third of the positions over the last."""
        told = {"market.factories_per_shelf": SHELF, "appeal.loyalty": 0.0, **changes}
        free = {**told, "shelf.search_cost": EVERYTHING}
        return {
            "rank_on_sales": first_over_last(market_of(seed, size, told), size),
            "rank_on_utility": first_over_last(market_of(seed, size, free), size),
        }


def first_over_last(market: Market, size: Size) -> float:
    """A market with positions by lot is lived: log of orders at the first third over the last."""
    world = market.world
    positions = np.empty((size.after, len(world.factories)), dtype=np.int64)
    for day in range(size.after):
        lots = uniforms(world.luck.key("rank by lot", day), len(world.factories))
        positions[day] = put_in_order(market, lots)
        market.step()
    orders = all_orders(market)
    shelf_orders = orders[orders["channel"].astype(str) == "shelf"]
    day_of = (shelf_orders["placed"] // DAY_SECONDS).to_numpy(int)
    day_of = np.minimum(day_of, size.after - 1)
    sold = np.bincount(positions[day_of, shelf_orders["product"]], minlength=SHELF)
    third = SHELF // 3
    return math.log(max(sold[:third].sum(), 1) / max(sold[-third:].sum(), 1))


def put_in_order(market: Market, lots: Floats) -> Integers:
    """Give every product its position on its shelf this morning: the smallest lot comes first."""
    world = market.world
    shelf = np.array([f.platform * len(world.categories) + f.category for f in world.factories])
    order = np.lexsort((lots, shelf))
    positions = np.empty(len(order), dtype=np.int64)
    positions[order] = np.arange(len(order)) - np.searchsorted(shelf[order], shelf[order])
    for platform in world.platforms:
        platform.position = positions.copy()
    return positions
