"""What observers may look at in a world: read only, and no more than this."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from core.arrays import Floats, Integers
from model.ledger import Ledger


class ObservedStrategy(Protocol):
    """How a factory sells, as far as it matters for who owns what."""

    @property
    def merchant(self) -> str:
        """Who buys from the factory and sells to consumers: dealers, platform or factory."""


class ObservedFactory(Protocol):
    """A factory at the close of a day."""

    @property
    def strategy(self) -> ObservedStrategy:
        """How it sells."""

    @property
    def mode(self) -> str:
        """Kind of its strategy."""

    @property
    def open(self) -> bool:
        """Not bankrupt."""

    @property
    def on_hand(self) -> int:
        """Units that consumers can buy now: in the dealers' shop, or else in the warehouse."""

    @property
    def warehouse(self) -> int:
        """Finished units that are not with dealers."""

    @property
    def on_order(self) -> int:
        """Units in production."""

    @property
    def chain_stock(self) -> int:
        """Units that dealers own, those in their shop too."""

    @property
    def generation(self) -> int:
        """Design generation."""

    @property
    def lead_days(self) -> int:
        """Start to finish of the next batch."""


class ObservedBehaviour(Protocol):
    """How an anchor works, by name."""

    @property
    def kind(self) -> str:
        """Name of the behaviour."""


class ObservedAnchor(Protocol):
    """An anchor at the close of a day."""

    @property
    def platform(self) -> int:
        """Index of the platform."""

    @property
    def region(self) -> int:
        """Index of the region."""

    @property
    def behaviour(self) -> ObservedBehaviour:
        """How the anchor works."""

    @property
    def followers(self) -> int:
        """Consumers who follow."""

    @property
    def active(self) -> bool:
        """At work."""


class ObservedOrders(Protocol):
    """The open order book."""

    @property
    def waiting(self) -> Integers:
        """Units owed and not shipped, one number a factory."""


class ObservedConsumers(Protocol):
    """The public, one number a consumer."""

    @property
    def arousal(self) -> Floats:
        """Excitement when last touched."""

    @property
    def joined(self) -> Integers:
        """An `agents.consumers.Joined`."""


class ObservedWorld(Protocol):
    """The world at the close of a day, after the ledger was closed."""

    @property
    def factories(self) -> Sequence[ObservedFactory]:
        """All of them, bankrupt ones too."""

    @property
    def anchors(self) -> Sequence[ObservedAnchor]:
        """All ever seen; one who left keeps the index."""

    @property
    def orders(self) -> ObservedOrders:
        """The open order book."""

    @property
    def consumers(self) -> ObservedConsumers:
        """The public."""

    @property
    def ledger(self) -> Ledger:
        """The accounts."""

    @property
    def taste_centre(self) -> Floats:
        """[categories, 2] where fashion is."""
