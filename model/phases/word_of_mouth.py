"""Telling friends: an independent cascade over the peer network, a day a step (LC05).

A satisfied buyer tells each friend with some chance. Who hears of a product for the first time in a
while may pass it on the next day, and is stirred: the friend's word is a pitch at the shop's price.
Each product has a cascade of its own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numba
import numpy as np

from agents.clocks import NEVER, Pending, set_clock
from agents.consumers import State, Traits
from core.arrays import Flags, Integers
from core.compiled import SHARDS, compiled, compiled_parallel, compiled_part, inlined
from core.declare import Parameters, param
from core.prefetching import AHEAD, fetch_ahead
from core.luck import exponential, uniform, uniforms
from core.units import DAY_SECONDS
from model.appeal import Offers, Weights, hope_of, loyalty_of, price_term, wait_term, will_judge
from model.impulse import Clock, adstock, clock_of, ring_after, trace_of
from model.records import Aftersales, Catalog, Gossip
from model.stories import PRODUCTS, Stories, knows, make_room, note, will_ask

if TYPE_CHECKING:
    from model.world import World


class WordOfMouthParameters(Parameters):
    """Telling, passing on, and what it does."""

    tell: float = param(
        0.05,
        "share",
        "chance that a satisfied buyer tells a given friend",
        "assumption",
        0,
        0.3,
        least=0,
        most=1,
    )
    pass_on: float = param(
        0.1,
        "share",
        "chance that who heard of it passes it on the next day",
        "assumption",
        0,
        0.5,
        least=0,
        most=1,
    )
    follow: float = param(
        0.05,
        "share",
        "chance that who heard of a live purchase follows the anchor",
        "assumption",
        0,
        0.3,
        least=0,
        most=1,
    )
    keep_on: float = param(
        0.0,
        "share",
        "chance that who told of a product tells of it again the next day",
        "LC01c; assumption",
        0,
        0.9,
        least=0,
        most=1,
    )
    memory: int = param(
        30,
        "day",
        "days for which what one has heard or told of a product is no news",
        "assumption",
        7,
        180,
        least=0,
    )


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


def spread_word(world: World, catalog: Catalog, aftersales: Aftersales) -> Gossip:
    """Satisfied buyers and yesterday's listeners tell their friends; the told are stirred."""
    teller, product, anchor = _tellers(world, aftersales)
    talk, peers = _talk(world), world.peers
    choices = _choices(teller, peers.starts)
    _choose_friends(teller, product, peers.starts, peers.targets, talk, choices)
    tellings = int(choices.made.sum())
    world.stories = make_room(world.stories, tellings + len(teller), talk.since)
    state = world.consumers.state
    told, what, whose, source = _tell(
        teller, product, anchor, choices, state, world.stories, tellings, talk
    )
    stirred = catalog.buyable[what]
    _stir(
        told[stirred], what[stirred], whose[stirred], world.consumers.traits, state,
        world.consumers.pending, world.offers(catalog), world.weights,
        clock_of(world.scenario.impulse), talk,
    )  # fmt: skip
    _follow_on_advice(world, told, what, whose)
    return Gossip(teller, product, anchor, told, what, whose, source)


def _tellers(world: World, aftersales: Aftersales) -> tuple[Integers, Integers, Integers]:
    """Who kept something today, who passes on what was heard, and who has not done with telling."""
    p, key = world.scenario.word_of_mouth, world.luck.key
    kept, past = aftersales.kept, world.gossip
    heard: Flags = uniforms(key("pass on", world.day), past.told, past.product) < p.pass_on
    still: Flags = uniforms(key("keep on", world.day), past.teller, past.topic) < p.keep_on
    columns = (
        (kept["consumer"], past.told[heard], past.teller[still]),
        (kept["product"], past.product[heard], past.topic[still]),
        (kept["anchor"], past.anchor[heard], past.credit[still]),
    )
    teller, product, anchor = (np.concatenate(parts).astype(np.int32) for parts in columns)
    return teller, product, anchor


def _talk(world: World) -> Talk:
    p, luck, day = world.scenario.word_of_mouth, world.luck, world.day
    return Talk(
        p.tell, world.scenario.impulse.friend, world.seconds + DAY_SECONDS, day, day - p.memory,
        luck.key("tell", day), luck.key("friend trace", day), luck.key("friend impulse", day),
    )  # fmt: skip


def _choices(teller: Integers, starts: Integers) -> Choices:
    """Room for all friends of all tellers."""
    friends = np.cumsum(starts[teller + 1] - starts[teller])
    first = np.concatenate([[0], friends])
    return Choices(first, np.zeros(len(teller), np.int32), np.empty(int(first[-1]), np.int32))


@compiled_parallel
def _choose_friends(
    teller: Integers, product: Integers, starts: Integers, targets: Integers, talk: Talk,
    choices: Choices,
) -> None:  # fmt: skip
    """All tellers, in shards."""
    for shard in numba.prange(SHARDS):
        low, high = teller.size * shard // SHARDS, teller.size * (shard + 1) // SHARDS
        _choose_some(low, high, teller, product, starts, targets, talk, choices)


