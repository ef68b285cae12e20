"""Who knows of what: a hash table of (person, product) by the day it was heard or told.

A table, not a matrix, since most people have heard of few products lately. It keeps what is within
memory and so grows with the talk, not with people times products.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.arrays import Integers
from core.compiled import compiled, inlined

PRODUCTS = 1 << 16  # a story's key is person x PRODUCTS + product
_SCATTER = np.uint64(0x9E3779B97F4A7C15)  # multiplicative hashing by the golden ratio
_LEAST = 64  # places of an empty table


class Stories(NamedTuple):
    """Open addressing: a story stands at the first free place from where its key points."""

    keys: Integers  # int64, -1 for a free place; a power of two of places
    days: Integers  # int32
    used: Integers  # [1] places taken


def no_stories() -> Stories:
    """Nobody has heard of anything."""
    return _empty(_LEAST)


def make_room(stories: Stories, more: int, since: int) -> Stories:
    """A table with room for so many more stories; those from before day `since` may be forgotten.

    It is never more than half full, so that a search is short.
    """
    if 2 * (int(stories.used[0]) + more) <= len(stories.keys):
        return stories
    fresh = stories.days >= since
    places = _LEAST
    while places < 4 * (int(fresh.sum()) + more):
        places *= 2
    larger = _empty(places)
    _copy(stories, since, larger)
    return larger


def _empty(places: int) -> Stories:
    return Stories(
        np.full(places, -1, np.int64), np.full(places, -1, np.int32), np.zeros(1, np.int64)
    )


@inlined
def _place(stories: Stories, key: int) -> int:
    """Where the story stands, or would stand."""
    mask = stories.keys.size - 1
    at = np.int64((np.uint64(key) * _SCATTER) >> np.uint64(32)) & mask
    while stories.keys[at] != -1 and stories.keys[at] != key:
        at = (at + 1) & mask
    return int(at)


@inlined
def knows(stories: Stories, person: int, product: int, since: int) -> bool:
    """Whether a person heard of a product, or told of it, on day `since` or later."""
    at = _place(stories, person * PRODUCTS + product)
    return bool(stories.keys[at] != -1 and stories.days[at] >= since)


@inlined
def note(stories: Stories, person: int, product: int, day: int) -> None:
    """A person knows of a product from today."""
    key = person * PRODUCTS + product
    at = _place(stories, key)
    if stories.keys[at] == -1:
        stories.keys[at] = key
        stories.used[0] += 1
    stories.days[at] = day


@compiled
def _copy(stories: Stories, since: int, into: Stories) -> None:
    for at in range(stories.keys.size):
        if stories.keys[at] != -1 and stories.days[at] >= since:
            key = stories.keys[at]
            note(into, key // PRODUCTS, key % PRODUCTS, stories.days[at])
