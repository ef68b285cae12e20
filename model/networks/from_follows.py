"""Peers are those who follow one another in the file of follows and are no anchors."""

from __future__ import annotations

from typing import final

from core.errors import BadInput
from core.luck import Luck
from model.network import Network
from model.ties.follow_network import FollowNetwork
from model.ties.network_kind import NoParameters, PeerNetwork


@final
class FromFollows(PeerNetwork[NoParameters]):
    """Edges of a real follow network that do not point to an anchor, without direction."""

    kind = "from_follows"

    def build(self, n: int, luck: Luck, follows: FollowNetwork | None = None) -> Network:
        """The ties that `follows` has left over."""
        if follows is None or follows.other_edges is None:
            allowed = 'this kind only together with follows.kind = "file"'
            raise BadInput("peers.kind", self.kind, allowed=allowed)
        follower, followed = follows.other_edges.T
        return Network.from_edges(n, follower, followed, follows.names)
