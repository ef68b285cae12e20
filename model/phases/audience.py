"""Who watches what: opening the live channel, the first room, and wandering on (model.md 3).

Attention is not a fixed cake: followed anchors bring people in, who then wander to other rooms of
their home platform by its traffic rule (W8, S20).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numba
import numpy as np

from agents.consumers import State, Traits
from core.arrays import Flags, Floats, Integers
from core.compiled import SHARDS, compiled_parallel, compiled_part, inlined
from core.luck import exponential, poisson, uniform
from core.sorting import by_group
from core.units import MOMENT_SECONDS, MOMENTS_A_DAY
from model.attention import Watching, pull_of, watching_of
from model.records import Audience, Schedule
from model.rooms import LOOKS, Rooms, next_room, recommended_room, rooms_of

if TYPE_CHECKING:
    from model.world import World

DRAWS_A_ROOM = 16  # luck slots kept for each room visit


class Diary(NamedTuple):
    """What is written down of the day: sums a shard, and exposures in order of consumer."""

    counts: Integers  # [SHARDS] exposures
    visits: Integers  # [SHARDS, sessions]
    dwell: Integers  # [SHARDS, sessions] milliseconds
    consumer: Integers  # one row an exposure; no rows while exposures are only counted
    slot: Integers
    second: Floats


def _empty_diary(sessions: int, exposures: int) -> Diary:
    return Diary(
        np.zeros(SHARDS, np.int64),
        np.zeros((SHARDS, sessions), np.int64),
        np.zeros((SHARDS, sessions), np.int64),
        np.empty(exposures, np.int32),
        np.empty(exposures, np.int32),
        np.empty(exposures),
    )


def gather_audience(world: World, schedule: Schedule) -> Audience:
    """Draw who opens the live channel, which rooms they visit and which pitches they hear."""
    rooms = rooms_of(schedule, len(world.anchors), len(world.platforms))
    watching = watching_of(world)
    traits, state = world.consumers.traits, world.consumers.state
    sessions = len(schedule.anchor)
    opens = np.zeros(len(world.consumers), np.bool_)
    if sessions:
        _open_channel(traits, state, rooms, watching, opens)
    openers = np.flatnonzero(opens)
    counted = _empty_diary(sessions, 0)
    none_before = np.zeros(SHARDS, np.int64)
    _walk_shards(openers, traits, state, rooms, watching, False, none_before, counted)
    before = np.cumsum(counted.counts) - counted.counts
    diary = _empty_diary(sessions, int(counted.counts.sum()))
    _walk_shards(openers, traits, state, rooms, watching, True, before, diary)
    order, starts = by_group(schedule.slot_moment[diary.slot], MOMENTS_A_DAY)
    return Audience(
        consumer=diary.consumer[order],
        slot=diary.slot[order],
        second=diary.second[order],
        moment_starts=starts,
        openers=openers,
        visits=diary.visits.sum(axis=0),
        dwell=diary.dwell.sum(axis=0) / 1000.0,
    )


@compiled_parallel
def _open_channel(
    traits: Traits, state: State, rooms: Rooms, watching: Watching, opens: Flags
) -> None:
    """P(open) = 1 - (1 - habit) prod over followed live anchors of (1 - pull)."""
    for i in numba.prange(opens.size):
        stays_away = 1.0 - traits.habit[i]
        for k in range(state.follows.shape[1]):
            anchor = state.follows[i, k]
            if anchor >= 0 and rooms.session_of[anchor] >= 0:
                stays_away *= 1.0 - pull_of(state, watching, i, k)
        opens[i] = uniform(watching.open_key, i, 0) < 1.0 - stays_away


@compiled_parallel
def _walk_shards(
    openers: Integers, traits: Traits, state: State, rooms: Rooms, watching: Watching,
    write: bool, before: Integers, diary: Diary,
) -> None:  # fmt: skip
    """Walk every opener through the rooms: the first call counts exposures, the second writes."""
    size = (openers.size + SHARDS - 1) // SHARDS
    for shard in numba.prange(SHARDS):
        rows = openers[shard * size : (shard + 1) * size]
        _walk_rows(rows, traits, state, rooms, watching, write, before[shard], shard, diary)


@compiled_part
def _walk_rows(
    openers: Integers, traits: Traits, state: State, rooms: Rooms, watching: Watching, write: bool,
    first: int, shard: int, diary: Diary,
) -> None:  # fmt: skip
    """The openers of one shard, one after another."""
    at = first
    for row in range(openers.size):
        at = _walk(openers[row], traits, state, rooms, watching, write, at, shard, diary)
    diary.counts[shard] = at - first


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
    i: int, traits: Traits, state: State, rooms: Rooms, watching: Watching, write: bool, at: int,
    shard: int, diary: Diary,
) -> int:  # fmt: skip
    """One opener's way through the rooms; returns the row after the last exposure."""
    key = watching.room_key
    platform = traits.platform[i]
    session = _first_room(i, traits, state, rooms, watching)
    stay, punctual = watching.followed_stay, watching.punctual
    if session < 0:
        session = recommended_room(rooms, platform, uniform(key, i, 0))
        stay, punctual = watching.wander_stay, 0.0
    if session < 0:
        return at
    now = _arrival(rooms, session, punctual, uniform(key, i, 1))
    for room in range(1 + poisson(watching.wander, key, i, 2)):
        draw = (room + 1) * DRAWS_A_ROOM
        if room > 0:
            session = next_room(rooms, platform, now, session, key, i, draw)
            stay = watching.wander_stay
            if session < 0:
                break
        leave = min(now + stay * exponential(key, i, draw + LOOKS), rooms.end[session])
        at = _hear_slots(i, session, now, leave, rooms, watching, write, at, diary)
        diary.visits[shard, session] += 1
        diary.dwell[shard, session] += int((leave - now) * 1000.0)
        now = leave
    return at


@inlined
def _hear_slots(
    i: int, session: int, now: float, leave: float, rooms: Rooms, watching: Watching,
    write: bool, at: int, diary: Diary,
) -> int:  # fmt: skip
    """An exposure for each slot of the session between arriving and leaving."""
    first = int((now - watching.midnight) // MOMENT_SECONDS)
    last = int((leave - watching.midnight) // MOMENT_SECONDS)
    slots = rooms.first_slot[session + 1] - rooms.first_slot[session]
    for moment in range(first, last + 1):
        place = moment - rooms.first_moment[session]
        if 0 <= place < slots:
            if write:
                diary.consumer[at] = i
                diary.slot[at] = rooms.slot_rows[rooms.first_slot[session] + place]
                diary.second[at] = max(now, watching.midnight + moment * MOMENT_SECONDS)
            at += 1
    return at
