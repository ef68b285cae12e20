"""Money that moves with a factory's goods: opening, hand-over to the merchant, sell-off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from agents.factories import Factory
from agents.stock import Leftover, stock_value
from core.arrays import Flags, Floats, Integers, Table
from core.compiled import compiled
from core.tables import rows_of
from core.units import CENTS_A_YUAN, many_to_cents, to_cents, to_yuan
from model.books.dues import DEALERS, FACTORY, PLATFORM, Dues, dues_of
from model.books.goods import stocks_of
from model.books.money import settle_owners
from model.ledger import Ledger, Party, Reason
from model.records import Catalog, Stocks
from model.world import World


def own_account(ledger: Ledger, factory: Factory) -> int:
    """The factory's own account."""
    return int(ledger.account(Party.FACTORIES, factory.index))


def dealers_account(ledger: Ledger, factory: Factory) -> int:
    """The one account of all dealers of a factory."""
    return int(ledger.account(Party.DEALERS, factory.index))


def warehouse_account(ledger: Ledger, factory: Factory) -> int:
    """Who owns what is in the warehouse: the platform if it is the merchant, else the factory."""
    if factory.strategy.merchant == "platform":
        return int(ledger.account(Party.PLATFORMS, factory.platform))
    return own_account(ledger, factory)


def pay_outside(ledger: Ledger, payer: int, yuan: float, reason: Reason) -> None:
    """Buy something from the rest of the economy."""
    ledger.transfer(payer, ledger.account(Party.OUTSIDE), to_cents(yuan), reason)


_OWNERS = {"factory": FACTORY, "dealers": DEALERS, "platform": PLATFORM}  # by merchant


class Goods(NamedTuple):
    """Worth of the pieces of each product line by owner [CNY]."""

    factory: Floats
    dealers: Floats
    platform: Floats


def value_goods(factories: Sequence[Factory], stocks: Stocks, dues: Dues) -> Goods:
    """Goods at unit cost as far as they sell within `sellable_days`, at salvage beyond: [F] each.

    What is owed to somebody who has paid goes first, and is the owner's no more: its cost is taken
    off. Of what is not even being made the money that was paid for it is taken off, but for what
    anchors got. The others sell in the order in which they stand: dealers' pieces, the warehouse,
    what is being made, what comes back. A closed factory sells nothing more. The only rule by which
    stock is valued, in what factories learn from and in all tables.
    """
    rows = [
        (f.parameters.sellable_days * f.sales.mean * f.open, f.unit_cost,
         to_yuan(f.salvage_cents()), _OWNERS[f.strategy.merchant])
        for f in factories
    ]  # fmt: skip
    pieces = np.array([stocks.chain, stocks.warehouse, stocks.on_order, dues.whole])
    goods = np.zeros((len(_OWNERS), len(factories)))
    _value(np.array(rows, float).reshape(-1, 4), pieces, dues, goods)
    factory, dealers, platform = goods
    return Goods(factory, dealers, platform)


@compiled
def _value(rows: Floats, pieces: Floats, dues: Dues, goods: Floats) -> None:
    for f in range(len(rows)):
        soon, cost, salvage, owner = rows[f, 0], rows[f, 1], rows[f, 2], int(rows[f, 3])
        owed, begun = dues.pieces[:, f].sum(), pieces[:, f].sum()
        soon += owed
        made = begun / owed if owed > begun else 1.0  # of what is owed, the share that is there
        keeper = FACTORY if owner == DEALERS else owner  # of the warehouse
        for place, holder in enumerate((DEALERS, keeper, FACTORY, owner)):
            units = pieces[place, f]
            goods[holder, f] += stock_value(units, soon, cost, salvage)
            soon = max(0.0, soon - units)
        for seller in range(len(goods)):
            goods[seller, f] += dues.outdated[seller, f] * salvage
            goods[seller, f] -= made * dues.pieces[seller, f] * cost
            goods[seller, f] -= (1.0 - made) * dues.advances[seller, f] / CENTS_A_YUAN


def worths(world: World) -> Integers:
    """Cents of each factory's cash and own goods, less the refunds that it owes."""
    dues = dues_of(world)
    goods = many_to_cents(value_goods(world.factories, stocks_of(world.factories), dues).factory)
    return np.asarray(world.ledger.balance(Party.FACTORIES) - dues.refunds[FACTORY] + goods)


def start_reviews(world: World, evening: int) -> None:
    """What each factory is worth on the eve of its first day that counts for a review."""
    for factory, cents in zip(world.factories, worths(world).tolist(), strict=True):
        factory.review_day, factory.review_worth = evening, cents


def hand_over(ledger: Ledger, moves: Iterable[tuple[Factory, int, int]]) -> None:
    """Merchants pay for pieces that they take over: (factory, account of the buyer, pieces)."""
    first = ledger.first(Party.FACTORIES)
    sales = [
        (buyer, first + factory.index, round(many * factory.transfer_price * CENTS_A_YUAN))
        for factory, buyer, many in moves
        if many and buyer != first + factory.index
    ]
    if sales:
        payers, payees, cents = zip(*sales, strict=True)
        ledger.transfer(payers, payees, cents, Reason.TRANSFER)


