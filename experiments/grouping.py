"""Rows of a table as arrays, taken apart by what they have in common.

A run's tables are small and a sweep reads many: a frame's own grouping would cost ten times that.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.arrays import Flags, Floats

Values: TypeAlias = npt.NDArray[Any]
Rows: TypeAlias = dict[str, Values]  # columns of equal length


def rows_of(frame: pd.DataFrame, names: Iterable[str]) -> Rows:
    """These columns of a frame."""
    return {name: frame[name].to_numpy() for name in names}


def those(rows: Rows, which: Flags) -> Rows:
    """The rows that are flagged."""
    return {name: values[which] for name, values in rows.items()}


def split(rows: Rows, name: str) -> dict[str, Rows]:
    """The rows of each value of a column, in the order of the values."""
    of, values = pd.factorize(rows[name], sort=True)
    return {str(value): those(rows, of == place) for place, value in enumerate(values)}


def look_up(values: Values, of: tuple[Values, ...], at: tuple[Values, ...], none: float) -> Values:
    """The value of the row with the same keys, for each wanted; `none` where there is no such row.

    Keys are whole numbers from 0; that many places are laid out.
    """
    ends = [max(one.max(initial=0) for one in pair) + 1 for pair in zip(of, at, strict=True)]
    laid = np.full(np.array(ends, int), none, np.result_type(values, type(none)))
    laid[tuple(key.astype(int) for key in of)] = values
    found: Values = laid[tuple(key.astype(int) for key in at)]
    return found


class Groups:
    """Rows that have all keys in common are a group; groups are in the order of their keys."""

    def __init__(self, *keys: Values) -> None:
        of, found = pd.factorize(keys[0], sort=True)
        for key in keys[1:]:
            place, values = pd.factorize(key, sort=True)
            of, found = pd.factorize(of * len(values) + place, sort=True)
        self.of = of  # the group of each row
        self.size = np.bincount(self.of, minlength=len(found))

    def sum(self, values: Values) -> Floats:
        """Of each group."""
        return np.bincount(self.of, values, self.size.size).astype(float)

    def mean(self, values: Values) -> Floats:
        """Of each group; nan if one of its values is."""
        return self.sum(values) / self.size

    def least(self, values: Values) -> Values:
        """Of each group."""
        lowest = self.first(values)
        np.minimum.at(lowest, self.of, values)
        return lowest

    def first(self, values: Values) -> Values:
        """Of each group, that of its first row."""
        _, row = np.unique(self.of, return_index=True)
        return values[row]

    def before(self, values: Values, none: float) -> Values:
        """For each row that of the row before it in its group; `none` for a group's first."""
        order = np.argsort(self.of, kind="stable")
        shifted = np.full(values.size, none, np.result_type(values, type(none)))
        same = self.of[order[1:]] == self.of[order[:-1]]
        shifted[order[1:][same]] = values[order[:-1][same]]
        return shifted
