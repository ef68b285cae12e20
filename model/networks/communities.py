"""Groups of friends with some ties between them: a planted partition (Girvan & Newman 2002)."""

from __future__ import annotations

import math
from typing import final

import numpy as np

from core.arrays import Integers
from core.compiled import compiled
from core.declare import Parameters, param
from core.luck import Luck, normals, uniform
from model.network import Network
from model.ties.follow_network import FollowNetwork
from model.ties.network_kind import PeerNetwork, pick, share_of_ties, tied

_TRIES = 30  # targets tried on either side of the border; matters only where a group is nearly full


class CommunitiesParameters(Parameters):
    """How large the groups are and how closed."""

    mixing: float = param(
        0.1, "share", "ties that leave the group", "assumption", 0.02, 0.5, least=0.0, most=1.0
    )
    size: float = param(
        50.0, "persons", "median size of a group", "assumption", 20.0, 500.0, least=2.0
    )
    variation: float = param(
        0.5, "-", "sd of the logarithm of group sizes", "assumption", 0.0, 1.0,
        least=0.0, most=2.0,
    )  # fmt: skip


@final
class Communities(PeerNetwork[CommunitiesParameters]):
    """Groups are runs of consecutive people; a share `mixing` of the ties leaves the group."""

    kind = "communities"

    def borders(self, n: int, luck: Luck) -> Integers:
        """Group g is the people borders[g] ... borders[g + 1] - 1; int64 [groups + 1].

        Sizes are log-normal, at least 2; a last group cut short joins the one before it.
        """
        draws = normals(luck.key("peers communities size"), n // 2 + 1)
        sizes = np.maximum(np.rint(self.own.size * np.exp(self.own.variation * draws)), 2.0)
        ends = np.minimum(np.cumsum(sizes), n).astype(np.int64)
        inner = ends[ends <= n - 2]
        return np.concatenate(([0], inner, [n])).astype(np.int64)

    def build(self, n: int, luck: Luck, follows: FollowNetwork | None = None) -> Network:
        """floor(n * degree / 2) ties, fewer only where n people cannot hold them."""
        half = min(self.common.degree / 2.0, (n - 1) / 2.0)
        borders = self.borders(n, luck)
        key = luck.key("peers communities")
        return Network.from_edges(n, *_befriend(key, borders, half, self.own.mixing))


@compiled
def _befriend(
    key: np.uint64, borders: Integers, half: float, mixing: float
) -> tuple[Integers, Integers]:
    """Each person makes `half` ties; a group too full for one more looks across its border."""
    n = borders[-1]
    owned = np.full((n, math.ceil(half)), -1, np.int32)
    a, b = np.empty(math.floor(n * half), np.int32), np.empty(math.floor(n * half), np.int32)
    made = 0
    for group in range(borders.size - 1):
        begin, size = borders[group], borders[group + 1] - borders[group]
        for person in range(begin, begin + size):
            for slot in range(share_of_ties(person, half)):
                draw = slot * (2 * _TRIES + 1)
                outward = uniform(key, person, draw) < mixing and size < n
                for attempt in range(2 * _TRIES):
                    if outward or attempt >= _TRIES:
                        across = pick(key, person, draw + 1 + attempt, max(n - size, 1))
                        target = (begin + size + across) % n
                    else:
                        target = begin + pick(key, person, draw + 1 + attempt, size)
                    if target != person and not tied(owned, person, target):
                        owned[person, slot] = target
                        a[made], b[made] = person, target
                        made += 1
                        break
    return a[:made], b[:made]
