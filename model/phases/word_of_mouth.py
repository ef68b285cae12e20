"""Telling friends: an independent cascade over the peer network, a day a step (LC05).

A satisfied buyer tells each friend with some chance. Who hears of a product for the first time in a
while may pass it on the next day, and is stirred: the friend's word is a pitch at the shop's price.
Each product has a cascade of its own.
"""

from __future__ import annotations

import math

import numpy as np

from agents.clocks import NEVER, Impulse, Pending, set_clock, with_room
from agents.consumers import State, Traits, ask_for_mind, ask_for_mood
from core.arrays import Flags, Integers
from core.compiled import compiled, compiled_part, inlined
from core.luck import exponential, uniform
from core.prefetching import AHEAD, fetch_ahead
from core.sharing import rows_of_some, shards_of, share
from core.units import DAY_SECONDS
from model.appeal import Offers, Weights, hope_of, loyalty_of, price_term, wait_term
from model.impulse import ImpulseLaw, adstock, impulse_law, ring_after, trace_of
from model.orders.attribution import at_work
from model.records import Aftersales, Catalog, Gossip
from model.stories import Stories, knows, make_room, note, will_ask
from model.talk import (
    Choices,
    News,
    Talk,
    advised,
    all_tellers,
    choices_of,
)
from model.world import World


def spread_word(world: World, catalog: Catalog, aftersales: Aftersales) -> Gossip:
    """Satisfied buyers and yesterday's listeners tell their friends; the told are stirred."""
    teller, product, anchor = _tellers(world, aftersales)
    talk, peers = _talk(world), world.peers
    choices = choices_of(teller, product, peers.starts, peers.targets, talk)
    most = len(teller) + len(choices.friend)
    world.stories = make_room(world.stories, most, talk.since)
    state = world.consumers.state
    state.spoken_of[world.gossip.told] = -1  # yesterday's word is old
    told, what, whose, source = _tell(teller, product, anchor, choices, state, world.stories, talk)
    pending = world.consumers.pending = with_room(world.consumers.pending, len(told))
    share(
        _stir, len(told), told, what, whose, catalog.buyable, world.consumers.traits, state,
        pending, world.offers(catalog), world.weights,
        impulse_law(world.scenario.impulse), talk, shards_of(len(told)),
    )  # fmt: skip
    followed = _follow_on_advice(world, told, what, whose)
    return Gossip(teller, product, anchor, told, what, whose, source, followed)


def _tellers(world: World, aftersales: Aftersales) -> News:
    """Who kept something today, who passes on what was heard, and who has not done with telling."""
    p, past, luck = world.scenario.word_of_mouth, world.gossip, world.luck
    heard = past.told, past.product, past.anchor
    said = past.teller, past.topic, past.credit
    pass_key, keep_key = luck.key("pass on", world.day), luck.key("keep on", world.day)
    return all_tellers(aftersales.kept, heard, said, p.pass_on, p.keep_on, pass_key, keep_key)


def _talk(world: World) -> Talk:
    p, luck, day = world.scenario.word_of_mouth, world.luck, world.day
    return Talk(
        p.tell, world.scenario.impulse.friend, world.seconds + DAY_SECONDS, day, day - p.memory,
        luck.key("tell", day), luck.key("friend trace", day), luck.key("friend impulse", day),
    )  # fmt: skip


@compiled
def _tell(
    teller: Integers, product: Integers, anchor: Integers, choices: Choices, state: State,
    stories: Stories, talk: Talk,
) -> tuple[Integers, Integers, Integers, Integers]:  # fmt: skip
    """Whom the tellers tell: who, of what, with whose pitch it had begun, and from whom."""
    most = choices.friend.size
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
        for at in range(choices.first[row], choices.first[row + 1]):
            friend = choices.friend[at]
            if not knows(stories, friend, j, talk.since):
                note(stories, friend, j, talk.day)
                state.spoken_of[friend] = anchor[row]
                told[count], what[count], whose[count] = friend, j, anchor[row]
                source[count] = i
                count += 1
    return count


@inlined
def _will_tell(i: int, j: int, row: int, choices: Choices, state: State, stories: Stories) -> None:
    """Soon it is this teller's turn."""
    will_ask(stories, i, j)
    for at in range(choices.first[row], choices.first[row + 1]):
        will_ask(stories, choices.friend[at], j)
        fetch_ahead(choices.friend[at], state.spoken_of)


@compiled
def _stir(
    begin: int, end: int, told: Integers, product: Integers, anchor: Integers, buyable: Flags,
    traits: Traits, state: State, pending: Pending, offers: Offers, weights: Weights,
    law: ImpulseLaw, talk: Talk, shards: int,
) -> None:  # fmt: skip
    """A friend's word at midnight: arousal rises, and a clock is set at the shop's price."""
    rows = rows_of_some(told, state.arousal.size, begin, end, shards)
    free = pending.clock.size - told.size  # the last rows, one for each who is told
    for at, row in enumerate(rows):
        soon = told[rows[min(at + AHEAD, rows.size - 1)]]
        ask_for_mind(traits, soon)
        ask_for_mood(state, soon)
        i, j = told[row], product[row]
        if not buyable[j]:
            continue
        before = adstock(state.arousal[i], law.arousal_rate, talk.night - state.touched[i])
        arousal = before + np.float64(traits.susceptibility[i]) * talk.friend
        state.arousal[i] = arousal
        state.touched[i] = talk.night
        promise = hope_of(weights, traits, offers, i, j, offers.believed[j])
        value = promise + loyalty_of(weights, state, offers, i, j) + wait_term(traits, offers, i, j)
        value += price_term(traits, offers, i, j, offers.price[j])
        hazard = law.strength * arousal * math.exp(value)
        trace = trace_of(law, uniform(talk.trace_key, i, j))
        rate = law.rates[trace]
        tau = ring_after(hazard, hazard, rate, 0.0, exponential(talk.clock_key, i, j))
        if talk.night + tau < pending.second[i]:
            left, impulse = hazard * math.exp(-rate * tau), arousal / (1.0 + arousal)
            wish = Impulse(
                j, anchor[row], -1, -NEVER, offers.price[j], 0.0, left, impulse, promise, trace
            )
            set_clock(pending, i, free + row, talk.night + tau, wish)


def _follow_on_advice(world: World, told: Integers, what: Integers, whose: Integers) -> int:
    """Some of those who heard of a live purchase follow its anchor, who is still at work.

    Returns how many begin to.
    """
    key, chance = world.luck.key("follow on advice", world.day), world.scenario.word_of_mouth.follow
    people, anchors = advised(told, what, whose, at_work(world), chance, key)
    return world.consumers.follow(people, anchors, world.scenario.attention.first_trust)
