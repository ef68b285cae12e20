"""A second bookkeeper: adds up the day's records alone, and compares with what the model holds."""

from __future__ import annotations

from collections import Counter

import numpy as np

from core.arrays import Integers, Table
from model.ledger import Party, Reason
from model.records import Day
from model.rows import Fate
from model.world import World

PLACES = (Reason.SOURCING, Reason.OPERATION, Reason.RELOCATION)  # what anchors pay the outside


class Bookkeeper:
    """Counts orders and money from the records of the days it has seen."""

    def __init__(self) -> None:
        self.orders = Counter[str]()
        self.paid = 0  # cents of all orders placed, less those paid back
        self.sent_back = 0  # cents for parcels that buyers sent back at their own cost
        self.earned: Integers = np.zeros(0, np.int64)  # cents an anchor, less what places cost it

    def see(self, day: Day, world: World) -> None:
        """Add one day."""
        if not world.scenario.returns.free:
            for parcels in (day.aftersales.came_back, day.aftersales.unopened):
                self.sent_back += sum(_way_back(world, order) for order in parcels)
        over = (day.deliveries.cancelled, day.aftersales.came_back)
        self.orders["placed"] += len(day.checkout.orders)
        self.orders["cancelled"] += len(over[0])
        self.orders["returned"] += len(over[1])
        self.orders["kept"] += len(day.aftersales.kept)
        self.paid += int(day.checkout.orders["price"].sum())
        self._commission(day.checkout.orders, 1)
        for orders in over:
            self.paid -= int(orders["price"].sum())
            self._commission(orders, -1)
        fees = day.schedule.anchor[day.schedule.slot_session], day.schedule.slot_fee
        self._earn(*fees)
        costs = world.ledger.closed.received(Party.ANCHORS, PLACES)
        assert (costs <= 0).all()
        self._earn(np.arange(costs.size), costs)

    def check(self, world: World) -> None:
        """Everything that the records say is what the world holds."""
        still_open = world.orders.open_orders()
        gone = self.orders["kept"] + self.orders["cancelled"] + self.orders["returned"]
        assert self.orders["placed"] == gone + len(still_open)
        assert set(still_open["fate"]) <= {Fate.WAITING, Fate.SHIPPED, Fate.RETURNING}
        assert -int(world.ledger.balance(Party.CONSUMERS)[0]) == self.paid + self.sent_back
        assert min((factory.on_hand for factory in world.factories), default=0) >= 0
        assert min((factory.goods_held() for factory in world.factories), default=0) >= 0
        assert int(world.consumers.state.budget_left.min()) >= 0
        assert (world.orders.waiting >= 0).all()
        self._check_anchors(world)

    def _check_anchors(self, world: World) -> None:
        newcomers = len(world.anchors) - self.earned.size
        earned = np.pad(self.earned, (0, newcomers))
        assert (world.ledger.balance(Party.ANCHORS) == earned).all()

    def _commission(self, orders: Table, sign: int) -> None:
        live = orders[orders["anchor"] >= 0]
        self._earn(live["anchor"], sign * live["commission"])

    def _earn(self, anchors: Integers, cents: Integers) -> None:
        longest = max(self.earned.size, int(anchors.max(initial=-1)) + 1)
        self.earned = np.pad(self.earned, (0, longest - self.earned.size))
        np.add.at(self.earned, anchors.astype(np.int64), cents)


def _way_back(world: World, order: np.void) -> int:
    """Cents of one parcel, by the price list."""
    factory = world.factories[order["product"]]
    abroad = [int(world.consumers.traits.region[order["consumer"]]) == 2, factory.region == 2]
    more = world.scenario.shipping.cost_abroad if abroad[0] != abroad[1] else 1.0
    return round(100 * world.categories[factory.category].shipping_cost * more)
