"""From the consumer to the factory: make after orders and live interest, sell near cost."""

from __future__ import annotations

import math
from functools import cached_property
from typing import ClassVar, final

from agents.ordering import believed_demand
from agents.planning import informed_demand, promised_days, redesign, units_to_start
from agents.pricing import limits_of
from agents.strategy import Decision, FactoryView, Feed, Merchant, Strategy, SupplyTerms
from core.declare import Parameters, param


class C2MParameters(Parameters):
    """How a factory's own brand makes, prices and promotes."""

    lead_days: int = param(
        7, "day", "start of a batch to the parcel", "S38", 3, 20, least=1, most=1_000
    )
    batch_days: float = param(
        0.5, "day", "minimum batch, in days of expected demand", "S37", 0, 3, least=0, most=1e6
    )
    setup_days: float = param(
        0.02, "day", "cost of one start, in days of expected production", "assumption", 0, 0.2,
        least=0,
    )  # fmt: skip
    opening_days: float = param(
        2.0, "day", "stock at opening, in days of expected demand", "assumption", 0, 14,
        least=0, most=1e6,
    )  # fmt: skip
    premium: float = param(
        0.0, "1", "unit cost in its small batches beyond that in a large series",
        "LC18, assumption", 0, 0.3, least=0,
    )  # fmt: skip
    markup: float = param(
        1.15, "1", "list price over landed cost", "S39", 1.05, 1.3, least=0, most=math.inf
    )
    cover_days: float = param(
        2.0, "day", "days made ahead of orders; 0 is made to order", "assumption", 0, 14,
        least=0, most=1e6,
    )  # fmt: skip
    reorders: bool = param(
        True,
        "1",
        "makes more of a design while it sells; if not, one run before its launch",
        "LC16",
    )
    prior_days: float = param(
        7.0,
        "day",
        "days of sales that the market research is worth",
        "assumption",
        1,
        30,
        least=1e-3,
    )
    memory_days: float = param(
        14.0, "day", "half-life of what sales tell", "assumption", 3, 60, least=0.1
    )
    signal_correlation: float = param(
        0.8, "1", "believed correlation of live interest with demand", "LC17", 0, 0.95, least=0,
        most=1,
    )  # fmt: skip
    presale: bool = param(True, "1", "takes orders before it has made them", "S39")
    redesign_days: int = param(
        21, "day", "least life of a design, or a lead and a day", "S37", 8, 60, least=1
    )
    redesign_weight: float = param(
        0.8, "1", "step towards the taste it sees", "assumption", 0, 1, least=0, most=1
    )
    redesign_gap: float = param(
        0.15, "taste", "distance that makes a design outdated", "assumption", 0.05, 1, least=0
    )
    minimum_margin: float = param(
        0.02, "1", "least margin over landed cost", "assumption", 0, 0.15, least=0
    )
    commission_cap: float = param(
        0.30, "1", "most it pays an anchor", "S12", 0.05, 0.5, least=0, most=1
    )
    fee_days: float = param(
        1.0, "day", "most it pays for a slot, in days of margin", "assumption", 0, 10, least=0
    )
    advertising_share: float = param(
        0.01, "1", "advertising over revenue", "assumption", 0, 0.1, least=0
    )
    operation: float = param(
        0.03, "1", "own shop, over expected production cost", "C30", 0, 0.1, least=0
    )
    own_stream: float = param(
        5.0, "sessions/week", "sessions of its own anchor", "2.5 (self-streaming), C47; rate C22",
        0, 7, least=0, most=7,
    )  # fmt: skip


@final
class C2M(Strategy[C2MParameters]):
    """Sees yesterday's sales and live interest (C38), presells, and pays for itself (C30)."""

    kind: ClassVar[str] = "c2m"
    feed: ClassVar[Feed] = "live_data"
    merchant: ClassVar[Merchant] = "factory"

    @cached_property
    def terms(self) -> SupplyTerms:
        """Days of lead, small batches, its own shop."""
        p = self.parameters
        return SupplyTerms(
            p.lead_days,
            p.batch_days,
            p.setup_days,
            p.opening_days,
            p.operation,
            0.0,
            own_stream=p.own_stream,
            premium=p.premium,
        )

    def dealers(self, demand: float) -> None:
        """It sells by itself."""

    def transfer_price(self, unit_cost: float, reference_price: float) -> float:
        """There is no other merchant: unit cost."""
        return unit_cost

    def decide(self, view: FactoryView) -> Decision:
        """Everything ordered, plus what a newsvendor at this thin margin dares to make ahead."""
        p = self.parameters
        cost = view.landed_cost
        price = p.markup * cost
        earned = price * (1.0 - view.take_rate) - view.carriage
        belief = believed_demand(view.history, view.expected_demand, p.prior_days, p.memory_days)
        forecast = belief[0] / belief[1]
        mean, sd = informed_demand(view, belief, p.cover_days, p.signal_correlation)
        makes = p.reorders or view.design_age < 0
        return Decision(
            forecast,
            units_to_start(view, mean, sd, earned, view.unit_cost) if makes else 0,
            price,
            *limits_of(p, price, cost, view.take_rate, forecast),
            presale_days=promised_days(view, p.batch_days) if p.presale else -1,
            redesign=redesign(view, p.redesign_days, p.redesign_gap, p.redesign_weight),
            advertising=p.advertising_share * forecast * price,
        )
