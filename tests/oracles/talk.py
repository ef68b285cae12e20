"""Telling friends, one pair at a time, and what it does to those who are told."""

from __future__ import annotations

import math

from tests.oracles.plain_luck import exponential, uniform
from tests.oracles.road import After
from tests.oracles.rooms import arousal_rate, ring_after, trace_of, trace_rates
from tests.oracles.town import DAY, NOBODY, Clock, Town
from tests.oracles.windows import Window, hope, loyalty, price_term, wait_term

Word = tuple[int, int, int]  # person, product, anchor
Told = tuple[int, int, int, int]  # and who said it


def spread(town: Town, windows: list[Window], after: After) -> tuple[list[int], list[Told]]:
    """Who told; and who heard of what, with whose pitch it had begun, from whom."""
    p = town.scenario.word_of_mouth
    tellers = [(order.person, order.product, order.wish.anchor) for order in after.kept]
    for word in town.talk:
        if uniform(town.key("pass on"), word[0], word[1]) < p.pass_on:
            town.seen["passed on"] += 1
            tellers.append(word)
    for word in town.tellers:
        if uniform(town.key("keep on"), word[0], word[1]) < p.keep_on:
            town.seen["told again"] += 1
            tellers.append(word)
    heard: list[Told] = []
    for word in tellers:
        heard += [(*news, word[0]) for news in _tell(town, word)]
    told = [news[:3] for news in heard]
    for word in told:
        if windows[word[1]].buyable:
            _stir(town, windows[word[1]], word)
        else:
            town.seen["heard of what cannot be bought"] += 1
    for who, product, anchor in told:
        person, luck = town.people[who], uniform(town.key("follow on advice"), who, product)
        advised = anchor != NOBODY and luck < p.follow
        if advised and anchor not in town.at_work:
            town.seen["was advised to follow who is gone"] += 1
        elif advised and anchor not in person.follows:
            town.seen["followed on advice"] += 1
            person.follow(anchor, town.scenario.attention.first_trust)
    town.talk, town.tellers = told, tellers
    return sorted({word[0] for word in tellers}), heard


def _tell(town: Town, word: Word) -> list[Word]:
    """Each friend has one chance to hear it, unless it is no news."""
    teller, product, anchor = word
    town.people[teller].knows[product] = town.day
    told = []
    for friend in town.friends[teller]:
        luck = uniform(town.key("tell"), teller, (friend << 16) + product)
        person = town.people[friend]
        if product in person.knows:
            days = town.day - person.knows[product]
            if days <= town.scenario.word_of_mouth.memory:
                town.seen["had heard of it"] += 1
                continue
            town.seen["had forgotten it"] += 1
        if luck < town.scenario.word_of_mouth.tell:
            person.heard = (anchor, town.day)
            person.knows[product] = town.day
            told.append((friend, product, anchor))
    return told


def _stir(town: Town, window: Window, word: Word) -> None:
    """A friend's word is a pitch at midnight, at the shop's price."""
    p, (who, product, anchor), night = town.scenario.impulse, word, town.midnight + DAY
    person = town.people[who]
    arousal = person.stir(person.susceptibility * p.friend, night, arousal_rate(town))
    promise = hope(town, person, window, window.believed)
    value = promise + loyalty(town, person, window) + wait_term(town, person, window)
    value += price_term(person, window, window.price)
    hazard = p.strength * arousal * math.exp(value)
    trace = trace_of(town, uniform(town.key("friend trace"), who, product))
    rate = trace_rates(town)[trace]
    draw = exponential(town.key("friend impulse"), who, product)
    after = ring_after(hazard, hazard, rate, 0.0, draw)
    if after is None:
        return
    town.seen["a friend's word set a clock"] += person.offer(
        Clock(
            night + after,
            product,
            anchor,
            NOBODY,
            -math.inf,
            window.price,
            0.0,
            hazard * math.exp(-rate * after),
            arousal / (1.0 + arousal),
            promise,
            trace,
        )
    )
