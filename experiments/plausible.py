"""Values that may be set, but that nobody would expect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.describe import describe
from experiments.style import short
from model.parameters import Scenario

SIZES = ("market", "consumers.count")  # how much is run says nothing of the world


def notes_on(overrides: Mapping[str, object]) -> Iterator[str]:
    """A line for each number outside the plausible range of its declaration."""
    rows = {row.path: row for row in describe(Scenario)}
    for path, value in overrides.items():
        row = rows.get(_declared(path))
        if row is None or row.low is None or row.high is None or path.startswith(SIZES):
            continue
        if isinstance(value, int | float) and not row.low <= value <= row.high:
            plausible = f"{short(row.low)} ... {short(row.high)} {row.unit}"
            yield f"note: {path} = {value} is not plausible ({plausible}), but allowed"


def _declared(path: str) -> str:
    """The path under which the parameter of a named platform or category is declared."""
    first, *rest = path.split(".")
    named = rest and first in ("platforms", "categories")
    return ".".join([first, "<name>", *rest[1:]]) if named else path
