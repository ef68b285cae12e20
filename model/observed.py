"""What observers may look at in a world: read only, and no more than this."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from core.arrays import Floats, Integers
from model.ledger import Ledger


class ObservedFactory(Protocol):
    """A factory at the close of a day."""

    @property
    def mode(self) -> str: ...
    @property
    def open(self) -> bool: ...
    @property
    def on_hand(self) -> int: ...  # sellable units, wherever the merchant keeps them
    @property
    def on_order(self) -> int: ...  # units in production
    @property
    def chain_stock(self) -> int: ...  # units held by the dealers' tiers
    @property
    def generation(self) -> int: ...
    @property
    def lead_days(self) -> int: ...  # start to finish, of the next batch


class ObservedBehaviour(Protocol):
    """How an anchor works, by name."""

    @property
    def kind(self) -> str: ...


class ObservedAnchor(Protocol):
    """An anchor at the close of a day."""

    @property
    def platform(self) -> int: ...
    @property
    def region(self) -> int: ...
    @property
    def behaviour(self) -> ObservedBehaviour: ...
    @property
    def followers(self) -> int: ...
    @property
    def active(self) -> bool: ...


class ObservedOrders(Protocol):
    """The open order book: one number a factory."""

    @property
    def waiting(self) -> Integers: ...


class ObservedConsumers(Protocol):
    """The public: one number a consumer."""

    @property
    def arousal(self) -> Floats: ...
    @property
    def joined(self) -> Integers: ...  # an agents.consumers.Joined


class ObservedWorld(Protocol):
    """The world at the close of a day, after the ledger was closed."""

    @property
    def factories(self) -> Sequence[ObservedFactory]: ...
    @property
    def anchors(self) -> Sequence[ObservedAnchor]: ...
    @property
    def orders(self) -> ObservedOrders: ...
    @property
    def consumers(self) -> ObservedConsumers: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def taste_centre(self) -> Floats: ...  # [categories, 2]
