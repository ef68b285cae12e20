"""The world before: a brand that sells to dealers, far ahead, in large batches, at a premium."""

from __future__ import annotations

import math
from functools import cached_property
from typing import ClassVar, final

from agents.dealers import DealerChain, DealerTier, tier_price
from agents.forecasts import Forecast, MovingAverage, Smoothing
from agents.ordering import moving_average
from agents.planning import batch_cover, first_run, redesign, selling_days, units_to_start
from agents.pricing import limits_of
from agents.strategy import Decision, FactoryView, Feed, Merchant, Strategy, SupplyTerms
from core.declare import Parameters, param


class BrandDealerParameters(Parameters):
    """How the brand-dealer chain makes, prices and promotes."""

    lead_days: int = param(
        60, "day", "start of a batch to the warehouse", "S49", 30, 120, least=1, most=1_000
    )
    batch_days: float = param(
        30.0, "day", "minimum batch, in days of expected demand", "assumption", 10, 60,
        least=0, most=1e6,
    )  # fmt: skip
    batch_patience: float = param(
        2.0, "ratio", "usual times of a batch for which it makes one ahead", "assumption", 1, 4,
        least=1,
    )  # fmt: skip
    setup_days: float = param(
        1.0, "day", "cost of one start, in days of expected production", "assumption", 0, 3, least=0
    )
    opening_days: float = param(
        75.0, "day", "stock at opening: lead and half a batch", "assumption", 0, 150,
        least=0, most=1e6,
    )  # fmt: skip
    tiers: int = param(
        3, "1", "parties that set a price, factory included", "LC20", 2, 4, least=2, most=20
    )
    choke_over_reference: float = param(
        1.8, "1", "price that ends demand for a brand, over the reference price", "S41", 1.5, 3.5,
        least=0, most=math.inf,
    )  # fmt: skip
    transit_days: int = param(4, "day", "tier to tier", "assumption", 2, 10, least=1, most=1_000)
    safety_days: float = param(
        6.0, "day", "cover of a tier beyond its transit", "assumption", 0, 20, least=0, most=1e6
    )
    display_days: float = param(
        0.0, "day", "pieces on display at a tier, in days of expected demand", "assumption", 0, 10,
        least=0, most=1e6,
    )  # fmt: skip
    window_days: int = param(28, "day", "moving average of orders", "S97", 7, 84, least=1)
    smoothing: float = param(
        0.0, "1", "weight of the last day if dealers smooth exponentially; 0: they average",
        "LC19", 0, 0.5, least=0, most=1,
    )  # fmt: skip
    shared_demand: bool = param(
        False, "1", "all tiers forecast from what consumers want, not from orders", "LC19"
    )
    forecast_error: float = param(
        0.6, "1", "sd of the forecast over its mean, before a season", "S47", 0.3, 1.0, least=0
    )
    season_days: int = param(120, "day", "life of a design", "S49", 90, 180, least=1)
    redesign_weight: float = param(
        0.7, "1", "step towards the taste it sees", "assumption", 0, 1, least=0, most=1
    )
    redesign_gap: float = param(
        0.3, "taste", "distance that makes a design outdated", "assumption", 0.1, 1, least=0
    )
    minimum_margin: float = param(
        0.10, "1", "least margin over what dealers paid", "assumption", 0, 0.3, least=0
    )
    commission_cap: float = param(
        0.30, "1", "most it pays an anchor", "S12", 0.2, 0.5, least=0, most=1
    )
    fee_days: float = param(
        2.0, "day", "most it pays for a slot, in days of margin", "assumption", 0, 10, least=0
    )
    advertising_share: float = param(
        0.15, "1", "advertising over the brand's revenue", "assumption", 0.05, 0.3, least=0
    )
    operation: float = param(
        0.04, "1", "sales staff, over expected production cost", "assumption", 0, 0.1, least=0
    )


@final
class BrandDealer(Strategy[BrandDealerParameters]):
    """Sees dealers' orders only, makes to a moving average of them (C37), lives on the premium."""

    kind: ClassVar[str] = "brand_dealer"
    feed: ClassVar[Feed] = "dealer_orders"
    merchant: ClassVar[Merchant] = "dealers"

    @cached_property
    def terms(self) -> SupplyTerms:
        """Long lead, large batch."""
        p = self.parameters
        return SupplyTerms(
            p.lead_days, p.batch_days, p.setup_days, p.opening_days, p.operation, 0.0
        )

    def dealers(self, demand: float) -> DealerChain:
        """All tiers below the brand, alike."""
        p = self.parameters
        tiers = [
            DealerTier(
                transit_days=p.transit_days,
                cover_days=p.transit_days + p.safety_days,
                forecast=self._forecast(demand),
                display=p.display_days * demand,
            )
            for _ in range(p.tiers - 1)
        ]
        return DealerChain(tiers, p.shared_demand)

    @property
    def _way_to_shops(self) -> int:
        """Days from the warehouse to the shop, through all tiers below the brand."""
        return (self.parameters.tiers - 1) * self.parameters.transit_days

    def _forecast(self, demand: float) -> Forecast:
        p = self.parameters
        if p.smoothing > 0.0:
            return Smoothing(p.smoothing, demand)
        return MovingAverage(p.window_days, demand)

    def transfer_price(self, unit_cost: float, reference_price: float) -> float:
        """The brand's own price, the first of the double marginalisation (LC20)."""
        choke = self.parameters.choke_over_reference * reference_price
        return max(unit_cost, tier_price(unit_cost, choke, 1))

    def decide(self, view: FactoryView) -> Decision:
        """Newsvendor over lead and batch, on a moving average of orders; season by season."""
        p = self.parameters
        choke = p.choke_over_reference * view.reference_price
        wholesale = self.transfer_price(view.unit_cost, view.reference_price)
        retail = max(wholesale, tier_price(view.unit_cost, choke, p.tiers))
        forecast = moving_average(view.history, p.window_days, view.expected_demand)
        cover = batch_cover(view, forecast, p.batch_days, p.batch_patience)
        days = selling_days(view, cover, p.season_days, p.redesign_gap)
        mean = forecast * days
        start = units_to_start(view, mean, p.forecast_error * mean, wholesale, view.unit_cost)
        landed = wholesale + view.carriage
        return Decision(
            forecast,
            first_run(view, start, p.batch_days),
            retail,
            *limits_of(p, retail, landed, view.take_rate, forecast),
            presale_days=-1,
            redesign=redesign(
                view, p.season_days, p.redesign_gap, p.redesign_weight, self._way_to_shops
            ),
            advertising=p.advertising_share * forecast * wholesale,
        )
