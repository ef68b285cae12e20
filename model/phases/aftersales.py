"""After receipt the anchor's influence has faded: keep or return, trust or not (S103; 2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from agents.consumers import State, follow_anchor, unfollow_anchor
from core.arrays import Flags, Integers, Table
from core.compiled import compiled, inlined
from core.declare import Parameters, param
from core.luck import uniform
from core.prefetching import AHEAD, fetch_ahead
from core.sharing import rows_of_some, shards_of, share
from model.attribution import own_anchors, shown_by
from model.money import pay_way_back, reverse_sale
from model.records import Aftersales, Catalog, Deliveries
from model.returning import ReturnLaw, logistic, return_law, return_logit
from model.rows import Fate
from model.supply import take_in

if TYPE_CHECKING:
    from model.world import World

MOST_TIMES = 250  # loyalty counts fit a byte


class ReturnsParameters(Parameters):
    """Returns, and what people learn from keeping and returning."""

    sensitivity: float = param(
        1.2,
        "1/utility",
        "rise of the return logit with disappointment",
        "S103; assumption",
        0,
        3,
        least=0,
    )
    impulse: float = param(
        1.1,
        "logit",
        "rise of the return logit from a deliberate to a purely impulsive order",
        "S103; calibrated: live returns (S01)",
        0,
        3,
        least=0,
    )
    days: int = param(
        8, "day", "receipt to the goods' coming back and the refund", "S124", 3, 15, least=0
    )
    resellable: float = param(
        0.8,
        "share",
        "returned items that are stock again; the rest is scrapped",
        "assumption",
        0.5,
        1,
        least=0,
        most=1,
    )
    free: bool = param(
        False, "-", "the merchant pays the way back, not the buyer", "2.4 (statutory: the buyer)"
    )
    trust_gain: float = param(
        0.05,
        "share",
        "share of the missing trust gained by a kept live purchase",
        "assumption",
        0,
        0.3,
        least=0,
        most=1,
    )
    trust_loss: float = param(
        0.15,
        "share",
        "share of trust lost by a returned live purchase",
        "assumption",
        0,
        0.5,
        least=0,
        most=1,
    )
    follow: float = param(
        0.15,
        "share",
        "chance that a kept purchase makes a stranger follow",
        "assumption",
        0,
        0.5,
        least=0,
        most=1,
    )
    unfollow_below: float = param(
        0.35,
        "share",
        "trust below which an anchor is unfollowed",
        "assumption",
        0,
        0.5,
        least=0,
        most=1,
    )


class Lesson(NamedTuple):
    """ReturnsParameters as compiled code reads them, and today's luck."""

    gain: float
    loss: float
    follow: float
    unfollow_below: float
    first_trust: float
    key: np.uint64


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
    pay_way_back(world, due)
    followed, unfollowed = _learn(world, catalog, kept, returned)
    return Aftersales(kept, returned, came_back, resellable, unopened, followed, unfollowed)


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


def _learn(world: World, catalog: Catalog, kept: Table, returned: Table) -> tuple[int, int]:
    """What is kept and what is not teaches loyalty and trust. New follows, and ended ones."""
    p, state, hosts = world.scenario.returns, world.consumers.state, own_anchors(world)
    lesson = Lesson(
        p.trust_gain, p.trust_loss, p.follow, p.unfollow_below,
        world.scenario.attention.first_trust, world.luck.key("follow", world.day),
    )  # fmt: skip
    keepers, senders = (np.ascontiguousarray(table["consumer"]) for table in (kept, returned))
    learned, rows = [], len(kept) + len(returned)

    def some(begin: int, end: int) -> None:
        mine = state._replace(followers=np.zeros_like(state.followers))  # by how much they change
        of_kept, of_returned = (
            rows_of_some(people, len(world.consumers), begin, end, shards_of(rows))
            for people in (keepers, senders)
        )
        follows = _learn_from_kept(mine, kept, of_kept, hosts, catalog.category, lesson)
        ended = _learn_from_returned(mine, returned, of_returned, hosts, catalog.category, lesson)
        learned.append((mine.followers, follows, ended))

    share(some, rows)
    changes, follows, ended = zip(*learned, strict=True)
    state.followers[:] += sum(changes)
    return sum(follows), sum(ended)


@inlined
def _will_learn(state: State, i: int) -> None:
    """Soon it is this customer's turn."""
    fetch_ahead(state.loyal, i)
    fetch_ahead(state.loyal_times, i)
    fetch_ahead(state.follows, i)
    fetch_ahead(state.trust, i)


@compiled
def _learn_from_kept(
    state: State, kept: Table, rows: Integers, hosts: Integers, category: Integers, lesson: Lesson
) -> int:
    """Loyalty to the product; trust in the anchor, or a new follow. Returns the new follows."""
    follows = 0
    for at, row in enumerate(rows):
        _will_learn(state, kept[rows[min(at + AHEAD, rows.size - 1)]].consumer)
        i, product, anchor = kept[row].consumer, kept[row].product, shown_by(kept[row], hosts)
        c = category[product]
        if state.loyal[i, c] == product:
            state.loyal_times[i, c] = min(state.loyal_times[i, c] + 1, MOST_TIMES)
        else:
            state.loyal[i, c] = product
            state.loyal_times[i, c] = 1
        if anchor < 0:
            continue
        known = False
        for k in range(state.follows.shape[1]):
            if state.follows[i, k] == anchor:
                state.trust[i, k] += lesson.gain * (1.0 - state.trust[i, k])
                known = True
        if not known and uniform(lesson.key, i, product) < lesson.follow:
            follow_anchor(state, i, anchor, lesson.first_trust)
            follows += 1
    return follows


@compiled
def _learn_from_returned(
    state: State,
    returned: Table,
    rows: Integers,
    hosts: Integers,
    category: Integers,
    lesson: Lesson,
) -> int:
    """Loyalty ends; trust falls and may end the follow. Returns the ended follows."""
    ended = 0
    for at, row in enumerate(rows):
        _will_learn(state, returned[rows[min(at + AHEAD, rows.size - 1)]].consumer)
        order, anchor = returned[row], shown_by(returned[row], hosts)
        i, c = order.consumer, category[order.product]
        if state.loyal[i, c] == order.product:
            state.loyal[i, c] = -1
            state.loyal_times[i, c] = 0
        for k in range(state.follows.shape[1]):
            if anchor >= 0 and state.follows[i, k] == anchor:
                state.trust[i, k] -= lesson.loss * state.trust[i, k]
                if state.trust[i, k] < lesson.unfollow_below:
                    unfollow_anchor(state, i, k)
                    ended += 1
    return ended
