"""The salesman: pitches what is expected to pay most."""

from __future__ import annotations

from typing import ClassVar, final

import numpy as np

from agents.behaviour import AnchorView, Seller, SellingParameters
from core.arrays import Floats
from core.declare import param


class CommissionSeekerParameters(SellingParameters):
    """A commission seeker's discount and hype."""

    # fmt: off
    least_discount: float = param(
        0.05, "share", "discount demanded without power", "S16", 0.0, 0.2, least=0, most=0.95
    )
    most_discount: float = param(
        0.3, "share", "discount demanded with all the power", "S12", 0.1, 0.5, least=0, most=0.95
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