@compiled_part
def _choose_some(
    low: int, high: int, teller: Integers, product: Integers, starts: Integers, targets: Integers,
    talk: Talk, choices: Choices,
) -> None:  # fmt: skip
    """One chance for each (teller, friend, product)."""
    for row in range(low, high):
        fetch_ahead(starts, teller[min(row + 2 * AHEAD, high - 1)])
        fetch_ahead(targets, starts[teller[min(row + AHEAD, high - 1)]])
        i, j, at = teller[row], product[row], choices.first[row]
        for tie in range(starts[i], starts[i + 1]):
            if uniform(talk.tell_key, i, targets[tie] * PRODUCTS + j) < talk.tell:
                choices.friend[at] = targets[tie]
                at += 1
        choices.made[row] = at - choices.first[row]


@compiled
def _tell(
    teller: Integers, product: Integers, anchor: Integers, choices: Choices, state: State,
    stories: Stories, most: int, talk: Talk,
) -> tuple[Integers, Integers, Integers, Integers]:  # fmt: skip
    """Whom the tellers tell: who, of what, with whose pitch it had begun, and from whom."""
    told = np.empty(most, np.int32)
    what = np.empty(most, np.int32)
    whose = np.empty(most, np.int32)
    source = np.empty(most, np.int32)
    count = _tell_all(
        teller, product, anchor, choices, state, stories, talk, told, what, whose, source
    )
    return told[:count], what[:count], whose[:count], source[:count]


@compiled_part
def _tell_all(
    teller: Integers, product: Integers, anchor: Integers, choices: Choices, state: State,
    stories: Stories, talk: Talk,
    told: Integers, what: Integers, whose: Integers, source: Integers,
) -> int:  # fmt: skip
    """One after another; who knows of the product hears nothing new."""
    count = 0
    for row in range(teller.size):
        soon = min(row + AHEAD, teller.size - 1)
        _will_tell(teller[soon], product[soon], soon, choices, state, stories)
        i, j = teller[row], product[row]
        note(stories, i, j, talk.day)  # a teller knows it already
        for at in range(choices.first[row], choices.first[row] + choices.made[row]):
            friend = choices.friend[at]
            if not knows(stories, friend, j, talk.since):
                note(stories, friend, j, talk.day)
                state.heard_product[friend] = j
                state.heard_anchor[friend] = anchor[row]
                state.heard_day[friend] = talk.day
                told[count], what[count], whose[count] = friend, j, anchor[row]
                source[count] = i
                count += 1
    return count


@inlined
def _will_tell(i: int, j: int, row: int, choices: Choices, state: State, stories: Stories) -> None:
    """This teller's turn will come soon."""
    will_ask(stories, i, j)
    for at in range(choices.first[row], choices.first[row] + choices.made[row]):
        will_ask(stories, choices.friend[at], j)
        fetch_ahead(state.heard_product, choices.friend[at])
        fetch_ahead(state.heard_anchor, choices.friend[at])
        fetch_ahead(state.heard_day, choices.friend[at])


@compiled
def _stir(
    told: Integers, product: Integers, anchor: Integers, traits: Traits, state: State,
    pending: Pending, offers: Offers, weights: Weights, clock: Clock, talk: Talk,
) -> None:  # fmt: skip
    """A friend's word at midnight: arousal rises, and a clock is set at the shop's price."""
    for row in range(told.size):
        _will_hear(told[min(row + AHEAD, told.size - 1)], traits, state, pending)
        i, j = told[row], product[row]
        before = adstock(state.arousal[i], clock.arousal_rate, talk.night - state.touched[i])
        arousal = before + traits.susceptibility[i] * talk.friend
        state.arousal[i] = arousal
        state.touched[i] = talk.night
        promise = hope_of(weights, traits, offers, i, j, offers.believed[j])
        value = promise + loyalty_of(weights, state, offers, i, j) + wait_term(traits, offers, i, j)
        value += price_term(traits, offers, i, j, offers.price[j])
        hazard = clock.strength * arousal * math.exp(value)
        trace = trace_of(clock, uniform(talk.trace_key, i, j))
        rate = clock.rates[trace]
        tau = ring_after(hazard, hazard, rate, 0.0, exponential(talk.clock_key, i, j))
        if talk.night + tau < pending.second[i]:
            set_clock(
                pending, i, talk.night + tau, j, anchor[row], -1, -NEVER, offers.price[j], 0.0,
                hazard * math.exp(-rate * tau), arousal / (1.0 + arousal), promise, trace,
            )  # fmt: skip


@inlined
def _will_hear(i: int, traits: Traits, state: State, pending: Pending) -> None:
    """This listener's turn will come soon."""
    will_judge(traits, state, i)
    fetch_ahead(traits.susceptibility, i)
    fetch_ahead(state.arousal, i)
    fetch_ahead(state.touched, i)
    fetch_ahead(pending.second, i)


def _follow_on_advice(world: World, told: Integers, what: Integers, whose: Integers) -> None:
    """Some of those who heard of a live purchase follow its anchor."""
    draws = uniforms(world.luck.key("follow on advice", world.day), told, what)
    joins = (whose >= 0) & (draws < world.scenario.word_of_mouth.follow)
    world.consumers.follow(told[joins], whose[joins], world.scenario.attention.first_trust)
