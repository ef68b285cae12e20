"""The consumers: a struct of arrays with verbs. `consumers[17]` is a live window on one of them.

Compiled phases are handed the three named tuples (`traits`, `state`, `pending`) and work in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from agents.clocks import Pending
from agents.segments import SEGMENTS
from core.arrays import Floats, Integers
from core.compiled import SHARDS, compiled, compiled_part, inlined
from core.luck import uniform
from core.prefetching import fetch_ahead
from core.sharing import rows_of_shard, share


class Joined(IntEnum):
    """Through which door a person became an online customer."""

    NOT_YET = 0
    NATIVE = 1
    ADVERTISING = 2
    LIVE = 3
    WORD_OF_MOUTH = 4


class Traits(NamedTuple):
    """What a consumer is and stays. One row a consumer."""

    susceptibility: Floats  # weight given to an opinion leader, in (0, 1)
    confidence: Floats  # choice confidence, in (0, 1)
    price_sensitivity: Floats  # utility lost if the price rises by one reference price
    patience: Floats  # utility lost for a promised day of waiting
    habit: Floats  # chance to open the live channel on a day without being pulled
    need: Floats  # need rate relative to the mean
    taste: Floats  # [n, categories, 2] personal taste relative to the centre of fashion
    budget: Integers  # cents a month
    region: Integers
    platform: Integers  # home platform
    segment: Integers


class State(NamedTuple):
    """What changes. One row a consumer."""

    arousal: Floats  # adstock of excitement when last touched
    touched: Floats  # second of that touch
    follows: Integers  # [n, width] anchors followed, -1 for a free place
    trust: Floats  # [n, width] trust in them, in (0, 1)
    loyal: Integers  # [n, categories] last satisfying product, -1 for none
    loyal_times: Integers  # [n, categories] times it satisfied in a row
    budget_left: Integers  # cents
    joined: Integers  # a Joined
    spoken_of: Integers  # the anchor of what a friend spoke of last night, -1 for none
    followers: Integers  # [anchors] how many consumers follow each


@inlined
def trust_in(state: State, i: int, anchor: int, stranger: float) -> float:
    """Trust of consumer i in an anchor: learned if followed, a stranger's otherwise."""
    for k in range(state.follows.shape[1]):
        if state.follows[i, k] == anchor:
            return float(state.trust[i, k])
    return stranger


@compiled_part
def follow_anchor(state: State, i: int, anchor: int, trust: float) -> None:
    """Take a free place, or that of the least trusted."""
    place = 0
    for k in range(state.follows.shape[1]):
        if state.follows[i, k] < 0:
            place = k
            break
        if state.trust[i, k] < state.trust[i, place]:
            place = k
    if state.follows[i, place] >= 0:
        state.followers[state.follows[i, place]] -= 1
    state.followers[anchor] += 1
    state.follows[i, place] = anchor
    state.trust[i, place] = trust


@compiled_part
def unfollow_anchor(state: State, i: int, place: int) -> None:
    """Free a place."""
    state.followers[state.follows[i, place]] -= 1
    state.follows[i, place] = -1
    state.trust[i, place] = 0.0


@compiled
def _follow_all(state: State, people: Integers, anchors: Integers, trust: float) -> int:
    begun = 0
    for row in range(people.size):
        known = False
        for k in range(state.follows.shape[1]):
            known = known or state.follows[people[row], k] == anchors[row]
        if not known:
            follow_anchor(state, people[row], anchors[row], trust)
            begun += 1
    return begun


@compiled
def _join(
    begin: int, end: int, home: Integers, joined: Integers, chance: Floats, key: np.uint64,
    new: Integers,
) -> None:  # fmt: skip
    """Newcomers join by the chance of the platform on which they are at home."""
    low, high = rows_of_shard(home.size, begin)[0], rows_of_shard(home.size, end)[0]
    for i in range(low, high):
        if joined[i] == Joined.NOT_YET and uniform(key, i, 0) < chance[home[i]]:
            joined[i] = Joined.ADVERTISING
            new[begin, home[i]] += 1


@inlined
def ask_for_mind(traits: Traits, i: int) -> None:
    """Consumer i will judge offers soon."""
    fetch_ahead(i, traits.taste, traits.region)


@inlined
def ask_for_mood(state: State, i: int) -> None:
    """Consumer i will be excited soon."""
    fetch_ahead(i, state.arousal)


class Consumers:
    """All consumers, as columns."""

    def __init__(self, traits: Traits, state: State, pending: Pending) -> None:
        self.traits, self.state, self.pending = traits, state, pending

    def __len__(self) -> int:
        return len(self.traits.habit)

    def __getitem__(self, index: int) -> Consumer:
        if not -len(self) <= index < len(self):
            raise IndexError(f"consumer {index} of {len(self)}")
        return Consumer(self, index % len(self))

    def __getattr__(self, name: str) -> Any:
        for group in ("traits", "state"):
            if group in self.__dict__ and name in self.__dict__[group]._fields:
                return getattr(self.__dict__[group], name)
        raise AttributeError(name)

    def followers(self, anchors: int) -> Integers:
        """Number of followers of each anchor; makes room for anchors that are new."""
        new = anchors - len(self.state.followers)
        if new > 0:
            counts = np.concatenate([self.state.followers, np.zeros(new, np.int64)])
            self.state = self.state._replace(followers=counts)
        return self.state.followers

    def start_month(self) -> None:
        """Everyone's budget is whole again."""
        self.state.budget_left[:] = self.traits.budget

    def follow(self, people: Integers, anchors: Integers, trust: float) -> int:
        """These people follow these anchors, unless they already do; how many begin to."""
        return _follow_all(self.state, people, anchors, trust)

    def forget(self, anchors: Sequence[int]) -> None:
        """Nobody follows these anchors any more: their places are free for others."""
        gone = np.isin(self.state.follows, np.array(anchors))
        self.state.follows[gone] = -1
        self.state.trust[gone] = 0.0
        self.followers(max(anchors) + 1)[list(anchors)] = 0

    def acquire(self, chances: Floats, key: np.uint64) -> Integers:
        """Advertising brings in newcomers, with a chance on each platform; how many it brought."""
        new = np.zeros((SHARDS, len(chances)), np.int64)
        if chances.any():
            share(_join, len(self), self.traits.platform, self.state.joined, chances, key, new)
        return np.asarray(new.sum(axis=0))


class Consumer:
    """A window on one consumer: attributes read and write the columns.

    `trust` has a place for each of `follows`: trust in the anchor that is followed there.
    """

    __slots__ = ("_all", "_row")

    def __init__(self, consumers: Consumers, row: int) -> None:
        object.__setattr__(self, "_all", consumers)
        object.__setattr__(self, "_row", row)

    @property
    def segment(self) -> tuple[str, str, str]:
        """Age band, city tier and gender."""
        return SEGMENTS[int(self._all.traits.segment[self._row])]

    def __getattr__(self, name: str) -> Any:
        column = getattr(self._all, name)
        return column[self._row]

    def __setattr__(self, name: str, value: object) -> None:
        getattr(self._all, name)[self._row] = value

    def __repr__(self) -> str:
        places = zip(self.follows, self.trust, strict=True)
        trust = ", ".join(f"{anchor}: {share:.2f}" for anchor, share in places if anchor >= 0)
        return f"Consumer({self._row}, {', '.join(self.segment)}; trust by anchor: {{{trust}}})"