def sell_off(ledger: Ledger, factory: Factory, leftover: Leftover) -> None:
    """The outside buys leftovers from their owners at salvage value."""
    owners = warehouse_account(ledger, factory), dealers_account(ledger, factory)
    cents = np.array([leftover.warehouse, leftover.dealers]) * factory.salvage_cents()
    _salvage(ledger, np.full(2, own_account(ledger, factory)), np.array(owners), cents)


def _salvage(ledger: Ledger, makers: Integers, owners: Integers, cents: Integers) -> None:
    """A factory clears what its platform owns, and passes on what that fetches.

    So the books know of which product it was: a platform's own account is for all together.
    """
    passed_on = np.flatnonzero(owners < ledger.first(Party.FACTORIES))  # platforms come first
    payees = owners.copy()
    payees[passed_on] = makers[passed_on]
    ledger.transfer(ledger.account(Party.OUTSIDE), payees, cents, Reason.SALVAGE)
    ends = makers[passed_on], owners[passed_on]
    ledger.transfer(*ends, cents[passed_on], Reason.SALVAGE)


def fund_dealers(ledger: Ledger, factory: Factory, payer: int, reason: Reason) -> None:
    """Bring the dealers of a chain, if there is one, to the cash that dealers open with."""
    if factory.chain is None:
        return
    cash = to_cents(factory.parameters.dealers_cash_days * factory.expected_revenue)
    missing = max(0, cash - ledger.cash(Party.DEALERS, factory.index))
    dealers = dealers_account(ledger, factory)
    ledger.transfer(payer, dealers, missing, reason)


def open_factory(world: World, factory: Factory) -> None:
    """Give a factory and its dealers their first cash, and let them pay for the opening stock.

    Cash is the same in every mode; a mode that needs much stock begins with less of it left.
    """
    ledger, p = world.ledger, factory.parameters
    outside, own = ledger.account(Party.OUTSIDE), own_account(ledger, factory)
    cash = to_cents(p.cash_days * factory.expected_revenue)
    ledger.transfer(outside, own, cash, Reason.ENDOWMENT)
    stock = round(factory.strategy.terms.opening_days * factory.expected_demand)
    total = factory.stock_up(stock)
    pay_outside(ledger, own, total * factory.unit_cost, Reason.PRODUCTION)
    if factory.chain:
        fund_dealers(ledger, factory, outside, Reason.ENDOWMENT)
        hand_over(ledger, [(factory, dealers_account(ledger, factory), factory.chain_stock)])
    hand_over(ledger, [(factory, warehouse_account(ledger, factory), factory.warehouse)])
    factory.trend = world.taste_centre[factory.category].copy()


def take_from_stock(world: World, leaving: Integers) -> None:
    """So many pieces of each factory are handed to carriers."""
    for factory, units in zip(world.factories, leaving.tolist(), strict=True):
        if units:
            factory.take(units)


def take_in(world: World, catalog: Catalog, orders: Table, whole: Flags) -> None:
    """Pieces that come back: whole ones of today's design are stock again, others are lost.

    Whole ones of an older design are sold off at salvage value, the rest is scrapped.
    """
    if not len(orders):
        return
    design = np.array([factory.generation for factory in world.factories])
    again, outdated, broken, fresh, old = _sort_pieces(orders, whole, design, catalog.merchant)
    world.orders.coming_back -= again + outdated + broken
    pieces = zip(again.tolist(), outdated.tolist(), broken.tolist(), strict=True)
    for factory, units in zip(world.factories, pieces, strict=True):
        if any(units):
            factory.restock(units[0])
            factory.sell_returned(units[1])
            factory.scrap(units[2])
    if old.size:
        price = np.array([factory.salvage_cents() for factory in world.factories], dtype=np.int64)
        product, owners = orders["product"][old], orders["merchant"][old]
        makers = world.ledger.first(Party.FACTORIES) + product.astype(np.int64)
        _salvage(world.ledger, makers, owners, price[product])
    if fresh.size:
        settle_owners(world, catalog, rows_of(orders, fresh), back=True)


@compiled
def _sort_pieces(
    orders: Table, whole: Flags, design: Integers, owner: Integers
) -> tuple[Integers, Integers, Integers, Integers, Integers]:
    """By product: pieces sold again, outdated, broken. And rows of two kinds.

    New ones that an earlier owner of the stock sold, and outdated ones.
    """
    again, outdated, broken = np.zeros((3, design.size), np.int64)
    fresh, old = np.empty(orders.size, np.int64), np.empty(orders.size, np.int64)
    foreign = late = 0
    for row in range(orders.size):
        order = orders[row]
        j = order.product
        if not whole[row]:
            broken[j] += 1
        elif order.generation != design[j]:
            outdated[j] += 1
            old[late] = row
            late += 1
        else:
            again[j] += 1
            fresh[foreign] = row
            foreign += order.merchant != owner[j]
    return again, outdated, broken, fresh[:foreign], old[:late]
