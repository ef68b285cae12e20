"""Platforms report the day to factories: sales, refusals, live interest and taste (C38)."""

from __future__ import annotations

import numpy as np

from agents.feeds import Sales
from core.arrays import Floats, Integers, Table
from core.compiled import compiled
from core.luck import normals
from core.prefetching import AHEAD, fetch_ahead
from core.sharing import rows_of_some, shards_of, share
from model.records import Audience, Catalog, Channel, Checkout, Schedule
from model.world import World


def report_day(
    world: World,
    catalog: Catalog,
    schedule: Schedule,
    audience: Audience,
    checkout: Checkout,
) -> None:
    """Write the day into the data feeds, before factories decide: a feed without delay shows it."""
    factories, orders = len(world.factories), checkout.orders
    sold, live, moved = np.zeros((3, factories))
    tastes = np.zeros((factories, 2))
    share(
        _sum_up, len(orders), orders, orders["product"].astype(np.int32), catalog.category,
        world.consumers.traits.taste, world.taste_centre, sold, live, moved, tastes,
        shards_of(len(orders)),
    )  # fmt: skip
    refused = (checkout.refused_stock + checkout.refused_promise).astype(np.float64)
    sales = Sales(catalog.buyable, sold, refused, live, tastes)
    views = np.bincount(schedule.slot_product, weights=audience.exposures, minlength=factories)
    draws: dict[str, Floats] = {}  # of each feed, everywhere at once
    for platform in world.platforms:
        here = catalog.platform == platform.index
        interest = platform.interest(views * here, moved * here)
        for name, feed in platform.feeds.items():
            if name not in draws:
                key = world.luck.key(f"noise of {name}", world.day)
                draws[name] = normals(key, factories, catalog.platform)
            feed.record(world.day, here, sales, interest, draws[name])


@compiled
def _sum_up(
    begin: int, end: int, orders: Table, product: Integers, category: Integers, taste: Floats,
    centre: Floats, sold: Floats, live: Floats, moved: Floats, tastes: Floats, shards: int,
) -> None:  # fmt: skip
    """Orders of some products: all, live, and moved by an anchor, live or later; buyers' tastes.

    Tastes are summed as absolute design points [F, 2].
    """
    rows = rows_of_some(product, category.size, begin, end, shards)
    for at, row in enumerate(rows):
        fetch_ahead(orders[rows[min(at + AHEAD, rows.size - 1)]].consumer, taste)
        order = orders[row]
        c = category[order.product]
        sold[order.product] += 1.0
        live[order.product] += order.channel == Channel.LIVE
        moved[order.product] += order.anchor >= 0
        for axis in range(2):
            tastes[order.product, axis] += taste[order.consumer, c, axis] + centre[c, axis]
