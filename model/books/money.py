"""Money that moves with an order: the sale, what is owed on it, and all of it back."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.factories import Factory
from agents.places import ABROAD
from core.arrays import Floats, Integers, Record, Table
from core.compiled import compiled, inlined
from core.prefetching import AHEAD, fetch_ahead
from core.units import CENTS_A_YUAN, many_to_cents
from model.ledger import Books, Party, Reason, book
from model.records import Catalog
from model.statement import ROW
from model.world import World

NOBODY = -1  # is no account
FORTH = ROW[Reason.SALE], ROW[Reason.COMMISSION], ROW[Reason.TAKE]
BACK = ROW[Reason.REFUND], ROW[Reason.COMMISSION_REFUND], ROW[Reason.TAKE_REFUND]
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
    consumers: int  # their account, and the first of the others
    anchors: int
    platforms: int
    platform: Integers  # of each product
    budget_left: Integers  # of consumers


def _deal_of(world: World, catalog: Catalog, *, back: bool) -> Deal:
    first = world.ledger.first
    return Deal(
        back, *(BACK if back else FORTH), first(Party.CONSUMERS), first(Party.ANCHORS),
        first(Party.PLATFORMS), catalog.platform, world.consumers.state.budget_left,
    )  # fmt: skip


@compiled
def _settle(orders: Table, deal: Deal, books: Books) -> None:
    for row in range(orders.size):
        order = orders[row]
        buyer, seller = deal.consumers, int(order.merchant)
        anchor = deal.anchors + int(order.anchor)
        platform = deal.platforms + int(deal.platform[order.product])
        if deal.back:
            fetch_ahead(orders[min(row + AHEAD, orders.size - 1)].consumer, deal.budget_left)
            deal.budget_left[order.consumer] += order.price
            book(books, deal.sale, seller, buyer, order.price)
            book(books, deal.take, platform, seller, order.take)
        else:
            book(books, deal.sale, buyer, seller, order.price)
            book(books, deal.take, seller, platform, order.take)
        if order.anchor >= 0:
            payer, payee = (anchor, seller) if deal.back else (seller, anchor)
            book(books, deal.commission, payer, payee, order.commission)


class Tariff(NamedTuple):
    """What parcels cost."""

    costs: Floats  # at home [CNY], one row a product
    regions: Integers  # of products
    homes: Integers  # of consumers
    abroad: float  # ratio


def pay_way_out(world: World, orders: Table) -> Integers:
    """Merchants pay the carrier. Cents that platforms paid, by product: [F]."""
    return _pay_carrier(world, orders, Reason.SHIPPING, merchants_pay=True)


def pay_way_back(world: World, orders: Table) -> Integers:
    """Buyers pay the carrier for what they send back, or merchants where returns are free.

    Cents that platforms paid, by product: [F].
    """
    free = world.scenario.returns.free
    return _pay_carrier(world, orders, Reason.RETURN_SHIPPING, merchants_pay=free)


def _tariff(world: World) -> Tariff:
    abroad = world.scenario.shipping.cost_abroad
    return Tariff(world.lines.parcel, world.lines.region, world.consumers.traits.region, abroad)


def _pay_carrier(world: World, orders: Table, reason: Reason, *, merchants_pay: bool) -> Integers:
    first, platforms = world.ledger.first, np.zeros(len(world.factories), np.int64)
    if len(orders):
        payer = NOBODY if merchants_pay else first(Party.CONSUMERS)
        carrier, makers = first(Party.CARRIERS), first(Party.FACTORIES)
        tariff, books = _tariff(world), world.ledger.books
        _book_parcels(orders, tariff, payer, carrier, makers, ROW[reason], platforms, books)
    return platforms


@compiled
def _book_parcels(
    orders: Table, tariff: Tariff, payer: int, carrier: int, makers: int, reason: int,
    platforms: Integers, books: Books,
) -> None:  # fmt: skip
    """Paid by one account for all, or by the merchant of each: platforms come before the makers."""
    for row in range(orders.size):
        fetch_ahead(orders[min(row + AHEAD, orders.size - 1)].consumer, tariff.homes)
        order = orders[row]
        giver, cents = order.merchant if payer == NOBODY else payer, _cost_of(order, tariff)
        book(books, reason, giver, carrier, cents)
        if payer == NOBODY and giver < makers:
            platforms[order.product] += cents


@inlined
def _cost_of(order: Record, tariff: Tariff) -> int:
    """Across the border it costs more."""
    crosses = (tariff.homes[order.consumer] == ABROAD) != (tariff.regions[order.product] == ABROAD)
    ratio = tariff.abroad if crosses else 1.0
    return int(np.rint(tariff.costs[order.product] * ratio * CENTS_A_YUAN))
