"""The guide: chooses good things for its public and sends little back (C11, C18)."""

from __future__ import annotations

from typing import ClassVar, final

import numpy as np

from agents.behaviour import AnchorView, Seller, SellingParameters
from core.arrays import Floats
from core.declare import param


class CuratorParameters(SellingParameters):
    """How strictly a curator selects."""

    # fmt: off
    price_share: float = param(
        0.4, "share", "of its claim, taken as a lower price", "S16, assumption",
        0.0, 0.95, least=0, most=0.99,
    )
    quality_weight: float = param(
        1.0, "log/quality sd", "pull of believed quality", "C18, assumption", 0.0, 3.0, least=0
    )
    return_weight: float = param(
        4.0, "log/share", "push of a high return rate", "S01, assumption", 0.0, 10.0, least=0
    )
    hype: float = param(
        0.1, "quality sd", "overstatement of a wholly dishonest anchor", "assumption",
        0.0, 0.5, least=0,
    )
    # fmt: on


@final
class Curator(Seller[CuratorParameters]):
    """Wants quality that stays with the buyer; money comes second."""

    kind: ClassVar[str] = "curator"

    def appetite(self, view: AnchorView) -> Floats:
        """Units expected to be kept, times the pull of quality and the push of returns."""
        p = self.parameters
        pull = np.exp(p.quality_weight * view.believed_quality - p.return_weight * view.return_rate)
        kept = view.expected_views * view.conversion * (1.0 - view.return_rate)
        return np.where(view.can_pitch(), kept * pull, -np.inf)
