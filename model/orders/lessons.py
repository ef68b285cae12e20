"""What buyers learn from keeping and returning: loyalty to products, trust in anchors (S103)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.consumers import State, follow_anchor, unfollow_anchor
from core.arrays import Flags, Integers, Table
from core.compiled import compiled, inlined
from core.luck import uniform
from core.prefetching import AHEAD, fetch_ahead
from core.sharing import rows_of_some, shards_of, share
from model.orders.attribution import at_work, own_anchors, shown_by
from model.records import Catalog
from model.world import World

MOST_TIMES = 250  # loyalty counts fit a byte


class Lesson(NamedTuple):
    """ReturnsParameters as compiled code reads them, and today's luck."""

    gain: float
    loss: float
    follow: float
    unfollow_below: float
    first_trust: float
    key: np.uint64
    at_work: Flags  # anchors who can be followed


def learn(world: World, catalog: Catalog, kept: Table, returned: Table) -> tuple[int, int]:
    """What is kept and what is not teaches loyalty and trust. New follows, and ended ones."""
    p, state, hosts = world.scenario.returns, world.consumers.state, own_anchors(world)
    lesson = Lesson(
        p.trust_gain, p.trust_loss, p.follow, p.unfollow_below,
        world.scenario.attention.first_trust, world.luck.key("follow", world.day), at_work(world),
    )  # fmt: skip
    keepers, senders = (np.ascontiguousarray(table["consumer"]) for table in (kept, returned))
    rows = len(kept) + len(returned)

    def some(begin: int, end: int) -> tuple[Integers, int, int]:
        mine = state._replace(followers=np.zeros_like(state.followers))  # by how much they change
        of_kept, of_returned = (
            rows_of_some(people, len(world.consumers), begin, end, shards_of(rows))
            for people in (keepers, senders)
        )
        follows = _learn_from_kept(mine, kept, of_kept, hosts, catalog.category, lesson)
        ended = _learn_from_returned(mine, returned, of_returned, hosts, catalog.category, lesson)
        return mine.followers, follows, ended

    changes, follows, ended = zip(*share(some, rows), strict=True)
    state.followers[:] += sum(changes)
    return sum(follows), sum(ended)


@inlined
def _will_learn(state: State, i: int) -> None:
    """Soon it is this customer's turn."""
    fetch_ahead(i, state.loyal, state.follows, state.trust)


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
                state.trust[i, k] += lesson.gain * (1.0 - np.float64(state.trust[i, k]))
                known = True
        gone = not lesson.at_work[anchor]  # since the order was placed
        if not known and not gone and uniform(lesson.key, i, product) < lesson.follow:
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
                state.trust[i, k] -= lesson.loss * np.float64(state.trust[i, k])
                if np.float64(state.trust[i, k]) < lesson.unfollow_below:
                    unfollow_anchor(state, i, k)
                    ended += 1
    return ended
