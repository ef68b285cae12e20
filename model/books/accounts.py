"""The evening audit: money sums to zero and every item is somewhere, or the run stops (LC33)."""

from __future__ import annotations

import numpy as np

from model.books.goods import GoodsAudit, check_goods, stocks_of
from model.records import Stocks
from model.world import World


def close_the_books(world: World) -> Stocks:
    """Raises `Imbalance` naming the account, or the factory, that does not balance."""
    world.ledger.close_day(world.day)
    factories, book = world.factories, world.orders
    stocks = stocks_of(factories)
    audit = GoodsAudit(
        started=np.array([factory.started for factory in factories], np.int64),
        held=stocks.warehouse + stocks.on_order + stocks.chain,
        in_transit=book.in_transit,
        with_consumers=book.with_consumers,
        coming_back=book.coming_back,
        gone=np.array([factory.goods_gone() for factory in factories], np.int64),
    )
    check_goods(audit, world.day)
    return stocks
