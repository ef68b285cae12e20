"""Trees of plain values: what they hold by path, and where two of them differ."""

from __future__ import annotations

import pytest

from core.errors import BadInput
from core.trees import at, changed, differences, leaves

BEFORE = {"title": "a", "shops": {"north": {"rate": 1, "open": True}, "south": {"rate": 2}}}


def test_leaves_are_found_where_they_lie() -> None:
    found = leaves(BEFORE)
    assert list(found) == ["title", "shops.north.rate", "shops.north.open", "shops.south.rate"]
    assert all(at(BEFORE, path) == value for path, value in found.items())


def test_trees_differ_leaf_by_leaf() -> None:
    now = changed(BEFORE, {"shops.*.rate": 2, "shops.north.names": [1]})
    told = [("shops.north.rate", 1, 2), ("shops.north.names", "-", [1])]
    assert differences(BEFORE, now) == told
    assert differences(now, BEFORE)[1] == ("shops.north.names", [1], "-")
    assert differences(now, now) == []


def test_a_star_wants_names() -> None:
    with pytest.raises(BadInput, match="a star where there are names"):
        changed(BEFORE, {"title.*.rate": 1})
