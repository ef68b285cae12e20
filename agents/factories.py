"""A factory: the physics that all modes share. What it wants is its strategy's business."""

from __future__ import annotations

import math
from typing import Any, final

import mesa
import numpy as np

from agents.categories import CategoryParameters
from agents.factory_parameters import FactoryParameters
from agents.ordering import learning_curve, round_to_batch
from agents.pieces import Pieces
from agents.production_line import ProductionLine
from agents.stock import WINDOW, Leftover, RecentSales
from agents.strategy import Decision, Strategy
from core.arrays import Floats
from core.units import CENTS_A_YUAN, to_cents

DEAREST = 2e7  # CNY: what an infinite price is written as; cents in four bytes end a little above


@final
class Factory(Pieces, mesa.Agent):
    """One product line. Money is in cents, goods in pieces; `mode` is its strategy's kind."""

    def __init__(
        self,
        market: Any,
        *,
        index: int,
        category: int,
        platform: int,
        region: int,
        strategy: Strategy[Any],
        parameters: FactoryParameters,
        kind: CategoryParameters,
        expected_demand: float,
        design: Floats,
        quality: float,
        believed: float = 0.0,
    ) -> None:
        mesa.Agent.__init__(self, market)
        capacity = math.ceil(parameters.capacity_days * expected_demand)
        Pieces.__init__(self, index, ProductionLine(capacity))
        self.category, self.platform, self.region = category, platform, region
        self.strategy, self.parameters, self.kind = strategy, parameters, kind
        self.size = expected_demand  # units a day it is built for, the same for twins of all modes
        self.expect(expected_demand)
        self.design: Floats = np.array(design, dtype=float)
        self.next_design: Floats | None = None  # in preparation
        self.design_day = 0  # launch of the current design, or of the one in preparation
        self.generation = 0
        self.quality, self.believed, self.awareness = quality, believed, 0.0
        self.open = True
        self.list_price = self.floor_price = self.max_slot_fee = 0  # cents
        self.advertising_budget = 0  # cents a day
        self.max_commission, self.presale_days = 0.0, -1
        self.trend: Floats = self.design  # centre of fashion at the last trade fair
        self.review_day, self.review_worth = -1, 0  # evening of its mode's last review, cents then
        self.judged_from = 0  # first evening on which its mode may be judged
        self.memory: Floats = np.zeros(0)  # what a learning rule keeps about the modes
        self._cost = 0.0, -1, strategy  # of a piece, and what it was reckoned from

    def expect(self, demand: float) -> None:
        """Begin with dealers and a forecast for so many units a day."""
        self.expected_demand = self.forecast = demand
        self.chain = self.strategy.dealers(demand)
        self.sales = RecentSales(demand)

    @property
    def mode(self) -> str:
        """How it sells."""
        return self.strategy.kind

    @property
    def lead_days(self) -> int:
        """Start to finish of the next batch."""
        return self.strategy.terms.lead_days

    @property
    def batch(self) -> int:
        """Least units of a start."""
        return max(1, round(self.strategy.terms.batch_days * self.expected_demand))

    @property
    def unit_cost(self) -> float:
        """CNY a piece at today's experience, in batches of its mode's size."""
        if self._cost[1] != self.produced or self._cost[2] is not self.strategy:  # which is seldom
            made, mode, p, kind = self.produced, self.strategy, self.parameters, self.kind
            cost, scale = kind.unit_cost * (1.0 + mode.terms.premium), p.experience_days * self.size
            self._cost = learning_curve(cost, made, max(1.0, scale), p.learning_rate), made, mode
        return self._cost[0]

    @property
    def transfer_price(self) -> float:
        """CNY that the merchant pays the factory for a piece today."""
        asked = self.strategy.transfer_price(self.unit_cost, self.kind.reference_price)
        return min(asked, DEAREST)

    @property
    def expected_revenue(self) -> float:
        """CNY a day at the reference price: the scale of its accounts, the same in every mode."""
        return self.size * self.kind.reference_price

    def offer(self, decision: Decision) -> None:
        """Put up the prices and limits of a decision."""
        listed, floor = min(decision.list_price, DEAREST), min(decision.floor_price, DEAREST)
        advertising = decision.advertising if math.isfinite(decision.advertising) else 0.0
        self.list_price = max(1, to_cents(listed))
        self.floor_price = max(1, min(self.list_price, to_cents(floor)))
        self.max_commission = decision.max_commission
        self.max_slot_fee = to_cents(decision.max_slot_fee)
        self.advertising_budget = to_cents(advertising)
        self.forecast, self.presale_days = decision.forecast, decision.presale_days

    def start(self, units: float, day: int) -> int:
        """Put units into production, none below a batch; what exceeds the line queues (LC21)."""
        wanted = round_to_batch(units, self.batch) if self.line.capacity > 0 else 0
        self.line.start(wanted, day + self.lead_days)
        self.started += wanted
        return wanted

    def finish(self, day: int) -> int:
        """Bring what is due to the warehouse, and close the day's count of sales."""
        self.sales.close_day(self.outside)
        done = self.line.finish(day)
        self.warehouse, self.produced = self.warehouse + done, self.produced + done
        return done

    def prepare(self, design: Floats, day: int) -> None:
        """Begin a design: what is started from tomorrow on is of it.

        It comes out after a lead time, and the way to the shops where dealers sell it.
        """
        self.next_design = np.array(design, dtype=float)
        self.design_day = day + 1 + self.lead_days + (self.chain.transit_days if self.chain else 0)
        self.line.mark()

    def launch(self, day: int) -> Leftover | None:
        """Bring out the design in preparation on its day and sell off the old pieces.

        Who takes no orders ahead waits for the first pieces. Old ones that still queue for the line
        are made to the new pattern.
        """
        if self.next_design is None or day < self.design_day:
            return None
        if self.presale_days < 0 and not self.line.has_something(day):
            return None
        self.design, self.next_design = self.next_design, None
        self.design_day = day
        self.generation += 1
        self.line.unmark()
        return self.scrap_stock()

    def switch_mode(self, strategy: Strategy[Any]) -> int:
        """Sell another way; dealers give their pieces back to the warehouse. Units they gave.

        Market research was for the price of its first mode: now it expects what it sells.
        """
        self.expected_demand = max(self.sales.mean, 1.0 / WINDOW)
        returned = self.chain.clear() if self.chain else 0
        self.warehouse += returned
        self.strategy = strategy
        self.chain = strategy.dealers(self.forecast)
        return returned

    def close(self) -> Leftover:
        """Leave the market: unfinished pieces are scrapped, finished ones sold off."""
        self.open, self.presale_days = False, -1
        self.scrapped += self.line.clear()
        return self.scrap_stock()

    def salvage_cents(self) -> int:
        """What one leftover piece fetches."""
        return round(self.parameters.salvage_share * self.unit_cost * CENTS_A_YUAN)
