"""Platforms report the day to factories: sales, refusals, live interest and taste (C38)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Floats, Integers, Table
from model.records import Audience, Catalog, Channel, Checkout, Schedule

if TYPE_CHECKING:
    from model.world import World


def report_day(
    world: World,
    catalog: Catalog,
    schedule: Schedule,
    audience: Audience,
    checkout: Checkout,
) -> None:
    """Write the day into the data feeds, before factories decide: a feed without delay shows it.

    The taste of buyers is told as absolute design points.
    """
    factories, orders = len(world.factories), checkout.orders
    sold = _count(orders["product"], factories)
    live = _count(orders["product"][orders["channel"] == Channel.LIVE], factories)
    moved = _count(orders["product"][orders["anchor"] >= 0], factories)  # live, or later
    views = np.bincount(schedule.slot_product, weights=audience.exposures, minlength=factories)
    refused = (checkout.refused_stock + checkout.refused_promise).astype(np.float64)
    tastes = _taste_sums(world, catalog, orders)
    for platform in world.platforms:
        here = catalog.platform == platform.index
        offered = here & catalog.buyable
        interest = platform.interest(views * here, moved * here)
        for feed in platform.feeds.values():
            feed.record(
                world.day, offered, sold * here, refused * here, live * here, interest,
                sold * here, tastes * here[:, None], world.luck,
            )  # fmt: skip


def _taste_sums(world: World, catalog: Catalog, orders: Table) -> Floats:
    """Tastes of today's buyers, summed by product: [F, 2] in the coordinates of designs."""
    product = orders["product"].astype(np.int64)
    category = catalog.category[product]
    own = world.consumers.traits.taste[orders["consumer"], category]
    points = own + world.taste_centre[category]
    factories = len(world.factories)
    columns = [np.bincount(product, weights=points[:, k], minlength=factories) for k in (0, 1)]
    return np.stack(columns, axis=1)


def _count(products: Integers, factories: int) -> Floats:
    return np.bincount(products, minlength=factories).astype(np.float64)
