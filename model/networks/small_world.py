"""Neighbours on a ring, some ties thrown across it (Watts & Strogatz 1998)."""

from __future__ import annotations

import math
from typing import final

import numpy as np

from core.arrays import Integers
from core.compiled import compiled
from core.declare import Parameters, param
from core.luck import Luck, uniform
from model.network import Network
from model.ties.follow_network import FollowNetwork
from model.ties.network_kind import PeerNetwork, pick, share_of_ties, tied

_TRIES = 30  # targets tried before a tie stays on the ring; matters only in nearly full networks


class SmallWorldParameters(Parameters):
    """The default gives clustering .30 at degree 10, the ends of the range .60 and .10."""

    rewiring: float = param(
        0.23, "share", "ties thrown to somebody at random", "X", 0.03, 0.47, least=0.0, most=1.0
    )


@final
class SmallWorld(PeerNetwork[SmallWorldParameters]):
    """Clustering is about 3 (degree - 2) / (4 (degree - 1)) (1 - rewiring)^3."""

    kind = "small_world"

    def build(self, n: int, luck: Luck, follows: FollowNetwork | None = None) -> Network:
        """Exactly floor(n * degree / 2) ties, fewer only where n people cannot hold them."""
        half = min(self.common.degree / 2.0, float((n - 1) // 2))
        key = luck.key("peers small_world")
        return Network.from_edges(n, *_rewire(key, n, half, self.own.rewiring))


@compiled
def _rewire(key: np.uint64, n: int, half: float, chance: float) -> tuple[Integers, Integers]:
    """Each person makes `half` ties forward on the ring, then rewires some of them."""
    owned = np.full((n, math.ceil(half)), -1, np.int32)
    for person in range(n):
        for slot in range(share_of_ties(person, half)):
            owned[person, slot] = (person + slot + 1) % n
    ties = math.floor(n * half)
    a, b = np.empty(ties, np.int32), np.empty(ties, np.int32)
    made = 0
    for person in range(n):
        for slot in range(share_of_ties(person, half)):
            draw = slot * (_TRIES + 1)
            if uniform(key, person, draw) < chance:
                for attempt in range(1, _TRIES + 1):
                    target = pick(key, person, draw + attempt, n)
                    if target != person and not tied(owned, person, target):
                        owned[person, slot] = target
                        break
            a[made], b[made] = person, owned[person, slot]
            made += 1
    return a[:made], b[:made]
