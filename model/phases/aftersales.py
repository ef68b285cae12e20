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
from core.tables import parted
from model.attribution import at_work, own_anchors, shown_by
from model.money import pay_way_back, reverse_sale
from model.records import Aftersales, Catalog, Deliveries
from model.returning import ReturnLaw, logistic, return_law, return_logit
from model.rows import Fate, order_luck
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
    at_work: Flags  # anchors who can be followed


def settle_aftersales(world: World, catalog: Catalog, deliveries: Deliveries) -> Aftersales:
    """Decide what is kept, learn from it, and take back what arrives."""
    p, book, received = world.scenario.returns, world.orders, deliveries.received
    returned, kept = parted(received, _goes_back(world, catalog, received))
    kept["fate"], returned["fate"] = Fate.KEPT, Fate.RETURNING
    book.going_back.put_all(returned, world.day + p.days)
    moved = np.bincount(returned["product"], minlength=len(world.factories))
    book.with_consumers -= moved
    book.coming_back += moved
    due = book.going_back.due(world.day)
    unopened, came_back = parted(due, due["fate"] == Fate.CANCELLED)  # refunded when given up
    take_in(world, catalog, unopened, np.ones(len(unopened), np.bool_))
    pay_way_back(world, unopened)
    resellable = _take_back(world, catalog, came_back)
    lesson = Lesson(
        p.trust_gain, p.trust_loss, p.follow, p.unfollow_below,
        world.scenario.attention.first_trust, world.luck.key("follow", world.day), at_work(world),
    )  # fmt: skip
    state, hosts = world.consumers.state, own_anchors(world)
    followed = _learn_from_kept(state, kept, hosts, catalog.category, lesson)
    unfollowed = _learn_from_returned(state, returned, hosts, catalog.category, lesson)
    return Aftersales(kept, returned, came_back, resellable, unopened, followed, unfollowed)


def _goes_back(world: World, catalog: Catalog, received: Table) -> Flags:
    """Logistic in disappointment and in how impulsive the order was."""
    back = np.empty(len(received), np.bool_)
    _judge(received, return_law(world, catalog), world.luck.key("return"), back)
    return back


@compiled
def _judge(received: Table, law: ReturnLaw, key: np.uint64, back: Flags) -> None:
    for row in range(received.size):
        order = received[row]
        draw = uniform(key, order.consumer, int(order.placed))
        back[row] = draw < logistic(return_logit(law, order, 0.0))


def _take_back(world: World, catalog: Catalog, came_back: Table) -> Flags:
    """Goods come in, some of them spoilt; the money flows back."""
    came_back["fate"] = Fate.RETURNED
    draws = order_luck(world.luck.key("resale"), came_back)
    resellable: Flags = draws < world.scenario.returns.resellable
    take_in(world, catalog, came_back, resellable)
    reverse_sale(world, catalog, came_back)
    pay_way_back(world, came_back)
    return resellable


@inlined
def _will_learn(state: State, i: int) -> None:
    """Soon it is this customer's turn."""
    fetch_ahead(state.loyal, i)
    fetch_ahead(state.loyal_times, i)
    fetch_ahead(state.follows, i)
    fetch_ahead(state.trust, i)


@compiled
def _learn_from_kept(
    state: State, kept: Table, hosts: Integers, category: Integers, lesson: Lesson
) -> int:
    """Loyalty to the product; trust in the anchor, or a new follow. Returns the new follows."""
    follows = 0
    for row in range(kept.size):
        _will_learn(state, kept[min(row + AHEAD, kept.size - 1)].consumer)
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
        gone = not lesson.at_work[anchor]  # since the order was placed
        if not known and not gone and uniform(lesson.key, i, product) < lesson.follow:
            follow_anchor(state, i, anchor, lesson.first_trust)
            follows += 1
    return follows


@compiled
def _learn_from_returned(
    state: State, returned: Table, hosts: Integers, category: Integers, lesson: Lesson
) -> int:
    """Loyalty ends; trust falls and may end the follow. Returns the ended follows."""
    ended = 0
    for row in range(returned.size):
        _will_learn(state, returned[min(row + AHEAD, returned.size - 1)].consumer)
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
