"""The evening audit: money sums to zero and every item is somewhere, or the run stops (LC33)."""

from __future__ import annotations

import numpy as np

from model.books.goods import GoodsAudit, check_goods
from model.records import Stocks
from model.world import World


def close_the_books(world: World) -> Stocks:
    """Raises `Imbalance` naming the account, or the factory, that does not balance."""
    world.ledger.close_day(world.day)
    factories, book = world.factories, world.orders
    pieces = np.array(
        [
            (f.on_hand, f.warehouse, f.on_order, f.chain_stock, f.started, f.goods_gone())
            for f in factories
        ],
        dtype=np.int64,
    ).reshape(-1, 6)
    stocks = Stocks(*pieces[:, :4].T)
    audit = GoodsAudit(
        started=pieces[:, 4],
        held=stocks.warehouse + stocks.on_order + stocks.chain,
        in_transit=book.in_transit,
        with_consumers=book.with_consumers,
        coming_back=book.coming_back,
        gone=pieces[:, 5],
    )
    check_goods(audit, world.day)
    return stocks
