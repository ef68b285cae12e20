"""What platforms booked for each product, which their accounts hold for all products together."""

from __future__ import annotations

import numpy as np

from core.arrays import Integers, Table
from core.compiled import compiled
from core.tables import sums
from model.ledger import Party, Reason
from model.records import Day
from model.world import World

PARCELS = (Reason.SHIPPING, Reason.RETURN_SHIPPING)


def from_platforms(day: Day, world: World, parcels: Integers) -> Integers:
    """Cents by product that its platform got, less what it paid: [F], exact.

    `parcels` are those of platforms as merchants: the first row of `carriage_of`.

    From factories and dealers: take, programme, goods, what its leftovers fetch, less subsidies.
    From consumers, where it is the merchant itself: prices, less refunds, commission, slot fees and
    parcels. What platforms pay the outside (advertising) is for no product.
    """
    books, ours = world.ledger.closed, world.ledger.first(Party.FACTORIES)  # platforms' are below
    gain = -books.profit(Party.FACTORIES, Party.PLATFORMS)
    gain -= books.profit(Party.DEALERS, Party.PLATFORMS)
    _add_sales(day.checkout.orders, ours, 1, gain)
    _add_sales(day.deliveries.cancelled, ours, -1, gain)
    _add_sales(day.aftersales.came_back, ours, -1, gain)
    fees = sums(day.schedule.slot_product, day.schedule.slot_fee, len(world.factories))
    gain -= fees * (day.catalog.merchant < ours)
    return np.asarray(gain - parcels)


@compiled
def _add_sales(orders: Table, below: int, sign: int, cents: Integers) -> None:
    """Prices less commission, of merchants with an account below that number."""
    for row in range(orders.size):
        order = orders[row]
        if order.merchant < below:
            cents[order.product] += sign * (order.price - order.commission)


def carriage_of(day: Day, world: World) -> Integers:
    """Cents that merchants pay carriers, by product: parcels out, and back where returns are free.

    [2, F]: platforms where they are the merchant, and the others, whose accounts are of a product.
    """
    books = world.ledger.closed
    others = books.received(Party.FACTORIES, PARCELS) + books.received(Party.DEALERS, PARCELS)
    return np.array([day.deliveries.carriage + day.aftersales.carriage, -others])
