"""The salesman: pitches what is expected to pay most."""

from __future__ import annotations

from typing import ClassVar, final

import numpy as np

from agents.behaviour import AnchorView, Seller, SellingParameters
from core.arrays import Floats
from core.declare import param


class CommissionSeekerParameters(SellingParameters):
    """How a commission seeker divides its claim, and its hype."""

    # fmt: off
    price_share: float = param(
        0.2, "share", "of its claim, taken as a lower price", "S16, assumption",
        0.0, 0.95, least=0, most=0.99,
    )
    hype: float = param(
        0.8, "quality sd", "overstatement of a wholly dishonest anchor", "assumption",
        0.0, 2.0, least=0,
    )
    # fmt: on


@final
class CommissionSeeker(Seller[CommissionSeekerParameters]):
    """Wants the highest expected commission and fee a slot."""

    kind: ClassVar[str] = "commission_seeker"

    def appetite(self, view: AnchorView) -> Floats:
        """Expected earnings of a slot [CNY]."""
        return np.where(view.can_pitch(), view.earnings(), -np.inf)
