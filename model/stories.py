"""Who knows of what: a hash table of (person, product) by the day it was heard or told.

A table, not a matrix, since most people have heard of few products lately. It keeps what is within
memory and so grows with the talk, not with people times products.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.arrays import Integers
from core.compiled import compiled, inlined
from core.prefetching import fetch_ahead

PRODUCTS = 1 << 16  # a story's key is person x PRODUCTS + product
DAYS = 1 << 16  # and it is written down as key x DAYS + day: eight bytes, looked at together
_SCATTER = np.uint64(0x9E3779B97F4A7C15)  # multiplicative hashing by the golden ratio
_HALF = np.uint64(32)  # of the bits of a word
_LEAST = 64  # places of an empty table


class Stories(NamedTuple):
    """Open addressing: a story stands at the first free place from where its key points."""

    written: Integers  # int64, -1 for a free place
    used: Integers  # [1] places taken


def no_stories() -> Stories:
    """Nobody has heard of anything."""
    return _empty(_LEAST)


def make_room(stories: Stories, more: int, since: int) -> Stories:
    """A table with room for so many more stories; those from before day `since` may be forgotten.

    It is never more than three quarters full, so that a search is short, and half full at most when
    new. Where forgetting does, the table stays: two at a time would take the room of two.
    """
    if 4 * (int(stories.used[0]) + more) <= 3 * len(stories.written):
        return stories
    places = max(_LEAST, 2 * (_fresh(stories, since) + more))
    roomy = stories if places <= len(stories.written) else _empty(places)
    _move(stories, since, roomy)
    return roomy


def _empty(places: int) -> Stories:
    return Stories(np.full(places, -1, np.int64), np.zeros(1, np.int64))


@inlined
def key_of(person: int, product: int) -> int:
    """The story of a person and a product: 64 bits, also of numbers from narrower arrays."""
    return int(np.int64(person) * PRODUCTS + product)


@inlined
def _pointed(stories: Stories, key: int) -> int:
    """Where a key points: its scattered upper half as a share of the table."""
    scattered = (np.uint64(key) * _SCATTER) >> _HALF
    return int(np.int64((scattered * np.uint64(stories.written.size)) >> _HALF))


@inlined
def _place(stories: Stories, key: int) -> int:
    """Where the story stands, or would stand."""
    at = _pointed(stories, key)
    while stories.written[at] != -1 and stories.written[at] // DAYS != key:
        at += 1
        if at == stories.written.size:
            at = 0
    return int(at)


@inlined
def will_ask(stories: Stories, person: int, product: int) -> None:
    """Soon a story will be looked up."""
    fetch_ahead(_pointed(stories, key_of(person, product)), stories.written)


@inlined
def knows(stories: Stories, person: int, product: int, since: int) -> bool:
    """Whether a person heard of a product, or told of it, on day `since` or later."""
    story = stories.written[_place(stories, key_of(person, product))]
    return bool(story != -1 and story % DAYS >= since)


@inlined
def note(stories: Stories, person: int, product: int, day: int) -> None:
    """A person knows of a product from today."""
    key = key_of(person, product)
    at = _place(stories, key)
    if stories.written[at] == -1:
        stories.used[0] += 1
    stories.written[at] = key * DAYS + day


@compiled
def _fresh(stories: Stories, since: int) -> int:
    """How many stories are from day `since` or later."""
    count = 0
    for at in range(stories.written.size):
        count += stories.written[at] != -1 and stories.written[at] % DAYS >= since
    return count


@compiled
def _move(stories: Stories, since: int, into: Stories) -> None:
    """Note the fresh stories anew, in another table or in the same.

    In the same they are taken in the order in which a search meets them, from behind a free place
    on, so that each finds its place among those already noted, at the latest where it stood.
    """
    into.used[0] = 0
    at = 0
    while stories.written[at] != -1:
        at += 1
    for _ in range(stories.written.size):
        story = stories.written[at]
        stories.written[at] = -1
        if story != -1 and story % DAYS >= since:
            key = story // DAYS
            note(into, key // PRODUCTS, key % PRODUCTS, story % DAYS)
        at += 1
        if at == stories.written.size:
            at = 0
