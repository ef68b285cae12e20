"""Nobody knows anybody: the limit without word of mouth."""

from __future__ import annotations

from typing import final

import numpy as np

from core.luck import Luck
from model.network import Network
from model.ties.follow_network import FollowNetwork
from model.ties.network_kind import NoParameters, PeerNetwork


@final
class Isolated(PeerNetwork[NoParameters]):
    """No ties."""

    kind = "isolated"

    def build(self, n: int, luck: Luck, follows: FollowNetwork | None = None) -> Network:
        """The n people without a tie."""
        nothing = np.empty(0, np.int32)
        return Network.from_edges(n, nothing, nothing)
