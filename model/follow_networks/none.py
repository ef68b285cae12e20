"""Nobody follows anybody: rooms are found through the platform alone."""

from __future__ import annotations

from typing import final

import numpy as np

from core.arrays import Integers
from core.luck import Luck
from model.ties.follow_network import FollowKind, FollowNetwork
from model.ties.network_kind import NoParameters


@final
class Nobody(FollowKind[NoParameters]):
    """Empty lists, with room for follows that come later."""

    kind = "none"

    def build(
        self,
        n: int,
        anchors: int,
        anchor_platform: Integers,
        home_platform: Integers,
        width: int,
        luck: Luck,
    ) -> FollowNetwork:
        """All the lists."""
        return FollowNetwork(
            np.full((n, width), -1, np.int16), np.full(anchors, 1.0 / max(anchors, 1))
        )
