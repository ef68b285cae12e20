"""The other half of the balance: every piece that was started is somewhere (LC33)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from agents.factories import Factory
from core.arrays import Integers
from model.ledger import Imbalance
from model.records import Stocks


class GoodsAudit(NamedTuple):
    """Where the pieces of each factory are, in units, one row a factory, from the start of a run.

    Pieces that a run begins with count as started.
    """

    started: Integers  # ever put into production
    held: Integers  # on hand, in production, in the dealers' chain
    in_transit: Integers  # on the way to consumers
    with_consumers: Integers  # received, whether kept for good or not yet decided
    coming_back: Integers  # on the way back
    gone: Integers  # scrapped or sold off


def check_goods(audit: GoodsAudit, day: int) -> None:
    """Raise `Imbalance` for the first factory whose pieces do not add up."""
    found = audit.held + audit.in_transit + audit.with_consumers + audit.coming_back + audit.gone
    wrong = (found != audit.started).nonzero()[0]
    if not wrong.size:
        return
    factory = int(wrong[0])
    places = [place for place in audit._fields if place != "started"]
    terms = " + ".join(f"{place} {getattr(audit, place)[factory]:,}" for place in places)
    raise Imbalance(
        f"goods of factory {factory}",
        f"started {audit.started[factory]:,}, but {terms} = {found[factory]:,} "
        f"at the close of day {day} ({wrong.size} factory(ies) differ)",
    )


def stocks_of(factories: Sequence[Factory]) -> Stocks:
    """Where the pieces are that the market has."""
    pieces = [(f.on_hand, f.warehouse, f.on_order, f.chain_stock) for f in factories]
    return Stocks(*np.array(pieces, np.int64).reshape(-1, 4).T)
