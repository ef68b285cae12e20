"""Who talks, and whom they would tell: one chance for each of their friends (LC05)."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np

from core.arrays import Flags, Integers, Table
from core.compiled import compiled, compiled_part
from core.luck import uniform
from core.prefetching import AHEAD, fetch_ahead
from core.sharing import rows_of_shard, share
from model.stories import key_of

News: TypeAlias = tuple[Integers, Integers, Integers]  # who, of what, and whose pitch it was


class Talk(NamedTuple):
    """Luck and weights of tonight's talk, as compiled code reads them."""

    tell: float
    friend: float  # arousal a friend's word stirs
    night: float  # the midnight at which it is heard
    day: int
    since: int  # what was heard earlier is news again
    tell_key: np.uint64
    trace_key: np.uint64
    clock_key: np.uint64


class Choices(NamedTuple):
    """Whom each teller would tell: teller k rows first[k] : first[k + 1]."""

    first: (
        Integers  # [tellers + 1] rows of the friends whom teller k chose: first[k] : first[k + 1]
    )
    friend: Integers


@compiled
def all_tellers(
    kept: Table, heard: News, said: News, pass_on: float, keep_on: float, pass_key: np.uint64,
    keep_key: np.uint64,
) -> News:  # fmt: skip
    """Who kept something, who passes on what was heard, and who has not done with telling."""
    most = kept.size + heard[0].size + said[0].size
    teller, product = np.empty(most, np.int32), np.empty(most, np.int32)
    anchor = np.empty(most, np.int32)
    for row in range(kept.size):
        order = kept[row]
        teller[row], product[row], anchor[row] = order.consumer, order.product, order.anchor
    count = kept.size
    for (who, what, whose), chance, key in ((heard, pass_on, pass_key), (said, keep_on, keep_key)):
        for row in range(who.size):
            if uniform(key, who[row], what[row]) < chance:
                teller[count], product[count], anchor[count] = who[row], what[row], whose[row]
                count += 1
    return teller[:count], product[:count], anchor[:count]


def choices_of(
    teller: Integers, product: Integers, starts: Integers, targets: Integers, talk: Talk
) -> Choices:
    """One chance for each (teller, friend, product)."""
    first = np.zeros(len(teller) + 1, np.int64)
    parts = share(_choose, len(teller), teller, product, starts, targets, talk, first[1:])
    return Choices(np.cumsum(first), np.concatenate(parts))


@compiled
def _choose(
    begin: int, end: int, teller: Integers, product: Integers, starts: Integers, targets: Integers,
    talk: Talk, made: Integers,
) -> Integers:  # fmt: skip
    """The friends whom the tellers of some shards choose; writes how many each did."""
    low, high = rows_of_shard(teller.size, begin)[0], rows_of_shard(teller.size, end)[0]
    most = 0
    for row in range(low, high):
        fetch_ahead(teller[min(row + AHEAD, high - 1)], starts)
        most += starts[teller[row] + 1] - starts[teller[row]]
    friends = np.empty(most, np.int32)
    count = _choose_some(low, high, teller, product, starts, targets, talk, made, friends)
    return friends[:count]


@compiled_part
def _choose_some(
    low: int, high: int, teller: Integers, product: Integers, starts: Integers, targets: Integers,
    talk: Talk, made: Integers, friends: Integers,
) -> int:  # fmt: skip
    count = 0
    for row in range(low, high):
        fetch_ahead(teller[min(row + 2 * AHEAD, high - 1)], starts)
        fetch_ahead(starts[teller[min(row + AHEAD, high - 1)]], targets)
        i, j, before = teller[row], product[row], count
        for tie in range(starts[i], starts[i + 1]):
            if uniform(talk.tell_key, i, key_of(targets[tie], j)) < talk.tell:
                friends[count] = targets[tie]
                count += 1
        made[row] = count - before
    return count


@compiled
def advised(
    told: Integers, what: Integers, whose: Integers, at_work: Flags, chance: float, key: np.uint64
) -> tuple[Integers, Integers]:
    """Who of those who heard of a live purchase follows its anchor, and that anchor."""
    people, anchors = np.empty(told.size, np.int32), np.empty(told.size, np.int32)
    count = 0
    for row in range(told.size):
        if whose[row] < 0 or not at_work[whose[row]]:
            continue
        if uniform(key, told[row], what[row]) < chance:
            people[count], anchors[count] = told[row], whose[row]
            count += 1
    return people[:count], anchors[:count]
