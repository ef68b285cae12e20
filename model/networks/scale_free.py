"""Newcomers tie themselves to the well connected, and to their friends (Holme & Kim 2002)."""

from __future__ import annotations

import math
from typing import TypeAlias, final

import numpy as np

from core.arrays import Integers
from core.compiled import compiled, inlined
from core.declare import Parameters, param
from core.luck import Luck, uniform
from model.network import Network
from model.ties.follow_network import FollowNetwork
from model.ties.network_kind import PeerNetwork, pick, share_of_ties

Book: TypeAlias = tuple[Integers, Integers, Integers, Integers]  # friends, begin, count, free
_TRIES = 16  # friends of a friend tried before the newcomer looks elsewhere


class ScaleFreeParameters(Parameters):
    """How often a newcomer closes a triangle."""

    triads: float = param(
        0.78, "share", "ties after the first that go to a friend of the last well-connected "
        "acquaintance", "X", 0.3, 1.0, least=0.0, most=1.0,
    )  # fmt: skip


@final
class ScaleFree(PeerNetwork[ScaleFreeParameters]):
    """Preferential attachment with triads; without them P(k) is 2m(m+1)/(k(k+1)(k+2)), LC24."""

    kind = "scale_free"

    def build(self, n: int, luck: Luck, follows: FollowNetwork | None = None) -> Network:
        """Each person after a first full circle brings degree / 2 ties."""
        key = luck.key("peers scale_free")
        return Network.from_edges(n, *_grow(key, n, self.common.degree / 2.0, self.own.triads))


@inlined
def _among(chosen: Integers, begin: int, end: int, person: int) -> bool:
    for at in range(begin, end):  # noqa: SIM110 - compiled code has no any()
        if chosen[at] == person:
            return True
    return False


@inlined
def _note(book: Book, block: int, person: int, friend: int) -> None:
    """Add a friend to a person's list, which moves to a block of double size when it is full."""
    friends, begin, count, free = book
    known = count[person]
    if known == 0:
        begin[person], free[0] = free[0], free[0] + block
    elif known >= block and known % block == 0 and _is_power_of_two(known // block):
        fresh, free[0] = free[0], free[0] + 2 * known
        for place in range(known):
            friends[fresh + place] = friends[begin[person] + place]
        begin[person] = fresh
    friends[begin[person] + known] = friend
    count[person] = known + 1


@inlined
def _is_power_of_two(number: int) -> bool:
    return (number & (number - 1)) == 0


@compiled
def _grow(key: np.uint64, n: int, m: float, triads: float) -> tuple[Integers, Integers]:
    """Ties in order of birth. An end of a random tie is a person drawn by degree."""
    circle = min(n, math.ceil(m) + 1) if m > 0.0 else 0
    room = circle * (circle - 1) // 2 + max(n - circle, 0) * math.ceil(m)
    a, b = np.empty(room, np.int32), np.empty(room, np.int32)
    block = max(2 * math.ceil(m), 1)
    # n first blocks, then at most 4 places an end of a tie; untouched pages cost no memory
    book = (np.empty(n * block + 8 * room, np.int32), np.zeros(n, np.int64),
            np.zeros(n, np.int64), np.zeros(1, np.int64))  # fmt: skip
    friends, begin, count, _ = book
    made = 0
    for person in range(circle):
        for other in range(person):
            a[made], b[made] = person, other
            made += 1
            _note(book, block, person, other)
            _note(book, block, other, person)
    for person in range(circle, n):
        first, draw, host = made, 0, -1
        for _ in range(share_of_ties(person, m)):
            target = -1
            if host >= 0 and uniform(key, person, draw) < triads:
                for attempt in range(1, _TRIES + 1):
                    at = pick(key, person, draw + attempt, count[host])
                    friend = friends[begin[host] + at]
                    if not _among(b, first, made, friend):
                        target = friend
                        break
            draw += _TRIES + 1
            while target < 0:
                end = pick(key, person, draw, 2 * first)
                draw += 1
                host = a[end >> 1] if end & 1 else b[end >> 1]
                target = -1 if _among(b, first, made, host) else host
            a[made], b[made] = person, target
            made += 1
        for tie in range(first, made):
            _note(book, block, a[tie], b[tie])
            _note(book, block, b[tie], a[tie])
    return a[:made], b[:made]
