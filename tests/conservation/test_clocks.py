"""Clocks lie in a table of those who have one: each has one row, and each row one owner."""

from __future__ import annotations

import numpy as np

from model import Market

BUSY = {"consumers.count": 600, "attention.habit": 0.4, "impulse.strength": 0.05}


def test_every_clock_has_a_row_of_its_own_and_rows_are_given_up() -> None:
    market = Market("base", **BUSY)
    rows = []
    for _ in range(12):
        market.step()
        pending = market.consumers.pending
        owners = pending.clock["consumer"]
        taken = np.flatnonzero(owners >= 0)
        assert (pending.place[owners[taken]] == taken).all()
        assert np.count_nonzero(pending.place >= 0) == taken.size
        assert (pending.place[pending.second < np.inf] >= 0).all()
        rows.append(len(owners))
    assert np.isfinite(pending.second).sum() > 20
    assert max(rows) < 2 * len(market.consumers)  # room for who watched and who was told, no more
