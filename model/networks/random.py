"""Ties at random: the Erdos-Renyi network G(n, m), the ground of the cascade limits (LC08)."""

from __future__ import annotations

from typing import final

import numpy as np

from core.arrays import Integers
from core.compiled import compiled
from core.luck import Luck
from model.network import Network
from model.ties.follow_network import FollowNetwork
from model.ties.network_kind import NoParameters, PeerNetwork, pick

_SCATTER = np.uint64(0x9E3779B97F4A7C15)  # multiplicative hashing by the golden ratio


@final
class Random(PeerNetwork[NoParameters]):
    """Exactly round(n * degree / 2) distinct ties, every such network equally likely."""

    kind = "random"

    def build(self, n: int, luck: Luck, follows: FollowNetwork | None = None) -> Network:
        """The ties of n people; at most the complete network."""
        ties = min(round(n * self.common.degree / 2.0), n * (n - 1) // 2)
        return Network.from_edges(n, *_draw(luck.key("peers random"), n, ties))


@compiled
def _draw(key: np.uint64, n: int, ties: int) -> tuple[Integers, Integers]:
    """Pairs drawn one after another; a repeat is noticed in a hash table and drawn again."""
    a, b = np.empty(ties, np.int32), np.empty(ties, np.int32)
    bits = 4
    while (1 << bits) < 2 * ties:
        bits += 1
    table = np.full(1 << bits, -1, np.int64)
    mask, shift = (1 << bits) - 1, np.uint64(64 - bits)
    made = draw = 0
    while made < ties:
        one, other = pick(key, draw, 0, n), pick(key, draw, 1, n)
        draw += 1
        if one == other:
            continue
        pair = np.int64(min(one, other)) * n + max(one, other)
        at = np.int64((np.uint64(pair) * _SCATTER) >> shift)
        while table[at] != -1 and table[at] != pair:
            at = (at + 1) & mask
        if table[at] == -1:
            table[at] = pair
            a[made], b[made] = one, other
            made += 1
    return a, b
