"""Who talks, and whom they would tell: one chance for each of their friends (LC05)."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np

from core.arrays import Flags, Integers, Table
from core.compiled import compiled, compiled_part
from core.luck import uniform
from core.prefetching import AHEAD, fetch_ahead
from core.sharing import rows_of_shard
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
    """Whom each teller would tell. There is room for all friends; few are chosen."""

    first: Integers  # [tellers + 1] place of the teller's first choice
    made: Integers  # [tellers] friends chosen
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


@compiled
def room_for_choices(teller: Integers, starts: Integers) -> Choices:
    """Room for all friends of all tellers."""
    first, made = np.zeros(teller.size + 1, np.int64), np.empty(teller.size, np.int32)
    for row in range(teller.size):
        fetch_ahead(teller[min(row + AHEAD, teller.size - 1)], starts)
        first[row + 1] = first[row] + starts[teller[row] + 1] - starts[teller[row]]
        made[row] = 0
    return Choices(first, made, np.empty(first[-1], np.int32))


@compiled
def choose_friends(
    begin: int, end: int, teller: Integers, product: Integers, starts: Integers,
    targets: Integers, talk: Talk, choices: Choices,
) -> None:  # fmt: skip
    """All tellers, in shards."""
    low, high = rows_of_shard(teller.size, begin)[0], rows_of_shard(teller.size, end)[0]
    _choose_some(low, high, teller, product, starts, targets, talk, choices)


@compiled_part
def _choose_some(
    low: int, high: int, teller: Integers, product: Integers, starts: Integers, targets: Integers,
    talk: Talk, choices: Choices,
) -> None:  # fmt: skip
    """One chance for each (teller, friend, product)."""
    for row in range(low, high):
        fetch_ahead(teller[min(row + 2 * AHEAD, high - 1)], starts)
        fetch_ahead(starts[teller[min(row + AHEAD, high - 1)]], targets)
        i, j, at = teller[row], product[row], choices.first[row]
        for tie in range(starts[i], starts[i + 1]):
            if uniform(talk.tell_key, i, key_of(targets[tie], j)) < talk.tell:
                choices.friend[at] = targets[tie]
                at += 1
        choices.made[row] = at - choices.first[row]


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
