"""A table that grows day by day: in memory, or in a file while only the latest rows are held."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from model.watching.metric import Column
from model.watching.tables import Sink, read_table

ROWS = 8_192  # that a table with a sink holds before it writes them as a row group

Values = npt.NDArray[Any]
Part = Mapping[str, Any]  # columns of equal length, or one scalar each


def long(_name: str, parts: Sequence[Values]) -> Values:
    """A column of a table that gets several rows a day."""
    return np.concatenate(parts) if parts else np.empty(0)


def daily(name: str, values: Sequence[float]) -> Values:
    """A column of a table that gets one row a day, each a scalar."""
    return np.array(values, np.int64 if name == "day" else np.float64)


def _column(values: Values) -> Values | pd.Categorical:
    """Names are kept once, and counted."""
    if values.dtype.kind != "U":
        return values
    names, codes = np.unique(values, return_inverse=True)
    return pd.Categorical.from_codes(codes, pd.Index(names, dtype=str))


class Rows:
    """Rows are added column by column; they become a frame once, or row groups of a file."""

    def __init__(
        self,
        declared: dict[str, Column],
        join: Callable[[str, Sequence[Any]], Values] = long,
        sink: Sink | None = None,
        most: int = ROWS,
    ) -> None:
        self.held = 0  # rows in memory
        self.most = most  # rows that are held before they are written, if there is a sink
        self.names, self._join, self._sink = list(declared), join, sink
        self._parts: list[list[Any]] = []  # by column

    def add(self, rows: Part) -> None:
        """Append equally long arrays, one for each declared column, or a scalar for each."""
        self._parts.append(self._by_column(rows))
        self.held += np.size(rows[self.names[0]])
        if self._sink is not None and self.held >= self.most:
            self._pour(self._sink)

    def frame(self, last: Part | None = None) -> pd.DataFrame:
        """All rows, and `last` which are not kept; names become categories.

        Without a day, declared columns and no rows. With a sink it must have been closed.
        """
        if self._sink is not None:
            return read_table(self._sink.path)
        joined = self._joined([] if last is None else [self._by_column(last)])
        return pd.DataFrame({name: _column(values) for name, values in joined.items()})

    def close(self, last: Part | None = None) -> None:
        """Write what is held, and `last`; no row can follow."""
        if self._sink is not None:
            if last is not None:
                self._parts.append(self._by_column(last))
            self._pour(self._sink)
            self._sink.close()

    def _pour(self, sink: Sink) -> None:
        sink.write(self._joined([]))
        self._parts.clear()
        self.held = 0

    def _by_column(self, rows: Part) -> list[Any]:
        return [rows[name] for name in self.names]

    def _joined(self, more: list[list[Any]]) -> dict[str, Values]:
        parts = [*self._parts, *more]
        columns = zip(*parts, strict=True) if parts else [()] * len(self.names)
        held = zip(self.names, columns, strict=True)
        return {name: self._join(name, values) for name, values in held}
