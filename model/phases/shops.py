"""The morning: fashion moves, budgets are renewed, shops open their windows."""

from __future__ import annotations

import math

import numpy as np

from core.luck import normals
from model.books.money import merchants, take_rate
from model.records import Catalog
from model.world import World


def open_shops(world: World) -> Catalog:
    """What shoppers can see this morning. Stock that waiting orders will take is not offered."""
    factories, platforms, lines = world.factories, world.platforms, world.lines
    stock = np.array([f.on_hand for f in factories], dtype=np.int64) - world.orders.waiting
    is_open = np.array([f.open for f in factories])
    home = lines.platform, np.arange(len(factories))
    return Catalog(
        open=is_open,
        category=lines.category,
        platform=lines.platform,
        region=lines.region,
        price=np.array([f.list_price for f in factories], dtype=np.int64),
        reference=lines.reference,
        quality=np.array([f.quality for f in factories]),
        believed=np.array([f.believed for f in factories]),
        design=np.concatenate([f.design for f in factories]).reshape(-1, 2),
        stock=np.where(is_open, np.maximum(stock, 0), 0),
        presale_days=np.array([f.presale_days if f.open else -1 for f in factories]),
        position=np.array([shop.position for shop in platforms])[home],
        score=np.array([shop.score for shop in platforms])[home],
        awareness=np.array([f.awareness for f in factories]),
        counter=np.array([shop.counter for shop in platforms])[home],
        merchant=merchants(world),
        take=np.array([take_rate(world, f) for f in factories], dtype=np.float64),
        programme=np.array([f.strategy.terms.programme for f in factories], dtype=np.float64),
    )


def start_day(world: World) -> None:
    """Fashion drifts, a new month renews budgets, anchors count their followers."""
    _drift_fashion(world)
    if world.day and world.day % world.scenario.market.month == 0:
        world.consumers.start_month()
    followers = world.consumers.followers(len(world.anchors)).tolist()
    for anchor in world.anchors:
        anchor.followers = followers[anchor.index]


def _drift_fashion(world: World) -> None:
    """The taste centre of each category follows an Ornstein-Uhlenbeck process, a step a day."""
    key = world.luck.key("fashion", world.day)
    for axis in (0, 1):
        shock = normals(key, len(world.categories), axis).tolist()
        for c, category in enumerate(world.categories):
            keep = math.exp(-category.drift_reversion)
            world.taste_centre[c, axis] *= keep
            world.taste_centre[c, axis] += category.drift_speed * shock[c]
