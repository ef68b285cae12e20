"""What is owed at the close of a day for orders that are paid and not over, and what comes back.

A piece that somebody waits for is sold: it is nobody's wealth any more. A refund is owed from the
day on which the buyer decides, though it is paid when the parcel is back.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.arrays import Floats, Integers, Record, Table
from core.compiled import compiled, inlined
from core.sharing import rows_of_shard, share
from model.ledger import Ledger, Party
from model.rows import Fate
from model.world import World

FACTORY, DEALERS, PLATFORM = range(3)  # rows: who of a product's chain sold it


class Dues(NamedTuple):
    """A column a product; a row a seller where there are three."""

    pieces: Integers  # [3, F] sold, paid and not shipped
    refunds: Integers  # [3, F] cents to be paid back, less the shares that come back with it
    whole: Floats  # [F] pieces on their way back that will be stock again, as expected
    outdated: Floats  # [3, F] such pieces of an older design, to be sold off


def dues_of(world: World) -> Dues:
    """Read off the open orders; changes nothing."""
    count, firsts = len(world.factories), _firsts(world.ledger)
    pieces, refunds = np.zeros((2, 3, count), np.int64)
    back, old = np.zeros((2, 3, count))
    design = np.array([factory.generation for factory in world.factories], np.int64)
    opened = world.scenario.returns.resellable
    queue = world.orders.queue
    for part in share(_count, len(queue), queue, *firsts, count):
        pieces += part
    for parcels in world.orders.going_back.tables():
        _expect(parcels, *firsts, design, opened, back, old, refunds)
    return Dues(pieces, refunds, back.sum(axis=0), old)


def refunds_of(world: World, orders: Table) -> Integers:
    """Cents that orders sent back cost each party of the chain: [3, F]."""
    cents = np.zeros((3, len(world.factories)), np.int64)
    _owe_all(orders, *_firsts(world.ledger), cents)
    return cents


def _firsts(ledger: Ledger) -> tuple[int, int]:
    return ledger.first(Party.FACTORIES), ledger.first(Party.DEALERS)


@inlined
def _seller(merchant: int, factories: int, dealers: int) -> int:
    """The row of a merchant's account: platforms come first, then factories, then dealers."""
    if merchant < factories:
        return PLATFORM
    return FACTORY if merchant < dealers else DEALERS


@compiled
def _count(
    begin: int, end: int, queue: Table, factories: int, dealers: int, products: int
) -> Integers:
    pieces = np.zeros((3, products), np.int64)
    low, high = rows_of_shard(queue.size, begin)[0], rows_of_shard(queue.size, end)[0]
    for row in range(low, high):
        pieces[_seller(queue[row].merchant, factories, dealers), queue[row].product] += 1
    return pieces


@compiled
def _expect(
    parcels: Table, factories: int, dealers: int, design: Integers, opened: float,
    back: Floats, old: Floats, refunds: Integers,
) -> None:  # fmt: skip
    """What was given up on the road is whole, of the rest a share; and what is owed for them."""
    for row in range(parcels.size):
        order = parcels[row]
        seller = _seller(order.merchant, factories, dealers)
        _owe(order, seller, refunds)
        whole = 1.0 if order.fate == Fate.CANCELLED else opened
        if order.generation == design[order.product]:
            back[seller, order.product] += whole
        else:
            old[seller, order.product] += whole


@compiled
def _owe_all(parcels: Table, factories: int, dealers: int, cents: Integers) -> None:
    for row in range(parcels.size):
        _owe(parcels[row], _seller(parcels[row].merchant, factories, dealers), cents)


@inlined
def _owe(order: Record, seller: int, cents: Integers) -> None:
    """The price, less commission, take and programme; who got these gives them back.

    What was given up on the road was paid back at once.
    """
    if order.fate == Fate.CANCELLED:
        return
    commission = order.commission if order.anchor >= 0 else 0
    cents[seller, order.product] += order.price - commission - order.take
    cents[FACTORY, order.product] -= order.programme
    cents[PLATFORM, order.product] += order.take + order.programme
