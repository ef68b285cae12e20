"""Who watches what: opening the live channel, the first room, and wandering on (model.md 3).

Attention is not a fixed cake: followed anchors bring people in, who then wander to other rooms of
their home platform by its traffic rule (W8, S20).

The evening is told in three passes over shards of consumers: who opens the channel and how many
rooms they have a mind to visit; the way of each through the rooms; and the pitches heard on the
way, each written straight to its place among the exposures of its moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numba
import numpy as np

from agents.consumers import State, Traits, trust_in
from core.arrays import Floats, Integers, Table
from core.compiled import SHARDS, compiled_parallel, compiled_part, inlined
from core.luck import exponential, poisson, uniform
from core.units import MOMENT_SECONDS, MOMENTS_A_DAY
from model.attention import Watching, pull_of, surely_stays_away, watching_of
from model.records import EXPOSURE, Audience, Schedule
from model.rooms import LOOKS, Rooms, next_room, recommended_room, rooms_of

if TYPE_CHECKING:
    from model.world import World

DRAWS_A_ROOM = 16  # luck slots kept for each room visit


class Visits(NamedTuple):
    """Visits to rooms. An opener has places for as many as planned, and may use fewer."""

    first: Integers  # [openers + 1] place of the opener's first visit
    count: Integers  # [openers] visits that came about
    session: Integers  # one row a visit
    arrival: Floats  # second
    leaving: Floats


class Totals(NamedTuple):
    """What is counted of the evening, shard by shard."""

    exposures: Integers  # [SHARDS, moments]
    reach: Integers  # [SHARDS] people who heard anything
    visits: Integers  # [SHARDS, sessions]
    dwell: Integers  # [SHARDS, sessions] milliseconds


def gather_audience(world: World, schedule: Schedule) -> Audience:
    """Draw who opens the live channel, which rooms they visit and which pitches they hear."""
    rooms = rooms_of(schedule, len(world.anchors), len(world.platforms))
    watching = watching_of(world)
    traits, state = world.consumers.traits, world.consumers.state
    sessions = len(schedule.anchor)
    plans = np.zeros(len(world.consumers), np.uint8)
    if sessions:
        _open_channel(traits, state, rooms, watching, plans)
    openers = np.flatnonzero(plans).astype(np.int32)
    visits = _places_for(plans[openers])
    totals = Totals(
        np.zeros((SHARDS, MOMENTS_A_DAY), np.int64),
        np.zeros(SHARDS, np.int64),
        np.zeros((SHARDS, sessions), np.int64),
        np.zeros((SHARDS, sessions), np.int64),
    )
    _walk_all(openers, traits, state, rooms, watching, visits, totals)
    by_moment = totals.exposures.sum(axis=0)
    before = np.cumsum(totals.exposures.T.ravel()) - totals.exposures.T.ravel()
    heard = np.empty(int(by_moment.sum()), EXPOSURE)
    place = before.reshape(MOMENTS_A_DAY, SHARDS).T.copy()
    stranger = world.scenario.impulse.stranger_trust
    _listen_all(openers, state, rooms, watching, schedule.anchor, stranger, visits, place, heard)
    return Audience(
        openers=openers,
        heard=heard,
        moment_starts=np.concatenate([[0], np.cumsum(by_moment)]),
        exposures=np.bincount(heard["slot"], minlength=len(schedule.slot_moment)),
        reach=int(totals.reach.sum()),
        visits=totals.visits.sum(axis=0),
        dwell=totals.dwell.sum(axis=0) / 1000.0,
    )


def _places_for(plans: Integers) -> Visits:
    """Empty rows for as many visits as each opener plans."""
    first = np.zeros(len(plans) + 1, np.int64)
    np.cumsum(plans, out=first[1:])
    most = int(first[-1])
    return Visits(
        first, np.zeros(len(plans), np.int32), np.empty(most, np.int32), np.empty(most),
        np.empty(most),
    )  # fmt: skip


@inlined
def _rows(people: int, shard: int) -> tuple[int, int]:
    """The people of a shard."""
    return people * shard // SHARDS, people * (shard + 1) // SHARDS


@compiled_parallel
def _open_channel(
    traits: Traits, state: State, rooms: Rooms, watching: Watching, plans: Integers
) -> None:
    """P(open) = 1 - (1 - habit) prod over followed live anchors of (1 - pull).

    An opener plans one room and a Poisson number of further ones; 0 for who stays away.
    """
    for shard in numba.prange(SHARDS):
        _open_some(shard, traits, state, rooms, watching, plans)


@compiled_part
def _open_some(
    shard: int, traits: Traits, state: State, rooms: Rooms, watching: Watching, plans: Integers
) -> None:
    """The consumers of one shard, one after another."""
    low, high = _rows(plans.size, shard)
    for i in range(low, high):
        draw = uniform(watching.open_key, i, 0)
        if surely_stays_away(traits, state, watching, i, draw):
            continue
        stays_away = 1.0 - traits.habit[i]
        for k in range(state.follows.shape[1]):
            anchor = state.follows[i, k]
            if anchor >= 0 and rooms.session_of[anchor] >= 0:
                stays_away *= 1.0 - pull_of(state, watching, i, k)
        if draw < 1.0 - stays_away:
            plans[i] = 1 + poisson(watching.wander, watching.room_key, i, 2)


@compiled_parallel
def _walk_all(
    openers: Integers, traits: Traits, state: State, rooms: Rooms, watching: Watching,
    visits: Visits, totals: Totals,
) -> None:  # fmt: skip
    """Every opener walks through the rooms."""
    for shard in numba.prange(SHARDS):
        _walk_some(shard, openers, traits, state, rooms, watching, visits, totals)


@compiled_part
def _walk_some(
    shard: int, openers: Integers, traits: Traits, state: State, rooms: Rooms, watching: Watching,
    visits: Visits, totals: Totals,
) -> None:  # fmt: skip
    """The openers of one shard, one after another."""
    low, high = _rows(openers.size, shard)
    for k in range(low, high):
        _walk(shard, k, openers[k], traits, state, rooms, watching, visits, totals)


@inlined
def _first_room(i: int, traits: Traits, state: State, rooms: Rooms, watching: Watching) -> int:
    """Session of the followed anchor that won the pull, or -1: the platform recommends."""
    total = float(traits.habit[i])
    for k in range(state.follows.shape[1]):
        anchor = state.follows[i, k]
        if anchor >= 0 and rooms.session_of[anchor] >= 0:
            total += pull_of(state, watching, i, k)
    left = uniform(watching.open_key, i, 1) * total - traits.habit[i]
    if left < 0.0:
        return -1
    chosen = -1
    for k in range(state.follows.shape[1]):
        anchor = state.follows[i, k]
        if anchor >= 0 and rooms.session_of[anchor] >= 0:
            chosen = rooms.session_of[anchor]
            left -= pull_of(state, watching, i, k)
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
def _walk(
    shard: int, k: int, i: int, traits: Traits, state: State, rooms: Rooms, watching: Watching,
    visits: Visits, totals: Totals,
) -> None:  # fmt: skip
    """One opener's way through the rooms."""
    key = watching.room_key
    platform = traits.platform[i]
    session = _first_room(i, traits, state, rooms, watching)
    stay, punctual = watching.followed_stay, watching.punctual
    if session < 0:
        session = recommended_room(rooms, platform, uniform(key, i, 0))
        stay, punctual = watching.wander_stay, 0.0
    if session < 0:
        return
    now = _arrival(rooms, session, punctual, uniform(key, i, 1))
    listened = False
    for room in range(visits.first[k + 1] - visits.first[k]):
        draw = (room + 1) * DRAWS_A_ROOM
        if room > 0:
            session = next_room(rooms, platform, now, session, key, i, draw)
            stay = watching.wander_stay
            if session < 0:
                break
        leave = min(now + stay * exponential(key, i, draw + LOOKS), rooms.end[session])
        row = visits.first[k] + room
        visits.session[row], visits.arrival[row], visits.leaving[row] = session, now, leave
        visits.count[k] = room + 1
        first, last = _places(rooms, watching, session, now, leave)
        for place in range(first, last + 1):
            totals.exposures[shard, rooms.first_moment[session] + place] += 1
        listened = listened or first <= last
        totals.visits[shard, session] += 1
        totals.dwell[shard, session] += int((leave - now) * 1000.0)
        now = leave
    totals.reach[shard] += listened


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


