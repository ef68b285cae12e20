"""The other half of the balance: every piece that was started is somewhere (LC33)."""

from __future__ import annotations

from typing import NamedTuple

from core.arrays import Integers
from model.ledger import Imbalance


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
