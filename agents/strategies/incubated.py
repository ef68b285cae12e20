"""A factory brand that the platform guides with its data and, if it performs, with its traffic."""

from __future__ import annotations

import math
from functools import cached_property
from typing import ClassVar, final

from agents.ordering import believed_demand
from agents.planning import (
    batch_cover,
    first_run,
    informed_demand,
    redesign,
    selling_days,
    units_to_start,
)
from agents.pricing import limits_of
from agents.strategy import Decision, FactoryView, Feed, Merchant, Strategy, SupplyTerms
from core.declare import Parameters, param


class IncubatedParameters(Parameters):
    """How an incubated brand makes, prices and promotes: between ODM and C2M."""

    lead_days: int = param(
        14, "day", "start of a batch to the warehouse", "S37", 7, 28, least=1, most=1_000
    )
    batch_days: float = param(
        4.0, "day", "minimum batch, in days of expected demand", "S37", 1, 14, least=0, most=1e6
    )
    batch_patience: float = param(
        2.0, "ratio", "usual times of a batch for which it makes one ahead", "assumption", 1, 4,
        least=1,
    )  # fmt: skip
    setup_days: float = param(
        0.15, "day", "cost of one start, in days of expected production", "assumption", 0, 1,
        least=0,
    )  # fmt: skip
    opening_days: float = param(
        16.0, "day", "stock at opening: lead and half a batch", "assumption", 0, 60,
        least=0, most=1e6,
    )  # fmt: skip
    markup: float = param(
        1.95, "1", "list price over landed cost", "calibrated: price paid (S72), commissions",
        1.2, 2.0, least=0, most=math.inf,
    )  # fmt: skip
    prior_days: float = param(
        14.0, "day", "days of sales that the market research is worth", "assumption", 1, 60,
        least=1e-3,
    )  # fmt: skip
    memory_days: float = param(
        21.0, "day", "half-life of what sales tell", "assumption", 3, 60, least=0.1
    )
    signal_correlation: float = param(
        0.6, "1", "believed correlation of live interest with demand", "assumption", 0, 0.95,
        least=0, most=1,
    )  # fmt: skip
    redesign_days: int = param(
        45, "day", "least life of a design, or a lead and a day", "assumption", 14, 90, least=1
    )
    redesign_weight: float = param(
        0.8, "1", "step towards the taste it sees", "assumption", 0, 1, least=0, most=1
    )
    redesign_gap: float = param(
        0.2, "taste", "distance that makes a design outdated", "assumption", 0.05, 1, least=0
    )
    minimum_margin: float = param(
        0.05, "1", "least margin over landed cost", "assumption", 0, 0.3, least=0
    )
    commission_cap: float = param(
        0.30, "1", "most it pays an anchor", "S12", 0.1, 0.5, least=0, most=1
    )
    fee_days: float = param(
        1.5, "day", "most it pays for a slot, in days of margin", "assumption", 0, 10, least=0
    )
    advertising_share: float = param(
        0.03, "1", "advertising over revenue", "assumption", 0, 0.1, least=0
    )
    operation: float = param(
        0.03, "1", "own shop, over expected production cost", "C30", 0, 0.1, least=0
    )
    own_stream: float = param(
        5.0, "sessions/week", "sessions of its own anchor", "C46, C47; rate C22", 0, 7,
        least=0, most=7,
    )  # fmt: skip
    programme: float = param(
        0.05, "1", "share of sales that the platform keeps for guidance", "assumption", 0, 0.15,
        least=0, most=0.5,
    )  # fmt: skip


@final
class Incubated(Strategy[IncubatedParameters]):
    """Sees what the platform sees (C34), holds stock, shares its sales with the platform."""

    kind: ClassVar[str] = "incubated"
    feed: ClassVar[Feed] = "live_data"
    merchant: ClassVar[Merchant] = "factory"

    @cached_property
    def terms(self) -> SupplyTerms:
        """Two weeks of lead, middling batches, its own shop, the platform's share."""
        p = self.parameters
        return SupplyTerms(
            p.lead_days,
            p.batch_days,
            p.setup_days,
            p.opening_days,
            p.operation,
            p.programme,
            own_stream=p.own_stream,
        )

    def dealers(self, demand: float) -> None:
        """It sells by itself."""

    def transfer_price(self, unit_cost: float, reference_price: float) -> float:
        """There is no other merchant: unit cost."""
        return unit_cost

    def decide(self, view: FactoryView) -> Decision:
        """Newsvendor over lead and batch, on a Bayesian belief from sales and live interest."""
        p = self.parameters
        cost = view.landed_cost
        price = p.markup * cost
        take = view.take_rate + p.programme
        earned = price * (1.0 - take) - view.carriage
        belief = believed_demand(view.history, view.expected_demand, p.prior_days, p.memory_days)
        forecast = belief[0] / belief[1]
        cover = batch_cover(view, forecast, p.batch_days, p.batch_patience)
        days = selling_days(view, cover, p.redesign_days, p.redesign_gap)
        mean, sd = informed_demand(view, belief, days, p.signal_correlation)
        start = units_to_start(view, mean, sd, earned, view.unit_cost)
        return Decision(
            forecast,
            first_run(view, start, p.batch_days),
            price,
            *limits_of(p, price, cost, take, forecast),
            presale_days=-1,
            redesign=redesign(view, p.redesign_days, p.redesign_gap, p.redesign_weight),
            advertising=p.advertising_share * forecast * price,
        )
