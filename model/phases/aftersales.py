"""After receipt the anchor's influence has faded: keep or return, trust or not (S103; 2.4)."""

from __future__ import annotations

import numpy as np

from core.arrays import Flags, Integers, Table
from core.compiled import compiled
from core.luck import uniform
from model.books.money import pay_way_back, reverse_sale
from model.books.supply import take_in
from model.orders.lessons import learn
from model.orders.returning import ReturnLaw, logistic, return_law, return_logit
from model.records import Aftersales, Catalog, Deliveries
from model.rows import Fate
from model.world import World


def settle_aftersales(world: World, catalog: Catalog, deliveries: Deliveries) -> Aftersales:
    """Decide what is kept, learn from it, and take back what arrives."""
    p, book, luck = world.scenario.returns, world.orders, world.luck
    kept, returned = _decide(
        deliveries.received, return_law(world, catalog), luck.key("return"), book.with_consumers,
        book.coming_back,
    )  # fmt: skip
    book.going_back.put_all(returned, world.day + p.days)
    due = book.going_back.due(world.day)
    unopened, came_back, whole, resellable = _unpack(due, luck.key("resale"), p.resellable)
    take_in(world, catalog, due, whole)
    reverse_sale(world, catalog, came_back)  # the unopened were refunded when given up
    carriage = pay_way_back(world, due)
    followed, unfollowed = learn(world, catalog, kept, returned)
    return Aftersales(
        kept, returned, came_back, resellable, unopened, followed, unfollowed, carriage
    )


@compiled
def _decide(
    received: Table, law: ReturnLaw, key: np.uint64, with_consumers: Integers,
    coming_back: Integers,
) -> tuple[Table, Table]:  # fmt: skip
    """What is kept and what goes back: logistic in disappointment and in how impulsive it was."""
    back, returns = np.empty(received.size, np.bool_), 0
    for row in range(received.size):
        order = received[row]
        draw = uniform(key, order.consumer, int(order.placed))
        back[row] = draw < logistic(return_logit(law, order, 0.0))
        returns += back[row]
    kept = np.empty(received.size - returns, received.dtype)
    returned = np.empty(returns, received.dtype)
    returns = 0
    for row in range(received.size):
        order = received[row]
        if back[row]:
            returned[returns] = order
            returned[returns].fate = Fate.RETURNING
            with_consumers[order.product] -= 1
            coming_back[order.product] += 1
            returns += 1
        else:
            kept[row - returns] = order
            kept[row - returns].fate = Fate.KEPT
    return kept, returned


@compiled
def _unpack(due: Table, key: np.uint64, chance: float) -> tuple[Table, Table, Flags, Flags]:
    """What comes back unopened, what the buyer had, and which is whole: of all, of the latter."""
    count = 0
    for row in range(due.size):
        count += due[row].fate == Fate.CANCELLED
    unopened, came_back = np.empty(count, due.dtype), np.empty(due.size - count, due.dtype)
    whole, resellable = np.ones(due.size, np.bool_), np.empty(due.size - count, np.bool_)
    count = 0
    for row in range(due.size):
        order = due[row]
        if order.fate == Fate.CANCELLED:
            unopened[count] = order
            count += 1
        else:
            came_back[row - count] = order
            came_back[row - count].fate = Fate.RETURNED
            whole[row] = uniform(key, order.consumer, int(order.placed)) < chance
            resellable[row - count] = whole[row]
    return unopened, came_back, whole, resellable
