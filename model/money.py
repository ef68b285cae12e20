"""Money that moves with an order: the sale, what is owed on it, and all of it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from agents.factories import Factory
from core.arrays import Flags, Floats, Integers, Table
from core.units import many_to_cents
from model.ledger import Party, Reason

if TYPE_CHECKING:
    from model.world import World

ABROAD = 2
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


def take_rates(world: World) -> Floats:
    """The platform's share of each product's sales."""
    return np.array([take_rate(world, factory) for factory in world.factories])


def programme_rates(world: World) -> Floats:
    """What an incubating platform keeps of each product's sales beyond the take."""
    return np.array([factory.strategy.terms.programme for factory in world.factories])


def settle_owners(world: World, orders: Table, *, back: bool = False) -> None:
    """Pieces for orders of an earlier merchant: bought from whoever owns the stock now (C33).

    An order stays with the merchant who sold it, also after the factory has switched its mode, and
    what it draws on belongs to another. The price is what today's owner pays the factory for a
    piece, so that old orders cost it nothing; pieces that come `back` are sold to it likewise.
    """
    product, seller = orders["product"].astype(np.int64), orders["merchant"].astype(np.int64)
    owner = merchants(world)[product]
    foreign = np.flatnonzero(owner != seller)
    if not foreign.size:
        return
    prices = many_to_cents(np.array([factory.transfer_price for factory in world.factories]))
    ends = seller[foreign], owner[foreign]
    payer, payee = reversed(ends) if back else ends
    world.ledger.transfer(payer, payee, prices[product[foreign]], Reason.STOCK_TRANSFER)


def collect_sale(world: World, orders: Table) -> None:
    """Consumers pay merchants, who pay the anchor's commission and the platform's take."""
    ledger, merchant = world.ledger, orders["merchant"].astype(np.int64)
    anchors, platforms, live = _shares(world, orders)
    ledger.transfer(ledger.account(Party.CONSUMERS), merchant, orders["price"], Reason.SALE)
    ledger.transfer(merchant[live], anchors, orders["commission"][live], Reason.COMMISSION)
    ledger.transfer(merchant, platforms, orders["take"], Reason.TAKE)


def reverse_sale(world: World, orders: Table) -> None:
    """A cancelled or returned order: every share flows back, and the buyer may spend it again."""
    ledger, merchant = world.ledger, orders["merchant"].astype(np.int64)
    anchors, platforms, live = _shares(world, orders)
    ledger.transfer(merchant, ledger.account(Party.CONSUMERS), orders["price"], Reason.REFUND)
    ledger.transfer(anchors, merchant[live], orders["commission"][live], Reason.COMMISSION_REFUND)
    ledger.transfer(platforms, merchant, orders["take"], Reason.TAKE_REFUND)
    world.consumers.refund(orders["consumer"], orders["price"])


def pay_way_out(world: World, orders: Table) -> None:
    """Merchants pay the carrier."""
    carrier, merchant = world.ledger.account(Party.CARRIERS), orders["merchant"].astype(np.int64)
    world.ledger.transfer(merchant, carrier, parcel_costs(world, orders), Reason.SHIPPING)


def pay_way_back(world: World, orders: Table) -> None:
    """Buyers pay the carrier for what they send back, or merchants where returns are free."""
    carrier, payer = world.ledger.account(Party.CARRIERS), world.ledger.account(Party.CONSUMERS)
    if world.scenario.returns.free:
        payer = orders["merchant"].astype(np.int64)
    world.ledger.transfer(payer, carrier, parcel_costs(world, orders), Reason.RETURN_SHIPPING)


def parcel_costs(world: World, orders: Table) -> Integers:
    """Cents a parcel costs, one row an order; across the border it costs more."""
    categories = np.array([f.category for f in world.factories])[orders["product"]]
    regions = np.array([f.region for f in world.factories])[orders["product"]]
    costs = np.array([category.shipping_cost for category in world.categories])[categories]
    home = world.consumers.traits.region[orders["consumer"]]
    crosses = (home == ABROAD) != (regions == ABROAD)
    return many_to_cents(costs * np.where(crosses, world.scenario.shipping.cost_abroad, 1.0))


def _shares(world: World, orders: Table) -> tuple[Integers, Integers, Flags]:
    """Accounts of the anchors of live-born orders and of the platforms, and which are live-born."""
    live = orders["anchor"] >= 0
    anchors = world.ledger.account(Party.ANCHORS, orders["anchor"][live].astype(np.int64))
    platform = np.array([factory.platform for factory in world.factories])[orders["product"]]
    return anchors, world.ledger.account(Party.PLATFORMS, platform), live
