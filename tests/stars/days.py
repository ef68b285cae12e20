"""Days of the small world as platforms and anchors find them in the evening, and their close."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from model.books.money import merchants
from model.phases.careers import review_anchors
from model.phases.ranking import update_platforms
from model.phases.reporting import report_day
from model.phases.sessions import schedule_sessions
from model.records import Channel


def day_of(
    world: Any, catalog_of: Any, orders_of: Any, day: int = 0, buys: Any = (), keeps: Any = (),
    returns: Any = (), cancels: Any = (), comes_back: Any = (), refused: Any = None,
) -> SimpleNamespace:  # fmt: skip
    """A day in which every slot is seen ten times, and `buys` of (anchor, product) are ordered."""
    world.day, world.seconds = day, 86_400.0 * day
    catalog = catalog_of(world)
    schedule = schedule_sessions(world, catalog)
    none = np.zeros(len(world.factories), dtype=np.int64)

    def orders(pairs: Any) -> Any:
        anchor, product = (
            (np.array(side) for side in zip(*pairs, strict=True)) if pairs else ([], [])
        )
        channel = np.where(np.array(anchor) >= 0, Channel.LIVE, Channel.SHELF)
        merchant = merchants(world)[np.array(product, dtype=int)]
        return orders_of(anchor=anchor, product=product, channel=channel, merchant=merchant,
                         price=10_000, commission=500)  # fmt: skip

    return SimpleNamespace(
        catalog=catalog,
        schedule=schedule,
        audience=SimpleNamespace(exposures=np.full(len(schedule.slot_product), 10)),
        checkout=SimpleNamespace(
            orders=orders(buys),
            refused_stock=none if refused is None else refused,
            refused_promise=none,
        ),
        deliveries=SimpleNamespace(cancelled=orders(cancels)),
        aftersales=SimpleNamespace(
            kept=orders(keeps), returned=orders(returns), came_back=orders(comes_back)
        ),
        production=SimpleNamespace(redesigned=none > 0),
    )


def close(world: Any, day: SimpleNamespace) -> None:
    report_day(world, day.catalog, day.schedule, day.audience, day.checkout)
    update_platforms(
        world, day.catalog, day.schedule, day.audience, day.checkout, day.aftersales, day.production
    )


def careers(world: Any, day: SimpleNamespace) -> Any:
    return review_anchors(
        world, day.catalog, day.schedule, day.audience, day.checkout, day.deliveries, day.aftersales
    )
