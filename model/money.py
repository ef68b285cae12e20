"""Money that moves with an order: the sale, what is owed on it, and all of it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from agents.factories import Factory
from core.arrays import Floats, Integers, Table
from core.compiled import compiled
from core.units import CENTS_A_YUAN, many_to_cents
from model.ledger import Party, Reason
from model.records import Catalog

if TYPE_CHECKING:
    from model.world import World

ABROAD = 2
SELLERS = {"factory": Party.FACTORIES, "platform": Party.PLATFORMS, "dealers": Party.DEALERS}


def merchants(world: World) -> Integers:
    """Ledger account that sells each product to consumers: who carries the stock (2.8)."""
    first = {merchant: world.ledger.first(party) for merchant, party in SELLERS.items()}
    sellers = [(factory, factory.strategy.merchant) for factory in world.factories]
    accounts = [
        first[merchant] + (factory.platform if merchant == "platform" else factory.index)
        for factory, merchant in sellers
    ]
    return np.array(accounts, dtype=np.int64)


def take_rate(world: World, factory: Factory) -> float:
    """The platform's share of sales; nothing where it sells its own brand (C31, S40)."""
    if factory.strategy.merchant == "platform":
        return 0.0
    return world.platforms[factory.platform].parameters.take_rate


def settle_owners(world: World, catalog: Catalog, orders: Table, *, back: bool = False) -> None:
    """Pieces for orders of an earlier merchant: bought from whoever owns the stock now (C33).

    An order stays with the merchant who sold it, also after the factory has switched its mode, and
    what it draws on belongs to another. The price is what today's owner pays the factory for a
    piece, so that old orders cost it nothing; pieces that come `back` are sold to it likewise.
    """
    product, seller = orders["product"], orders["merchant"]
    owner = catalog.merchant[product]
    foreign = np.flatnonzero(owner != seller)
    if not foreign.size:
        return
    prices = many_to_cents(np.array([factory.transfer_price for factory in world.factories]))
    ends = seller[foreign], owner[foreign]
    payer, payee = reversed(ends) if back else ends
    world.ledger.transfer(payer, payee, prices[product[foreign]], Reason.STOCK_TRANSFER)


def collect_sale(world: World, catalog: Catalog, orders: Table) -> None:
    """Consumers pay merchants, who pay the anchor's commission and the platform's take."""
    if not len(orders):
        return
    ledger, bill = world.ledger, _bill_of(world, catalog, orders)
    ledger.transfer(ledger.account(Party.CONSUMERS), bill.merchant, bill.price, Reason.SALE)
    ledger.transfer(bill.host, bill.anchor, bill.commission, Reason.COMMISSION)
    ledger.transfer(bill.merchant, bill.platform, bill.take, Reason.TAKE)


def reverse_sale(world: World, catalog: Catalog, orders: Table) -> None:
    """A cancelled or returned order: every share flows back, and the buyer may spend it again."""
    if not len(orders):
        return
    ledger, bill = world.ledger, _bill_of(world, catalog, orders)
    ledger.transfer(bill.merchant, ledger.account(Party.CONSUMERS), bill.price, Reason.REFUND)
    ledger.transfer(bill.anchor, bill.host, bill.commission, Reason.COMMISSION_REFUND)
    ledger.transfer(bill.platform, bill.merchant, bill.take, Reason.TAKE_REFUND)
    world.consumers.refund(orders["consumer"], bill.price)


class Bill(NamedTuple):
    """Accounts and cents of some orders: a row each, and one for each that an anchor moved."""

    merchant: Integers
    price: Integers
    platform: Integers
    take: Integers
    host: Integers  # merchant whose goods an anchor moved
    anchor: Integers
    commission: Integers


def _bill_of(world: World, catalog: Catalog, orders: Table) -> Bill:
    platforms = catalog.platform + world.ledger.first(Party.PLATFORMS)
    return _write_bill(orders, platforms, world.ledger.first(Party.ANCHORS))


@compiled
def _write_bill(orders: Table, platforms: Integers, first_anchor: int) -> Bill:
    moved = 0
    for row in range(orders.size):
        moved += orders[row].anchor >= 0
    every, of_anchors = np.empty((4, orders.size), np.int64), np.empty((3, moved), np.int64)
    merchant, price, platform, take = every[0], every[1], every[2], every[3]
    host, anchor, commission = of_anchors[0], of_anchors[1], of_anchors[2]
    at = 0
    for row in range(orders.size):
        order = orders[row]
        merchant[row], platform[row] = order.merchant, platforms[order.product]
        price[row], take[row] = order.price, order.take
        if order.anchor >= 0:
            host[at], anchor[at] = order.merchant, first_anchor + order.anchor
            commission[at] = order.commission
            at += 1
    return Bill(merchant, price, platform, take, host, anchor, commission)


def pay_way_out(world: World, orders: Table) -> None:
    """Merchants pay the carrier."""
    carrier = world.ledger.account(Party.CARRIERS)
    world.ledger.transfer(orders["merchant"], carrier, parcel_costs(world, orders), Reason.SHIPPING)


def pay_way_back(world: World, orders: Table) -> None:
    """Buyers pay the carrier for what they send back, or merchants where returns are free."""
    if not len(orders):
        return
    carrier, payer = world.ledger.account(Party.CARRIERS), world.ledger.account(Party.CONSUMERS)
    if world.scenario.returns.free:
        payer = orders["merchant"]
    world.ledger.transfer(payer, carrier, parcel_costs(world, orders), Reason.RETURN_SHIPPING)


def parcel_costs(world: World, orders: Table) -> Integers:
    """Cents a parcel costs, one row an order; across the border it costs more."""
    factories = world.factories
    costs = np.array([world.categories[f.category].shipping_cost for f in factories], np.float64)
    regions = np.array([f.region for f in factories], np.int64)
    abroad = world.scenario.shipping.cost_abroad
    return _parcel_costs(orders, costs, regions, world.consumers.traits.region, abroad)


@compiled
def _parcel_costs(
    orders: Table, costs: Floats, regions: Integers, homes: Integers, abroad: float
) -> Integers:
    cents = np.empty(orders.size, np.int64)
    for row in range(orders.size):
        product = orders[row].product
        crosses = (homes[orders[row].consumer] == ABROAD) != (regions[product] == ABROAD)
        cents[row] = np.rint(costs[product] * (abroad if crosses else 1.0) * CENTS_A_YUAN)
    return cents
