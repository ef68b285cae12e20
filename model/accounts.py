"""The evening audit: money sums to zero and every item is somewhere, or the run stops (LC33)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from model.goods import GoodsAudit, check_goods

if TYPE_CHECKING:
    from model.world import World


def close_the_books(world: World) -> None:
    """Raises `Imbalance` naming the account, or the factory, that does not balance."""
    world.ledger.close_day(world.day)
    factories, book = world.factories, world.orders
    audit = GoodsAudit(
        started=np.array([f.started for f in factories]),
        held=np.array([f.goods_held() for f in factories]),
        in_transit=book.in_transit,
        with_consumers=book.with_consumers,
        coming_back=book.coming_back,
        gone=np.array([f.goods_gone() for f in factories]),
    )
    check_goods(audit, world.day)
