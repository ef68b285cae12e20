"""The platform's own brand: the factory designs and makes, the platform orders, holds and sells."""

from __future__ import annotations

import math
from functools import cached_property
from typing import ClassVar, final

from agents.ordering import moving_average
from agents.planning import (
    batch_cover,
    first_run,
    redesign,
    remaining_days,
    selling_days,
    units_to_start,
)
from agents.pricing import limits_of
from agents.strategy import Decision, FactoryView, Feed, Merchant, Strategy, SupplyTerms
from core.declare import Parameters, param


class OdmParameters(Parameters):
    """How a platform's brand makes, prices and promotes."""

    lead_days: int = param(
        35, "day", "start of a batch to the warehouse", "S40", 28, 56, least=1, most=1_000
    )
    batch_days: float = param(
        14.0, "day", "minimum batch, in days of expected demand", "assumption", 5, 30,
        least=0, most=1e6,
    )  # fmt: skip
    batch_patience: float = param(
        2.0, "ratio", "usual times of a batch for which it makes one ahead", "assumption", 1, 4,
        least=1,
    )  # fmt: skip
    reorders: bool = param(
        True,
        "1",
        "makes more of a design while it sells; if not, one run before its launch",
        "LC18",
    )
    setup_days: float = param(
        0.5, "day", "cost of one start, in days of expected production", "assumption", 0, 3, least=0
    )
    opening_days: float = param(
        42.0, "day", "stock at opening: lead and half a batch", "assumption", 0, 90,
        least=0, most=1e6,
    )  # fmt: skip
    cost_plus: float = param(
        0.20, "1", "what the platform pays over unit cost", "assumption", 0.1, 0.4, least=0
    )
    markup: float = param(
        2.4, "1", "retail price over unit cost", "S40; calibrated: price paid (S72), commissions",
        1.7, 2.5, least=0, most=math.inf,
    )  # fmt: skip
    window_days: int = param(28, "day", "moving average of sales", "assumption", 7, 84, least=1)
    forecast_error: float = param(
        0.4, "1", "sd of the forecast over its mean", "2.8", 0.26, 0.6, least=0
    )
    redesign_days: int = param(
        90, "day", "least life of a design, or a lead and a day", "assumption", 45, 180, least=1
    )
    redesign_weight: float = param(
        0.7, "1", "step towards the taste it sees", "assumption", 0, 1, least=0, most=1
    )
    redesign_gap: float = param(
        0.3, "taste", "distance that makes a design outdated", "assumption", 0.1, 1, least=0
    )
    minimum_margin: float = param(
        0.05, "1", "least margin over what the platform paid", "assumption", 0, 0.3, least=0
    )
    commission_cap: float = param(
        0.30, "1", "most it pays an anchor", "S12", 0.1, 0.5, least=0, most=1
    )
    fee_days: float = param(
        2.0, "day", "most it pays for a slot, in days of margin", "assumption", 0, 10, least=0
    )


@final
class Odm(Strategy[OdmParameters]):
    """The platform sees its own sales, some days late, and carries stock and risk (C31)."""

    kind: ClassVar[str] = "odm"
    feed: ClassVar[Feed] = "platform_sales"
    merchant: ClassVar[Merchant] = "platform"

    @cached_property
    def terms(self) -> SupplyTerms:
        """Weeks of lead, no shop to run."""
        p = self.parameters
        return SupplyTerms(p.lead_days, p.batch_days, p.setup_days, p.opening_days, 0.0, 0.0)

    def dealers(self, demand: float) -> None:
        """The platform sells by itself."""

    def transfer_price(self, unit_cost: float, reference_price: float) -> float:
        """Cost plus."""
        return unit_cost * (1.0 + self.parameters.cost_plus)

    def decide(self, view: FactoryView) -> Decision:
        """Newsvendor of the platform over lead and batch, on a moving average of its sales."""
        p = self.parameters
        wholesale = self.transfer_price(view.unit_cost, view.reference_price)
        retail = max(p.markup * view.unit_cost, wholesale + view.carriage)
        forecast = moving_average(view.history, p.window_days, view.expected_demand)
        cover = self._cover(view, forecast)
        days = selling_days(view, cover, p.redesign_days, p.redesign_gap)
        mean = forecast * days
        sd = p.forecast_error * mean
        landed = wholesale + view.carriage
        makes = p.reorders or view.design_age < 0
        start = units_to_start(view, mean, sd, retail - view.carriage, wholesale)
        return Decision(
            forecast,
            first_run(view, start, p.batch_days) if makes else 0,
            retail,
            *limits_of(p, retail, landed, view.take_rate, forecast),
            presale_days=-1,
            redesign=redesign(view, p.redesign_days, p.redesign_gap, p.redesign_weight),
        )

    def _cover(self, view: FactoryView, forecast: float) -> float:
        """Days from one start to the next; the only run of a design has to last its life."""
        p = self.parameters
        if p.reorders:
            return batch_cover(view, forecast, p.batch_days, p.batch_patience)
        return remaining_days(view, p.redesign_days)
