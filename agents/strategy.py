"""How a factory sells direct: a strategy is shown a view and answers with a decision.

A strategy never touches the market. It differs from another only in what it sees, how fast and in
what batches it can make, how it prices, what it offers to anchors and who carries the stock.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Literal, NamedTuple, TypeVar

from agents.dealers import DealerChain
from core.arrays import Floats
from core.declare import Parameters
from core.errors import BadInput
from core.plugins import BadPlugin, file_of

Feed = Literal["dealer_orders", "platform_sales", "live_data"]
Merchant = Literal["dealers", "platform", "factory"]


class FactoryView(NamedTuple):
    """What a factory may know when it decides, at the close of a day."""

    on_hand: int  # finished units of the current (or coming) design; of a chain: in the warehouse
    on_order: int  # units in production
    backlog: int  # units owed: to consumers, or to the first dealer
    capacity: int  # units a day
    lead_days: int  # start to finish
    unit_cost: float  # CNY, at today's experience
    carriage: float  # CNY that its parcel costs on average, across the border for who lives there
    salvage: float  # CNY that a leftover unit fetches
    expected_demand: float  # units a day: market research, after a change of mode what it sold
    history: Floats  # units on each day on sale that the feed shows, newest last (may be empty)
    live_signal: float  # units of live interest that the newest feed shows beyond sales, 0 if none
    taste: Floats | None  # mean of recent buyers, else of the last fair; None: nobody tells
    design: Floats
    design_age: int  # days since its launch; negative while a new design is being prepared
    reference_price: float  # CNY, of the category
    take_rate: float  # platform's share; 0 where the platform is the merchant
    cash: float  # CNY

    @property
    def landed_cost(self) -> float:
        """CNY of a unit at the consumer's door: making and carriage."""
        return self.unit_cost + self.carriage


class Decision(NamedTuple):
    """What a factory wants: the market then applies capacity, batch and cash."""

    forecast: float  # units a day
    start: int  # units to put into production now
    list_price: float  # CNY
    floor_price: float  # CNY, lowest live price it accepts
    max_commission: float  # share of the live price it would pay an anchor
    max_slot_fee: float  # CNY
    presale_days: int  # promised wait when sold out; -1 means no presale
    redesign: Floats | None = None  # new point in the taste space
    advertising: float = 0.0  # CNY a day


@dataclass(frozen=True)
class SupplyTerms:
    """What a mode is bound to, whatever the day: the market's physics and accounts read it."""

    lead_days: int  # start to finish
    batch_days: float  # minimum batch, in days of expected demand
    setup_days: float  # cost of one start, in days of expected demand at unit cost
    opening_days: float  # stock it opens with, in days of expected demand
    operation: float  # own shop and promotion staff, share of the expected daily production cost
    programme: float  # share of its sales that the platform keeps beyond the take
    premium: float = 0.0  # what making in its small batches costs beyond a large series, a share
    own_stream: float = 0.0  # sessions a week of its own stream, by an anchor whom it pays a wage


P = TypeVar("P", bound=Parameters)


class Strategy(ABC, Generic[P]):
    """One way of selling from the factory. Final subclasses live in agents/strategies/."""

    kind: ClassVar[str]
    feed: ClassVar[Feed]
    merchant: ClassVar[Merchant]  # who carries the stock and sells to the consumer

    def __init__(self, parameters: P) -> None:
        self.parameters = parameters

    @property
    @abstractmethod
    def terms(self) -> SupplyTerms:
        """The fixed terms of this way of selling."""

    @abstractmethod
    def dealers(self, demand: float) -> DealerChain | None:
        """An empty chain of dealers who expect `demand` units a day; None if it sells direct."""

    @abstractmethod
    def transfer_price(self, unit_cost: float, reference_price: float) -> float:
        """CNY that the merchant pays the factory for a unit; unit cost if it is the factory."""

    @abstractmethod
    def decide(self, view: FactoryView) -> Decision:
        """Answer a view with a decision. Pure: equal views give equal decisions."""


_SOUND = Decision(0.0, 0, 1.0, 1.0, 0.0, 0.0, -1)
_ALLOWED = {  # by field of a decision
    "forecast": "a finite number, at least 0",
    "start": "whole units, at least 0",
    "list_price": "a price above 0",
    "floor_price": "a price above 0",
    "max_commission": "a share, 0 to 1",
    "max_slot_fee": "a finite number, at least 0",
    "presale_days": "whole days, or -1 for no presale",
    "redesign": "None, or a finite point of two coordinates",
    "advertising": "a number, at least 0",
}


def ask(strategy: Strategy[Any], view: FactoryView) -> Decision:
    """What a strategy decides, if it makes sense.

    If not, BadInput names strategy, file, field and value; BadPlugin an error inside the strategy.
    """
    try:
        decision = strategy.decide(view)
    except Exception as error:
        what = f"strategy {strategy.kind!r}, {type(error).__name__}: {error}"
        raise BadPlugin(f"{file_of(strategy)}: {what}") from error
    if not (isinstance(decision, Decision) and _makes_sense(decision)):
        raise _nonsense(strategy, decision)
    return decision


def _makes_sense(decision: Decision) -> bool:
    try:
        forecast, start, price, floor, share, fee, days, moved, advertising = decision
        return (
            0.0 <= forecast < math.inf and price > 0.0 and floor > 0.0
            and 0 <= start < math.inf and start == int(start)
            and 0.0 <= share <= 1.0 and 0.0 <= fee < math.inf and advertising >= 0.0
            and -1 <= days < math.inf and days == int(days)
            and (moved is None or (len(moved) == 2 and all(map(math.isfinite, moved))))
        )  # fmt: skip
    except (TypeError, ValueError):  # not of numbers
        return False


def _nonsense(strategy: Strategy[Any], decision: Any) -> BadInput:
    where = f"strategy {strategy.kind} ({file_of(strategy)})"
    if isinstance(decision, Decision):
        for name, allowed in _ALLOWED.items():
            value = getattr(decision, name)
            if not _makes_sense(_SOUND._replace(**{name: value})):
                return BadInput(f"{where}: {name} = {value!r}", allowed=allowed)
    return BadInput(f"{where}: answer {decision!r}", allowed="a Decision")
