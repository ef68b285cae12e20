"""All anchors are equally popular: the limit without stars."""

from __future__ import annotations

from typing import final

import numpy as np

from core.arrays import Integers
from core.luck import Luck
from model.ties.follow_draw import draw_follows
from model.ties.follow_network import FollowKind, FollowNetwork
from model.ties.network_kind import NoParameters


@final
class Equal(FollowKind[NoParameters]):
    """Only the platform matters for whom a consumer follows."""

    kind = "equal"

    def build(
        self,
        n: int,
        anchors: int,
        anchor_platform: Integers,
        home_platform: Integers,
        width: int,
        luck: Luck,
    ) -> FollowNetwork:
        """Lists of at most `width` anchors, each as likely as another of its platform."""
        popularity = np.ones(anchors)
        return draw_follows(self.common, popularity, anchor_platform, home_platform, width, luck)
