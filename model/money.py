"""Money that moves with an order: the sale, what is owed on it, and all of it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from agents.factories import Factory
from core.arrays import Floats, Integers, Table
from core.compiled import compiled
from core.prefetching import AHEAD, fetch_ahead
from core.units import CENTS_A_YUAN, many_to_cents
from model.ledger import Books, Party, Reason, book
from model.records import Catalog
from model.statement import ROW

if TYPE_CHECKING:
    from model.world import World

ABROAD = 2
FORTH = Reason.SALE, Reason.COMMISSION, Reason.TAKE
BACK = Reason.REFUND, Reason.COMMISSION_REFUND, Reason.TAKE_REFUND
SELLERS = {"factory": Party.FACTORIES, "platform": Party.PLATFORMS, "dealers": Party.DEALERS}


def merchants(world: World) -> Integers:
    """Ledger account that sells each product to consumers: who carries the stock (2.8)."""
    accounts = []
    for factory in world.factories:
        party = SELLERS[factory.strategy.merchant]
        index = factory.platform if party is Party.PLATFORMS else factory.index
        accounts.append(int(world.ledger.account(party, index)))
    return np.array(accounts, dtype=np.int64)


def take_rate(world: World, factory: Factory) -> float:
    """The platform's share of sales; nothing where it sells its own brand (C31, S40)."""
    if SELLERS[factory.strategy.merchant] is Party.PLATFORMS:
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
    _settle(orders, _deal_of(world, catalog, back=False), world.ledger.books)


def reverse_sale(world: World, catalog: Catalog, orders: Table) -> None:
    """A cancelled or returned order: every share flows back, and the buyer may spend it again."""
    _settle(orders, _deal_of(world, catalog, back=True), world.ledger.books)


class Deal(NamedTuple):
    """Where the money of orders goes, and for which reasons."""

    back: bool  # all of it goes the other way
    sale: int  # rows of reasons
    commission: int
    take: int
    consumers: int  # their account
    anchors: int  # the account of the first
    platforms: Integers  # the account of each product's platform
    budget_left: Integers  # of consumers


def _deal_of(world: World, catalog: Catalog, *, back: bool) -> Deal:
    ledger = world.ledger
    reasons = BACK if back else FORTH
    return Deal(
        back, *(ROW[reason] for reason in reasons), ledger.account(Party.CONSUMERS),
        ledger.first(Party.ANCHORS), catalog.platform + ledger.first(Party.PLATFORMS),
        world.consumers.state.budget_left,
    )  # fmt: skip


@compiled
def _settle(orders: Table, deal: Deal, books: Books) -> None:
    for row in range(orders.size):
        order = orders[row]
        buyer, seller = deal.consumers, np.int64(order.merchant)
        anchor, platform = deal.anchors + order.anchor, deal.platforms[order.product]
        if deal.back:
            fetch_ahead(deal.budget_left, orders[min(row + AHEAD, orders.size - 1)].consumer)
            deal.budget_left[order.consumer] += order.price
            book(books, deal.sale, seller, buyer, order.price)
            book(books, deal.take, platform, seller, order.take)
        else:
            book(books, deal.sale, buyer, seller, order.price)
            book(books, deal.take, seller, platform, order.take)
        if order.anchor >= 0:
            payer, payee = (anchor, seller) if deal.back else (seller, anchor)
            book(books, deal.commission, payer, payee, order.commission)


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
        fetch_ahead(homes, orders[min(row + AHEAD, orders.size - 1)].consumer)
        product = orders[row].product
        crosses = (homes[orders[row].consumer] == ABROAD) != (regions[product] == ABROAD)
        cents[row] = np.rint(costs[product] * (abroad if crosses else 1.0) * CENTS_A_YUAN)
    return cents
