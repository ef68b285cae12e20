"""The way of one opener through the rooms of an evening, visit by visit (docs/odd.md 7.5)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.consumers import State, Traits, trust_in
from core.arrays import Integers, Table
from core.compiled import inlined
from core.luck import exponential, uniform, word_of
from core.units import MOMENT_SECONDS
from model.channels.attention import Watching, pull_of
from model.channels.rooms import LOOKS, Rooms, next_room, recommended_room
from model.rows import STRANGER

DRAWS_A_ROOM = 16  # luck slots kept for each room visit


VISIT = np.dtype(
    [
        ("arrival", "f8"),  # second
        ("trust", "f4"),  # in the anchor, STRANGER if it is not followed
        ("session", "i4"),
        ("first", "i2"),  # the first slot of the session that was heard
        ("last", "i2"),
    ]
)


class Visits(NamedTuple):
    """Visits to rooms. An opener has places for as many as planned, and may use fewer."""

    first: Integers  # [openers + 1] place of the opener's first visit
    made: Integers  # [openers] visits that came about
    heard: Integers  # [openers] slots heard on all of them
    rows: Table  # VISIT


class Totals(NamedTuple):
    """What is counted of the evening, shard by shard."""

    begun: Integers  # [shards, slots + 1] who begins to listen less who has ceased, rows of Rooms
    reach: Integers  # [shards] people who heard anything
    visits: Integers  # [shards, sessions]
    dwell: Integers  # [shards, sessions] milliseconds


def no_totals(shards: int, slots: int, sessions: int) -> Totals:
    """Nobody has heard anything yet."""
    shapes = ((shards, slots + 1), (shards,), (shards, sessions), (shards, sessions))
    return Totals(*(np.zeros(shape, np.int64) for shape in shapes))


def places_for(plans: Integers) -> Visits:
    """Empty rows for as many visits as each opener plans."""
    first = np.zeros(len(plans) + 1, np.int64)
    np.cumsum(plans, out=first[1:])
    made, heard = np.zeros(len(plans), np.int32), np.zeros(len(plans), np.int32)
    return Visits(first, made, heard, np.empty(int(first[-1]), VISIT))


@inlined
def live_pull(state: State, rooms: Rooms, watching: Watching, i: int, k: int, named: int) -> float:
    """Pull of the anchor in place k if there is one and it is live today, else 0."""
    live = rooms.live[state.follows[i, k]]  # nobody, anchor -1, stands last
    return float(live * pull_of(state, watching, i, k, named))


@inlined
def stay_away_chance(
    traits: Traits, state: State, rooms: Rooms, watching: Watching, i: int
) -> float:
    """(1 - habit) prod over followed live anchors of (1 - pull)."""
    named = state.spoken_of[i]
    chance = 1.0 - float(traits.habit[i])
    for k in range(state.follows.shape[1]):
        chance *= 1.0 - live_pull(state, rooms, watching, i, k, named)
    return float(chance)


@inlined
def _first_room(i: int, traits: Traits, state: State, rooms: Rooms, watching: Watching) -> int:
    """Session of the followed anchor that won the pull, or -1: the platform recommends."""
    named = state.spoken_of[i]
    total = float(traits.habit[i])
    for k in range(state.follows.shape[1]):
        total += live_pull(state, rooms, watching, i, k, named)
    left = uniform(watching.open_key, i, 1) * total - traits.habit[i]
    if left < 0.0:
        return -1
    chosen = -1
    for k in range(state.follows.shape[1]):
        anchor = state.follows[i, k]
        if anchor >= 0 and rooms.session_of[anchor] >= 0:
            chosen = rooms.session_of[anchor]
            left -= pull_of(state, watching, i, k, named)
            if left < 0.0:
                break
    return chosen


@inlined
def _arrival(rooms: Rooms, session: int, punctual: float, draw: float) -> float:
    """The second of arrival: the beginning for the punctual, any time of the session for others."""
    begin, end = rooms.start[session], rooms.end[session]
    if draw < punctual:
        return float(begin)
    return float(begin + (end - begin) * ((draw - punctual) / (1.0 - punctual)))


@inlined
def walk(
    shard: int, k: int, i: int, traits: Traits, state: State, rooms: Rooms, watching: Watching,
    visits: Visits, totals: Totals,
) -> None:  # fmt: skip
    """One opener's way through the rooms."""
    key = watching.room_key
    platform = traits.platform[i]
    session = _first_room(i, traits, state, rooms, watching)
    stay, punctual = watching.followed_stay, watching.punctual
    if session < 0:
        session = recommended_room(rooms, platform, word_of(key, i, 0))
        stay, punctual = watching.wander_stay, 0.0
    if session < 0:
        return
    now = _arrival(rooms, session, punctual, uniform(key, i, 1))
    heard = 0
    for room in range(visits.first[k + 1] - visits.first[k]):
        draw = (room + 1) * DRAWS_A_ROOM
        if room > 0:
            session = next_room(rooms, platform, now, session, key, i, draw)
            stay = watching.wander_stay
            if session < 0:
                break
        leave = min(now + stay * exponential(key, i, draw + LOOKS), rooms.end[session])
        row = visits.first[k] + room
        first, last = _places(rooms, watching, session, now, leave)
        visit = visits.rows[row]
        visit.arrival, visit.session, visit.first, visit.last = now, session, first, last
        visit.trust = trust_in(state, i, rooms.anchor[session], STRANGER)
        visits.made[k] = room + 1
        if first <= last:
            heard += last + 1 - first
            totals.begun[shard, rooms.first_slot[session] + first] += 1
            totals.begun[shard, rooms.first_slot[session] + last + 1] -= 1
        totals.visits[shard, session] += 1
        totals.dwell[shard, session] += int((leave - now) * 1000.0)
        now = leave
    visits.heard[k] = heard
    totals.reach[shard] += heard > 0


@inlined
def _places(
    rooms: Rooms, watching: Watching, session: int, now: float, leave: float
) -> tuple[int, int]:
    """The first and the last slot of a session that someone hears between arriving and leaving."""
    begin = rooms.first_moment[session]
    slots = rooms.first_slot[session + 1] - rooms.first_slot[session]
    first = int((now - watching.midnight) / MOMENT_SECONDS) - begin
    last = int((leave - watching.midnight) / MOMENT_SECONDS) - begin
    return max(first, 0), min(last, slots - 1)
