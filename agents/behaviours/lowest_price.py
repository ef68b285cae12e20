"""The bargain hunter: "lowest price on the net" is what its public comes for (C43)."""

from __future__ import annotations

from typing import ClassVar, final

import numpy as np

from agents.behaviour import AnchorView, Seller, SellingParameters
from core.arrays import Floats
from core.declare import param


class LowestPriceParameters(SellingParameters):
    """How deep a price promise goes."""

    # fmt: off
    price_share: float = param(
        0.8, "share", "of its claim, taken as a lower price", "S16, assumption",
        0.0, 0.95, least=0, most=0.99,
    )
    rank_weight: float = param(
        2.0, "log/rank", "pull of the cheapest offer over the dearest", "C43, assumption",
        0.0, 5.0, least=0,
    )
    depth_weight: float = param(
        3.0, "log/share", "pull of a deep discount", "C43, assumption", 0.0, 8.0, least=0
    )
    hype: float = param(
        0.5, "quality sd", "overstatement of a wholly dishonest anchor", "assumption",
        0.0, 2.0, least=0,
    )
    # fmt: on


@final
class LowestPrice(Seller[LowestPriceParameters]):
    """Wants cheap and deeply discounted offers that sell, whatever they pay."""

    kind: ClassVar[str] = "lowest_price"

    def appetite(self, view: AnchorView) -> Floats:
        """Units expected to sell, times the pull of price rank and discount depth."""
        p = self.parameters
        depth = 1.0 - view.live_price / view.list_price
        pull = np.exp(p.rank_weight * (1.0 - view.price_rank) + p.depth_weight * depth)
        units = view.expected_views * view.conversion
        return np.where(view.can_pitch(), units * pull, -np.inf)