@compiled_parallel
def _listen_all(
    openers: Integers, state: State, rooms: Rooms, watching: Watching, anchors: Integers,
    stranger: float, visits: Visits, place: Integers, heard: Table,
) -> None:  # fmt: skip
    """Write down what everybody hears."""
    for shard in numba.prange(SHARDS):
        _listen(shard, openers, state, rooms, watching, anchors, stranger, visits, place, heard)


@compiled_part
def _listen(
    shard: int, openers: Integers, state: State, rooms: Rooms, watching: Watching,
    anchors: Integers, stranger: float, visits: Visits, place: Integers, heard: Table,
) -> None:  # fmt: skip
    """An exposure for each slot of each visit; `place` is where the shard's next one goes."""
    low, high = _rows(openers.size, shard)
    for k in range(low, high):
        for row in range(visits.first[k], visits.first[k] + visits.count[k]):
            session, now = visits.session[row], visits.arrival[row]
            first, last = _places(rooms, watching, session, now, visits.leaving[row])
            trust = trust_in(state, openers[k], anchors[session], stranger)
            for p in range(first, last + 1):
                moment = rooms.first_moment[session] + p
                exposure = heard[place[shard, moment]]
                place[shard, moment] += 1
                exposure.second = max(now, watching.midnight + moment * MOMENT_SECONDS)
                exposure.trust = trust
                exposure.guest = k
                exposure.slot = rooms.slot_rows[rooms.first_slot[session] + p]
