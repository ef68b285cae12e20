"""The world before: dealers between factory and consumer, each seeing only the orders of the next.

Every tier follows the same rule, an order-up-to target that moves with its forecast, and that alone
makes orders swing more the further they are from the consumer (LC19).
"""

from __future__ import annotations

import math
from array import array
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple, final

from agents.forecasts import Forecast
from agents.ordering import order_up_to

RECORD_DAYS = 365  # how long the factory keeps the orders it received


def tier_price(cost: float, choke: float, tier: int) -> float:
    """Price [CNY] that the n-th tier charges, the factory being the first (LC20).

    Successive monopolists facing linear demand that ends at the choke price a / b:
    p_k = choke - (choke - cost) / 2^k, so much of the way from cost to choke.
    """
    if not cost < choke:  # nobody would buy at a price above cost
        return cost
    return cost + (choke - cost) * (1.0 - 0.5**tier)


@final
class DealerTier:
    """One stage: stock, orders under way to it, and units it still owes the next stage.

    `whole` rounds orders to pieces, as the market needs; without it the stage is exactly linear.
    The target is `cover_days` of its forecast (S97), and pieces on display whatever that says.
    """

    def __init__(
        self,
        *,
        transit_days: int,
        cover_days: float,
        forecast: Forecast,
        display: float = 0.0,
        whole: bool = True,
    ) -> None:
        self.cover_days = cover_days
        self.forecast = forecast
        self.display = display
        self.whole = whole
        self.transit: deque[float] = deque([0.0] * transit_days)  # by day of arrival
        self.on_hand = 0.0
        self.on_order = 0.0  # ordered and not yet received
        self.backlog = 0.0  # owed to the next stage

    @property
    def stock(self) -> float:
        """Units this stage owns: on hand, and shipped to it."""
        return self.on_hand + sum(self.transit)

    def target(self) -> float:
        """Inventory position that it wants: cover times expected demand, and the display."""
        return self.cover_days * self.forecast.mean + self.display

    def receive(self) -> None:
        """Begin a day: what is due today arrives."""
        arrived = self.transit.popleft()
        self.transit.append(0.0)
        self.on_hand += arrived
        self.on_order -= arrived

    def place_order(self, demand: float) -> float:
        """Take today's demand into the forecast and order up to the new target."""
        self.forecast.notice(demand)
        units = order_up_to(self.target(), self.on_hand, self.on_order, self.backlog)
        units = float(round(units)) if self.whole else units
        self.on_order += units
        return units

    def fill(self, order: float) -> float:
        """Take an order and ship what the stock allows; the rest is owed."""
        self.backlog += order
        shipped = min(self.on_hand, self.backlog)
        self.on_hand -= shipped
        self.backlog -= shipped
        return shipped

    def dispatch(self, units: float) -> None:
        """Goods leave the stage before, bound for this one."""
        self.transit[-1] += units

    def clear(self) -> float:
        """Give up all stock, as at the end of a design; what is still owed to it stays ordered."""
        units = self.stock
        self.on_order -= sum(self.transit)
        self.transit = deque([0.0] * len(self.transit))
        self.on_hand = 0.0
        return units


class ChainStep(NamedTuple):
    """What a day did in a chain: the order that reached the factory, units moved on each link."""

    order: float  # units that the first tier ordered from the factory today
    moved: tuple[float, ...]  # units on each link: factory to first tier, ..., to the retailer


@final
class DealerChain:
    """Tiers in a row, the factory's customer first, the shop that consumers see last.

    Each forecasts from the orders of the next, or `shared`, all from what consumers want.
    """

    def __init__(self, tiers: Sequence[DealerTier], shared: bool = False) -> None:
        self.tiers = tuple(tiers)
        self.shared = shared
        self.owed = 0.0  # units that the factory owes the first tier
        self.orders = array("d")  # of the last days, as the factory saw them

    @property
    def retailer(self) -> DealerTier:
        """The tier whose stock consumers can buy."""
        return self.tiers[-1]

    @property
    def stock(self) -> int:
        """Units that dealers own, on hand or between tiers."""
        return int(sum(tier.stock for tier in self.tiers))

    @property
    def transit_days(self) -> int:
        """From the factory to the shop."""
        return sum(len(tier.transit) for tier in self.tiers)

    def fill_up(self, available: float = math.inf) -> int:
        """Put every tier at its target with stock on hand, as a chain at rest; units it took.

        Where fewer are `available`, the shop comes first.
        """
        left, units = available, 0.0
        for tier in reversed(self.tiers):
            missing = order_up_to(tier.target(), tier.on_hand, tier.on_order, tier.backlog)
            given = min(float(round(missing)) if tier.whole else missing, left)
            tier.on_hand += given
            left -= given
            units += given
        return int(units)

    def step(self, demand: float, available: float) -> ChainStep:
        """One day: arrivals, orders upstream from the shop, shipments downstream to the shop.

        `demand` is what consumers wanted today; what they bought has left the shop already.
        `available` is what the factory can ship.
        """
        for tier in self.tiers:
            tier.receive()
        moved = [0.0] * len(self.tiers)
        order = self.retailer.place_order(demand)
        for link in range(len(self.tiers) - 1, 0, -1):
            supplier = self.tiers[link - 1]
            moved[link] = supplier.fill(order)
            self.tiers[link].dispatch(moved[link])
            order = supplier.place_order(demand if self.shared else order)
        self.owed += order
        moved[0] = min(self.owed, available)
        self.owed -= moved[0]
        self.tiers[0].dispatch(moved[0])
        self.orders.append(order)
        del self.orders[:-RECORD_DAYS]
        return ChainStep(order, tuple(moved))

    def clear(self) -> int:
        """Empty every tier; the units that were given up."""
        return int(sum(tier.clear() for tier in self.tiers))
