"""Reviews speak of quality: what else sends goods back, hype, impulse and fit, is discounted."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.special import expit

from experiments.live import next_day
from model import Market
from model.phases.ranking import update_platforms
from model.phases.sessions import schedule_sessions

IMPULSE, HYPE, FIT = 0.8, 1.0, 0.7
QUALITY_WEIGHT = 0.5


def reviewed(world: Any, catalog: Any, orders_of: Any, live: float, orders: int) -> Any:
    """Every product of a shelf, bought so often, a share of it live; outcomes are as expected."""
    count = len(world.factories)
    product = np.repeat(np.arange(count), orders)
    is_live = np.tile(np.arange(orders) < live * orders, count)
    fit = np.where(is_live, FIT, 1.2)
    hoped = catalog.believed[product] + np.where(is_live, HYPE, 0.0)
    rows = orders_of(
        product=product, impulse=np.where(is_live, IMPULSE, 0.0),
        promise=fit + QUALITY_WEIGHT * hoped, worth=fit + QUALITY_WEIGHT * catalog.quality[product],
    )  # fmt: skip
    p = world.scenario.returns
    intercept = np.array([category.return_intercept for category in world.categories])
    logit = intercept[catalog.category[product]] + p.impulse * rows["impulse"]
    goes_back = expit(logit + p.sensitivity * (rows["promise"] - rows["worth"]))
    draws = (np.tile(np.arange(orders), count) * 0.6180339887498949) % 1.0  # even, not random
    kept = draws >= goes_back
    return SimpleNamespace(kept=rows[kept], returned=rows[~kept])


def change_of_belief(world: Any, catalog_of: Any, orders_of: Any, live: float) -> Any:
    before = catalog_of(world)
    none = np.zeros(len(world.factories), dtype=np.int64)
    schedule = schedule_sessions(world, before)
    update_platforms(
        world, before, schedule,
        SimpleNamespace(exposures=np.zeros(len(schedule.slot_product), np.int64)),
        SimpleNamespace(orders=orders_of(product=[]), refused_stock=none, refused_promise=none),
        reviewed(world, before, orders_of, live, 2_000),
        SimpleNamespace(redesigned=none > 0),
    )  # fmt: skip
    return np.array([factory.believed for factory in world.factories]) - before.believed


@pytest.mark.parametrize("live", [0.0, 0.5, 1.0])
def test_hype_and_impulse_say_nothing_of_quality(
    new_world: Any, catalog_of: Any, orders_of: Any, live: float
) -> None:
    """Goods that are as believed are neither praised nor blamed, through whatever door they go."""
    world = new_world()
    for factory in world.factories:
        factory.believed = factory.quality
    change = change_of_belief(world, catalog_of, orders_of, live)
    assert np.abs(change).max() < 0.05


@pytest.mark.parametrize("live", [0.0, 1.0])
def test_what_surprises_is_how_far_quality_is_from_belief(
    new_world: Any, catalog_of: Any, orders_of: Any, live: float
) -> None:
    world = new_world()
    quality = np.array([factory.quality for factory in world.factories])
    change = change_of_belief(world, catalog_of, orders_of, live)
    clear = np.abs(quality) > 0.2
    assert (np.sign(change[clear]) == np.sign(quality[clear])).all()


def test_belief_errs_no_more_on_what_is_sold_live() -> None:
    """A market of strong impulses: all that is sold live comes back more often, and none errs."""
    market = Market("base", seed=1, **{"returns.impulse": 2.0, "consumers.count": 6_000})
    world = market.world
    live, every = np.zeros(len(world.factories)), np.zeros(len(world.factories))
    for _ in range(40):
        orders = next_day(market).checkout.orders
        moved = orders["product"][orders["anchor"] >= 0]
        live += np.bincount(moved, minlength=live.size)
        every += np.bincount(orders["product"], minlength=live.size)
    error = np.array([factory.believed - factory.quality for factory in world.factories])
    share = live / np.maximum(every, 1.0)
    assert abs(np.corrcoef(share, error)[0, 1]) < 0.4
