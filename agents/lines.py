"""A production line: pieces under way by the day they come off it, never more than it can make."""

from __future__ import annotations

from typing import final


@final
class Line:
    """Pieces in production. A mark can divide those already there from those that come after."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity  # units a day
        self.pipeline: dict[int, int] = {}  # units by the day they finish
        self.units = 0  # all of them
        self._before_mark = 0

    @property
    def units_after_mark(self) -> int:
        """Units in production that were started after the mark."""
        return self.units - self._before_mark

    @property
    def units_before_mark(self) -> int:
        """Units in production that were started before the mark."""
        return self._before_mark

    def start(self, units: int, first: int) -> None:
        """Put units on the line; from day `first` on they take the places still free (LC21)."""
        if units > 0 and self.capacity <= 0:
            raise ValueError(f"a line without capacity cannot make {units} units")
        self.units += units
        while units > 0:
            placed = min(units, self.capacity - self.pipeline.get(first, 0))
            if placed > 0:
                self.pipeline[first] = self.pipeline.get(first, 0) + placed
                units -= placed
            first += 1

    def finish(self, day: int) -> int:
        """Take off what is due."""
        due = [when for when in self.pipeline if when <= day]
        if not due:
            return 0
        done = sum(map(self.pipeline.pop, due))
        self.units -= done
        self._before_mark = max(0, self._before_mark - done)
        return done

    def mark(self) -> None:
        """Call everything now on the line old."""
        self._before_mark = self.units

    def unmark(self) -> None:
        """Call nothing old."""
        self._before_mark = 0

    def clear(self) -> int:
        """Give up everything on the line."""
        units, self.units = self.units, 0
        self.pipeline.clear()
        self._before_mark = 0
        return units
