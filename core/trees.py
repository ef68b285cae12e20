"""Trees of plain values: what a scenario is before it becomes frozen parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

from core.errors import BadInput

Tree: TypeAlias = dict[str, Any]

EVERY = "*"


def merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> Tree:
    """`over` laid on `under`: groups merge key by key, anything else replaces."""
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        groups = isinstance(below, Mapping) and isinstance(value, Mapping)
        merged[key] = merge(cast(Tree, below), value) if groups else value
    return merged


def nested(path: str, value: object) -> Tree:
    """`nested("a.b", 3)` is `{"a": {"b": 3}}`."""
    first, dot, rest = path.partition(".")
    return {first: nested(rest, value) if dot else value}


def spread(path: str, tree: Mapping[str, Any]) -> list[str]:
    """The paths that a path with stars stands for: a star is every name there is in its place.

    `platforms.*.take_rate` is the rate of every platform. A path without a star is itself.
    """
    above, star, rest = path.partition(EVERY)
    if not star:
        return [path]
    names: Any = tree
    for step in above.split(".")[:-1]:
        names = names.get(step, {}) if isinstance(names, Mapping) else {}
    if not isinstance(names, Mapping) or not names:
        raise BadInput(path, allowed=f"a star where there are names; {above[:-1]!r} has none")
    return [found for name in names for found in spread(f"{above}{name}{rest}", tree)]


def changed(tree: Mapping[str, Any], changes: Mapping[str, Any]) -> Tree:
    """A whole tree with values by dotted path laid on it; paths may have stars."""
    after = dict(tree)
    for path, value in changes.items():
        for found in spread(path, after):
            after = merge(after, nested(found, value))
    return after


def at(tree: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path."""
    found: Any = tree
    for step in path.split("."):
        found = found[step]
    return found


def leaves(tree: Mapping[str, Any], above: str = "") -> Tree:
    """All that is no group, by dotted path."""
    found: Tree = {}
    for name, value in tree.items():
        path = f"{above}{name}"
        found |= leaves(value, f"{path}.") if isinstance(value, Mapping) else {path: value}
    return found


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """Dotted paths at which two trees differ, with both values; "-" where there is none."""
    old, new = leaves(before), leaves(now)
    both = ((path, old.get(path, "-"), new.get(path, "-")) for path in dict.fromkeys([*old, *new]))
    return [row for row in both if row[1] != row[2]]
