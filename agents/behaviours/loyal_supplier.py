"""The partner: goes back to the factories it knows, closer and closer (C56)."""

from __future__ import annotations

from typing import ClassVar, final

import numpy as np

from agents.behaviour import AnchorView, Seller, SellingParameters
from core.arrays import Floats
from core.declare import param


class LoyalSupplierParameters(SellingParameters):
    """How strongly past trade binds."""

    # fmt: off
    price_share: float = param(
        0.4, "share", "of its claim, taken as a lower price", "S16, assumption",
        0.0, 0.95, least=0, most=0.99,
    )
    bond: float = param(
        2.0, "ratio", "of its worth, added to an offer by a partner who had all recent slots",
        "C56, assumption", 0.0, 10.0, least=0,
    )
    hype: float = param(
        0.4, "quality sd", "overstatement of a wholly dishonest anchor", "assumption",
        0.0, 2.0, least=0,
    )
    # fmt: on


@final
class LoyalSupplier(Seller[LoyalSupplierParameters]):
    """Wants good pay, but from partners first."""

    kind: ClassVar[str] = "loyal_supplier"

    def appetite(self, view: AnchorView) -> Floats:
        """Expected earnings of a slot [CNY], times what the share of recent slots together adds.

        A loss stays one: no bond makes an anchor want what costs it money.
        """
        worth = view.earnings() * (1.0 + self.parameters.bond * view.familiarity)
        return np.where(view.can_pitch(), worth, -np.inf)
