"""What is owed at the close of a day for orders that are paid and not over, and what comes back.

A piece that somebody waits for is sold: it is nobody's wealth any more. While there is none, not
even in the making, the money is not earned. A refund is owed from the
day on which the buyer decides, though it is paid when the parcel is back.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.arrays import Floats, Integers, Record, Table
from core.compiled import compiled, inlined
from model.ledger import Ledger, Party
from model.rows import Fate
from model.world import World

FACTORY, DEALERS, PLATFORM = range(3)  # rows: who of a product's chain sold it


class Dues(NamedTuple):
    """A column a product; a row a seller where there are three."""

    pieces: Integers  # [3, F] sold, paid and not shipped
    advances: Integers  # [3, F] cents paid for them, a row who would give them back
    refunds: Integers  # [3, F] cents to be paid back, less the shares that come back with it
    whole: Floats  # [F] pieces on their way back that will be stock again, as expected
    outdated: Floats  # [3, F] such pieces of an older design, to be sold off


def dues_of(world: World) -> Dues:
    """Read off the open orders; changes nothing."""
    count, firsts = len(world.factories), _firsts(world.ledger)
    pieces, advances, refunds = np.zeros((3, 3, count), np.int64)
    back, old = np.zeros((2, 3, count))
    design = np.array([factory.generation for factory in world.factories], np.int64)
    opened = world.scenario.returns.resellable
    _count(world.orders.queue, *firsts, pieces, advances)
    for parcels in world.orders.going_back.tables():
        _expect(parcels, *firsts, design, opened, back, old, refunds)
    return Dues(pieces, advances, refunds, back.sum(axis=0), old)


def refunds_of(world: World, orders: Table) -> Integers:
    """Cents that orders sent back cost each party of the chain: [3, F]."""
    cents = np.zeros((3, len(world.factories)), np.int64)
    _owe(orders, *_firsts(world.ledger), cents)
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
    queue: Table, factories: int, dealers: int, pieces: Integers, advances: Integers
) -> None:
    for row in range(queue.size):
        seller = _seller(queue[row].merchant, factories, dealers)
        pieces[seller, queue[row].product] += 1
        _owe_for(queue[row], seller, advances)


@compiled
def _expect(
    parcels: Table, factories: int, dealers: int, design: Integers, opened: float,
    back: Floats, old: Floats, refunds: Integers,
) -> None:  # fmt: skip
    """What was given up on the road is whole, of the rest a share; and what is owed for them."""
    for row in range(parcels.size):
        order = parcels[row]
        seller = _seller(order.merchant, factories, dealers)
        share = 1.0 if order.fate == Fate.CANCELLED else opened
        if order.generation == design[order.product]:
            back[seller, order.product] += share
        else:
            old[seller, order.product] += share
        _owe_for(order, seller, refunds)


@compiled
def _owe(orders: Table, factories: int, dealers: int, cents: Integers) -> None:
    for row in range(orders.size):
        _owe_for(orders[row], _seller(orders[row].merchant, factories, dealers), cents)


@inlined
def _owe_for(order: Record, seller: int, cents: Integers) -> None:
    """The price, less commission, take and programme; who got these gives them back.

    What was given up on the road was paid back at once.
    """
    if order.fate != Fate.CANCELLED:
        product, commission = order.product, order.commission if order.anchor >= 0 else 0
        cents[seller, product] += order.price - commission - order.take
        cents[FACTORY, product] -= order.programme
        cents[PLATFORM, product] += order.take + order.programme
