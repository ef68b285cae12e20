"""What may be set, but comes out as somebody would not expect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from core.describe import describe
from core.scenario import read_toml
from core.trees import Tree, at, nested
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


def notes_on_tables(
    scenario: str, overrides: Mapping[str, object], lived: Mapping[str, Any]
) -> Iterator[str]:
    """A line for each table that was set and has more in it than was set: names merge.

    `lived` is the whole scenario. Of files only the user's own is read, not what it extends.
    """
    told = [nested(path, value) for path, value in overrides.items() if isinstance(value, Mapping)]
    told += [read_toml(Path(scenario))] if scenario.endswith(".toml") else []
    tables = {row.path for row in describe(Scenario) if row.type.startswith("table")}
    for tree in told:
        for path, value in _tables(tree, tables):
            kept = {name: weight for name, weight in at(lived, path).items() if weight}
            more = ", ".join(f"{name} = {kept[name]:g}" for name in kept if name not in value)
            if more:
                yield f"note: {path} also keeps {more}, for tables merge; 0 takes a name out"


def _tables(tree: Tree, tables: set[str], above: str = "") -> Iterator[tuple[str, Tree]]:
    for name, value in tree.items():
        path = f"{above}{name}"
        if isinstance(value, Mapping):
            found = _declared(path) in tables
            yield from [(path, dict(value))] if found else _tables(dict(value), tables, f"{path}.")


def _declared(path: str) -> str:
    """The path under which the parameter of a named platform or category is declared."""
    first, *rest = path.split(".")
    named = rest and first in ("platforms", "categories")
    return ".".join([first, "<name>", *rest[1:]]) if named else path
