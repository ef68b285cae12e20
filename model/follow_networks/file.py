"""A real directed network: its most followed people are the anchors, everybody is a consumer."""

from __future__ import annotations

from functools import cached_property
from typing import final

import numpy as np

from core.arrays import Integers
from core.errors import BadInput
from core.luck import Luck
from model.ties.edge_list import EdgeList, read_edge_list
from model.ties.follow_network import FollowKind, FollowNetwork
from model.ties.network_kind import NoParameters
from model.ties.network_statistics import describe_follows, distinct_arcs


@final
class File(FollowKind[NoParameters]):
    """An edge is follower -> followed; edges to people who are no anchors may become peer ties."""

    kind = "file"

    @cached_property
    def _edges(self) -> EdgeList:
        return read_edge_list(self.common.path, "follows.path")

    def people(self, default: int) -> int:
        """The nodes of the file."""
        return len(self._edges.names)

    def build(
        self,
        n: int,
        anchors: int,
        anchor_platform: Integers,
        home_platform: Integers,
        width: int,
        luck: Luck,
    ) -> FollowNetwork:
        """Anchor 0 is the most followed; of equals the one who appears first comes first."""
        edges, nodes = self._edges, self.people(n)
        if n != nodes:
            raise BadInput("consumers.count", n, allowed=f"{nodes}, the people of follows.path")
        if anchors > n:
            raise BadInput("anchors.count", anchors, allowed=f"at most {n}, all of follows.path")
        follower, followed = distinct_arcs(n, edges.source, edges.target)
        followers = np.bincount(followed, minlength=n)
        stars = np.argsort(-followers, kind="stable")[:anchors]
        star = np.full(n, -1, np.int64)
        star[stars] = np.arange(anchors)
        to_star = star[followed] >= 0
        weight = followers[stars].astype(float)
        return FollowNetwork(
            anchors=_rows(n, width, follower[to_star], star[followed[to_star]]),
            popularity=weight / max(weight.sum(), 1.0),
            names=edges.names,
            anchor_people=stars.astype(np.int32),
            other_edges=np.column_stack((follower, followed))[~to_star].astype(np.int32),
            statistics=describe_follows(n, edges.source, edges.target),
        )


def _rows(n: int, width: int, follower: Integers, anchor: Integers) -> Integers:
    """Follows as rows that are wide enough for the longest list, and at least `width`."""
    order = np.lexsort((anchor, follower))
    follower, anchor = follower[order], anchor[order]
    length = np.bincount(follower, minlength=n)
    rows = np.full((n, max(width, int(length.max(initial=0)))), -1, np.int16)
    begin = np.cumsum(length) - length
    rows[follower, np.arange(follower.size) - begin[follower]] = anchor
    return rows
