"""How an anchor works: a behaviour is shown offers and says which it wants, and how it sells."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from core.arrays import Flags, Floats, Integers
from core.declare import Parameters


class AnchorView(NamedTuple):
    """What anchors of one behaviour may know before their sessions: a row each, a column a factory.

    Numbers of an anchor are columns and those of an offer are rows, so that a formula for one
    anchor and one offer is a formula for all. The first three are for behaviours of one's own: none
    in the house goes by the calendar or by its own size.
    """

    day: int
    followers: Integers
    power: Floats  # bargaining power in (0, 1), rises with the audience
    expected_views: Floats  # exposures it expects a slot to have
    conversion: Floats  # orders per exposure it has learned
    live_price: Floats  # CNY, negotiated
    list_price: Floats  # CNY
    commission: Floats  # negotiated share
    commission_share: Floats  # part of it that an order pays on average: spillover pays less
    slot_fee: Floats  # CNY, negotiated
    deal: Flags  # both sides gain
    stock: Integers  # units on hand
    presale_days: Integers
    price_rank: Floats  # 0 cheapest ... 1 dearest, relative to the category's reference
    believed_quality: Floats
    return_rate: Floats  # share of its past sales that came back, as it has learned
    sourcing_cost: Floats  # CNY a slot, rises with the distance from the factory
    familiarity: Floats  # share of its recent slots that each factory had (C56)

    def of(self, rows: slice) -> AnchorView:
        """The view of some of these anchors."""
        columns: tuple[Any, ...] = self  # a row an anchor, or one for all
        return AnchorView._make([c[rows] if getattr(c, "ndim", 0) == 2 else c for c in columns])

    def can_pitch(self) -> Flags:
        """Offers that are agreed and that can be ordered: in stock, or on presale."""
        return self.deal & ((self.stock > 0) | (self.presale_days >= 0))

    def earnings(self) -> Floats:
        """What a slot is expected to earn the anchor [CNY]: commission on what is kept, and fee."""
        kept = self.expected_views * self.conversion * (1.0 - self.return_rate)
        commission = self.live_price * self.commission * self.commission_share
        return kept * commission + self.slot_fee - self.sourcing_cost


P = TypeVar("P", bound=Parameters)


class Behaviour(ABC, Generic[P]):
    """One way of being an anchor. Final subclasses live in agents/behaviours/."""

    kind: ClassVar[str]

    def __init__(self, parameters: P) -> None:
        self.parameters = parameters

    @abstractmethod
    def appetite(self, view: AnchorView) -> Floats:
        """What a pitch of each offer is worth to each, in units of its own; below 0 for never.

        Slots go in proportion, so that only ratios count.
        """

    @property
    @abstractmethod
    def price_share(self) -> float:
        """Of what it can claim of a deal's gain, the share taken as a lower price, in [0, 1).

        The rest is its pay, as commission and fee.
        """

    @abstractmethod
    def hype(self, honesty: float) -> float:
        """How much better than believed it makes a product sound [quality units]."""


class SellingParameters(Parameters):
    """What a `Seller` demands and promises; each kind declares its own."""

    price_share: float  # of its claim, taken as a lower price
    hype: float  # quality sd, of the wholly dishonest


S = TypeVar("S", bound=SellingParameters)


class Seller(Behaviour[S]):
    """Divides its claim as its kind does, and promises the more the less honest it is."""

    @property
    def price_share(self) -> float:
        """The same whatever its power; the claim rises with power, and so does the discount."""
        return self.parameters.price_share

    def hype(self, honesty: float) -> float:
        """In proportion to what honesty is missing."""
        return self.parameters.hype * (1.0 - honesty)
