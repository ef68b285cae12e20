"""A production line: pieces under way by the day they come off it, never more than it can make.

While a design is in preparation, what was started since is its pieces, and waits for its launch.
"""

from __future__ import annotations

from typing import final


@final
class ProductionLine:
    """Pieces in production. A mark divides those already there from those of a coming design."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity  # units a day
        self.pipeline: dict[int, int] = {}  # units by the day they finish
        self.units = 0  # all of them
        self._marked = False
        self._before_mark = 0
        self._ready = 0  # of the coming design, off the line

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

    def has_something(self, day: int) -> bool:
        """Whether pieces come off today, or wait already."""
        return self._ready > 0 or any(when <= day for when in self.pipeline)

    def finish(self, day: int) -> int:
        """Take off what is due; of a coming design it stays and is ready."""
        due = [when for when in self.pipeline if when <= day]
        done = self._ready + sum(map(self.pipeline.pop, due))
        self._ready = max(0, done - self._before_mark) if self._marked else 0
        done -= self._ready
        self._before_mark = max(0, self._before_mark - done)
        self.units -= done
        return done

    def mark(self) -> None:
        """Call everything now on the line old."""
        self._marked, self._before_mark = True, self.units

    def unmark(self) -> None:
        """Call nothing old."""
        self._marked, self._before_mark = False, 0

    def clear(self) -> int:
        """Give up everything on the line."""
        units, self.units = self.units, 0
        self.pipeline.clear()
        self._before_mark = self._ready = 0
        return units
