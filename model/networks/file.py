"""A real network of peers from an edge list."""

from __future__ import annotations

from functools import cached_property
from typing import final

import numpy as np

from core.errors import BadInput
from core.luck import Luck
from model.network import Network
from model.ties.edge_list import EdgeList, read_edge_list
from model.ties.follow_network import FollowNetwork
from model.ties.network_kind import NoParameters, PeerNetwork


@final
class File(PeerNetwork[NoParameters]):
    """Ties without direction; a follow network from a file has the same people, by name."""

    kind = "file"

    @cached_property
    def _edges(self) -> EdgeList:
        return read_edge_list(self.common.path, "peers.path")

    def people(self, default: int) -> int:
        """The nodes of the file."""
        return len(self._edges.names)

    def build(self, n: int, luck: Luck, follows: FollowNetwork | None = None) -> Network:
        """The ties of the file among its own people, or among those of the follow network."""
        edges = self._edges
        if follows is None or follows.names is None:
            if n != len(edges.names):
                allowed = f"{len(edges.names)}, the people of peers.path"
                raise BadInput("consumers.count", n, allowed=allowed)
            return Network.from_edges(n, edges.source, edges.target, edges.names)
        number = {name: person for person, name in enumerate(follows.names)}
        for name in edges.names:
            if name not in number:
                raise BadInput("peers.path", name, allowed="people who occur in follows.path")
        person = np.array([number[name] for name in edges.names], dtype=np.int32)
        return Network.from_edges(n, person[edges.source], person[edges.target], follows.names)
