"""What is watched of a run: names of tables, or of single columns of `days` such as "days.gmv"."""

from __future__ import annotations

from collections.abc import Iterable

EVERYTHING = frozenset({"days", "factories", "anchors", "sessions", "segments"})
ORDERS_TOO = EVERYTHING | {"orders"}  # one by one: many, and so only watched if asked for
NOTHING: frozenset[str] = frozenset()


class NotWatched(LookupError):
    """Something is asked of a run that nobody watched while it lived."""

    def __init__(self, names: Iterable[str]) -> None:
        told = ", ".join(sorted(names))
        where = "`watched` of Market; `step()` lives days without results"
        super().__init__(f"{told}: not watched ({where})")


def of_days(columns: Iterable[str]) -> frozenset[str]:
    """Single columns of `days`, as what is watched."""
    return frozenset(f"days.{name}" for name in columns)


def tables_of(watched: Iterable[str]) -> frozenset[str]:
    """The tables that something watched belongs to."""
    return frozenset(name.partition(".")[0] for name in watched)
