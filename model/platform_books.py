"""What platforms booked for each product, which their accounts hold for all products together."""

from __future__ import annotations

import numpy as np

from core.arrays import Integers, Table
from core.tables import rows_of, sums
from model.ledger import Party
from model.money import parcel_costs
from model.records import Day
from model.world import World


def from_platforms(day: Day, world: World) -> Integers:
    """Cents by product that its platform got, less what it paid: [F], exact.

    From factories and dealers: take, programme, goods, what its leftovers fetch, less subsidies.
    From consumers, where it is the merchant itself: prices, less refunds, commission, slot fees and
    parcels. What platforms pay the outside (advertising) is for no product.
    """
    books, number = world.ledger.closed, len(world.factories)
    ours = world.ledger.first(Party.FACTORIES)  # accounts of platforms are below
    gain = -books.profit(Party.FACTORIES, Party.PLATFORMS)
    gain -= books.profit(Party.DEALERS, Party.PLATFORMS)
    for orders, sign in (
        (day.checkout.orders, 1), (day.deliveries.cancelled, -1), (day.aftersales.came_back, -1)
    ):  # fmt: skip
        own = np.flatnonzero(orders["merchant"] < ours)
        cents = orders["price"][own].astype(np.int64) - orders["commission"][own]
        gain += sign * sums(orders["product"][own], cents, number)
    schedule = day.schedule
    own = np.flatnonzero(day.catalog.merchant[schedule.slot_product] < ours)
    gain -= sums(schedule.slot_product[own], schedule.slot_fee[own], number)
    return np.asarray(gain - carriage_of(day, world, ours))


def carriage_of(day: Day, world: World, below: int | None = None) -> Integers:
    """Cents that merchants pay carriers, by product: parcels out, and back where returns are free.

    Of merchants with an account below that number, or of all.
    """
    tables = [day.deliveries.shipped]
    if world.scenario.returns.free:
        tables += [day.aftersales.came_back, day.aftersales.unopened]
    total = np.zeros(len(world.factories), np.int64)
    for table in tables:
        paying = table if below is None else rows_of(table, table["merchant"] < below)
        total += _parcels(world, paying)
    return total


def _parcels(world: World, orders: Table) -> Integers:
    return sums(orders["product"], parcel_costs(world, orders), len(world.factories))
