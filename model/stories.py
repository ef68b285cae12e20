"""Who knows of what: a hash table of (person, product) by the day it was heard or told.

A table, not a matrix, since most people have heard of few products lately. It keeps what is within
memory and so grows with the talk, not with people times products. Stories stand in order of their
scattered keys (Amble & Knuth 1974, Computer Journal 17): a search ends at the first that is not
smaller, and a new table is filled by going through the old one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.arrays import Integers
from core.compiled import compiled, inlined
from core.prefetching import fetch_ahead

PRODUCTS = 1 << 16  # a story's key is person x PRODUCTS + product
_DAYS = np.uint64(1 << 16)  # its scattered key x DAYS + day is written: eight bytes, in that order
_SCATTER = np.uint64(0x9E3779B97F4B)  # multiplicative hashing of 48 bits by the golden ratio
_HALF = np.uint64(32)  # of the bits of a word
_FREE = np.uint64(2**64 - 1)  # a free place: above all stories, so every search ends there; the one
# key that scatters so high has a person beyond 2^31, whom nothing can count
_BEHIND = 16  # the last part in so many, where no key points, takes what runs over
_LEAST = 64  # places of an empty table


class Stories(NamedTuple):
    """Open addressing: a story stands where its key points, or behind, but before larger ones."""

    written: Integers  # uint64
    used: Integers  # [2] places taken, and the first behind all of them


def no_stories() -> Stories:
    """Nobody has heard of anything."""
    return _empty(_LEAST)


def make_room(stories: Stories, more: int, since: int) -> Stories:
    """A table with room for so many more stories; those from before day `since` may be forgotten.

    It is never more than three quarters full, so that a search is short, and they could all stand
    behind the last. Where forgetting does, the table stays: new memory takes longer than the work.
    """
    places, (used, end) = len(stories.written), stories.used.tolist()
    if 4 * (used + more) <= 3 * places and end + more < places:
        return stories
    filled = _fresh(stories, since) + more
    roomy = stories if 8 * filled <= 5 * places else _empty(max(_LEAST, 2 * filled))
    while not _move(stories, since, roomy, more):
        roomy = _empty(2 * len(roomy.written))
    return roomy


def _empty(places: int) -> Stories:
    return Stories(np.full(places, _FREE), np.zeros(2, np.int64))


@inlined
def key_of(person: int, product: int) -> int:
    """The story of a person and a product: 64 bits, also of numbers from narrower arrays."""
    return int(np.int64(person) * PRODUCTS + product)


@inlined
def _story(person: int, product: int) -> np.uint64:
    """What is written of them on day 0."""
    return (np.uint64(key_of(person, product)) * _SCATTER) * _DAYS


@inlined
def _pointed(stories: Stories, story: np.uint64) -> int:
    """Where a key points: its upper half as a share of the table but its last part."""
    places = stories.written.size - stories.written.size // _BEHIND
    return int(np.int64(((story >> _HALF) * np.uint64(places)) >> _HALF))


@inlined
def _place(stories: Stories, story: np.uint64) -> int:
    """Where the story stands, or would stand."""
    at = _pointed(stories, story)
    while stories.written[at] < story:
        at += 1
    return at


@inlined
def will_ask(stories: Stories, person: int, product: int) -> None:
    """Soon a story will be looked up."""
    fetch_ahead(_pointed(stories, _story(person, product)), stories.written)


@inlined
def knows(stories: Stories, person: int, product: int, since: int) -> bool:
    """Whether a person heard of a product, or told of it, on day `since` or later."""
    story = _story(person, product)
    day = stories.written[_place(stories, story)] - story
    return bool(np.uint64(max(since, 0)) <= day < _DAYS)


@inlined
def note(stories: Stories, person: int, product: int, day: int) -> None:
    """A person knows of a product from today; what stands in the way moves one place on."""
    story = _story(person, product)
    at = _place(stories, story)
    if stories.written[at] - story >= _DAYS:
        end = at
        while stories.written[end] != _FREE:
            end += 1
        stories.used[0] += 1
        stories.used[1] = max(stories.used[1], end + 1)
        while end > at:
            stories.written[end] = stories.written[end - 1]
            end -= 1
    stories.written[at] = story + np.uint64(day)


@compiled
def _fresh(stories: Stories, since: int) -> int:
    """How many stories are from day `since` or later."""
    count = 0
    for story in stories.written:
        count += _is_fresh(story, since)
    return count


@inlined
def _is_fresh(story: np.uint64, since: int) -> bool:
    return bool((story != _FREE) & (story % _DAYS >= np.uint64(max(since, 0))))


@compiled
def _move(stories: Stories, since: int, into: Stories, more: int) -> bool:
    """Lay the fresh stories at the end of a table, or of the same, then each where it belongs.

    False if there is no room for them, or for so many more behind the last.
    """
    first = into.written.size
    for at in range(stories.used[1] - 1, -1, -1):
        into.written[first - 1] = stories.written[at]
        first -= _is_fresh(stories.written[at], since)
    into.written[:first] = _FREE
    end = 0
    for at in range(first, into.written.size):
        story = into.written[at]
        into.written[at] = _FREE
        place = max(end, _pointed(into, story))
        if place > at:
            return False
        into.written[place] = story
        end = place + 1
    into.used[0], into.used[1] = into.written.size - first, end
    return bool(end + more < into.written.size)
