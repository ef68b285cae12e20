"""Trees of plain values: what a scenario is before it becomes frozen parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

Tree: TypeAlias = dict[str, Any]


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
