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
from core.compiled import compiled, compiled_parallel, compiled_part, inlined
from core.declare import Parameters, param
from core.luck import exponential, poisson, uniform
from core.units import MOMENT_SECONDS, MOMENTS_A_DAY
from model.records import Audience, Schedule

if TYPE_CHECKING:
    from model.world import World

SHARDS = 64  # fixed, so that results do not depend on the number of threads
LOOKS = 8  # rooms a wanderer is offered before giving up
DRAWS_A_ROOM = 16  # luck slots kept for each room visit


class AttentionParameters(Parameters):
    """Opening the live channel and staying in rooms."""

    habit: float = param(
        0.03,
        "1/day",
        "mean chance to open the live channel unpulled",
        "2.1: 9 m viewers; assumption",
        0.01,
        0.3,
        least=0,
        most=1,
    )
    habit_spread: float = param(
        0.8, "log", "log-normal spread of the habit", "assumption", 0, 1.5, least=0
    )
    pull: float = param(
        0.06,
        "1/day",
        "chance that a fully trusted live anchor pulls a follower in",
        "assumption",
        0.02,
        0.4,
        least=0,
        most=1,
    )
    buzz: float = param(
        1.0,
        "ratio",
        "added pull of an anchor that a friend spoke of yesterday",
        "assumption",
        0,
        3,
        least=0,
    )
    first_trust: float = param(
        0.5, "share", "trust of a new follower", "assumption", 0.2, 0.8, least=0, most=1
    )
    punctual: float = param(
        0.0,
        "share",
        "of those whom an anchor pulled in, who are there when the session begins",
        "C03 (the rush at 18 o'clock); assumption",
        0,
        1,
        least=0,
        most=1,
    )
    followed_stay: float = param(
        25.0,
        "min",
        "mean visit to a followed anchor's room",
        "S04 (42 min a session)",
        5,
        60,
        least=0,
    )
    wander_stay: float = param(
        75.0, "s", "mean visit to a recommended room", "S80", 30, 120, least=0
    )
    wander: float = param(
        4.0,
        "rooms",
        "mean number of further rooms",
        "S85: 9.8 clicks a user-day",
        0,
        10,
        least=0,
        most=20,
    )


class Rooms(NamedTuple):
    """Today's sessions as a wanderer meets them."""

    session_of: Integers  # session of each anchor today, -1 if not live
    start: Floats
    end: Floats
    by_platform: Integers  # sessions sorted by platform
    starts: Integers  # [platforms + 1] rows of by_platform
    cumulative: Floats  # traffic weights, cumulative within a platform
    first_slot: Integers  # row of the session's first slot in slot_rows
    slot_rows: Integers  # slots sorted by session and moment
    first_moment: Integers


class Watching(NamedTuple):
    """AttentionParameters as compiled code reads them, and the keys of today's luck."""

    pull: float
    buzz: float
    punctual: float
    followed_stay: float  # s
    wander_stay: float  # s
    wander: float
    yesterday: int
    midnight: float  # second at which the day begins
    open_key: np.uint64
    room_key: np.uint64


def gather_audience(world: World, schedule: Schedule) -> Audience:
    """Draw who opens the live channel, which rooms they visit and which pitches they hear."""
    rooms = rooms_of(schedule, len(world.anchors), len(world.platforms))
    watching = _watching(world)
    traits, state = world.consumers.traits, world.consumers.state
    sessions = len(schedule.anchor)
    opens = np.zeros(len(world.consumers), np.bool_)
    if sessions:
        _open_channel(traits, state, rooms, watching, opens)
    openers = np.flatnonzero(opens)
    counts = np.zeros((SHARDS, 1), np.int64)
    visits = np.zeros((SHARDS, sessions), np.int64)
    dwell = np.zeros((SHARDS, sessions), np.int64)
    nothing = (np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0))
    _walk_shards(openers, traits, state, rooms, watching, False, counts, visits, dwell, *nothing)
    total = int(counts.sum())
    consumer, slot, second = np.empty(total, np.int32), np.empty(total, np.int32), np.empty(total)
    _walk_shards(
        openers, traits, state, rooms, watching, True, counts, visits, dwell, consumer, slot, second
    )
    order, starts = _by_moment(schedule.slot_moment[slot], MOMENTS_A_DAY)
    return Audience(
        consumer[order], slot[order], second[order], starts, openers,
        visits.sum(axis=0), dwell.sum(axis=0) / 1000.0,
    )  # fmt: skip


def rooms_of(schedule: Schedule, anchors: int, platforms: int) -> Rooms:
    """Index the schedule by anchor, by platform and by session."""
    sessions = len(schedule.anchor)
    session_of = np.full(anchors, -1, np.int32)
    session_of[schedule.anchor] = np.arange(sessions)
    by_platform = np.argsort(schedule.platform, kind="stable").astype(np.int32)
    starts = np.searchsorted(schedule.platform[by_platform], np.arange(platforms + 1))
    cumulative = np.zeros(sessions)
    for p in range(platforms):
        rows = slice(starts[p], starts[p + 1])
        cumulative[rows] = np.cumsum(schedule.traffic[by_platform[rows]])
    slot_rows = np.argsort(schedule.slot_session, kind="stable").astype(np.int32)
    first_slot = np.searchsorted(schedule.slot_session[slot_rows], np.arange(sessions + 1))
    first_moment = schedule.slot_moment[slot_rows[first_slot[:-1]]] if sessions else slot_rows
    return Rooms(
        session_of, schedule.start, schedule.end, by_platform, starts, cumulative,
        first_slot, slot_rows, first_moment,
    )  # fmt: skip


def _watching(world: World) -> Watching:
    p = world.scenario.attention
    return Watching(
        p.pull, p.buzz, p.punctual, p.followed_stay * 60.0, p.wander_stay, p.wander, world.day - 1,
        world.seconds, world.luck.key("open live", world.day), world.luck.key("rooms", world.day),
    )  # fmt: skip


@inlined
def _pull(state: State, watching: Watching, i: int, k: int) -> float:
    """Chance that the anchor in place k pulls consumer i in today."""
    pull = watching.pull * float(state.trust[i, k])
    spoken_of = state.heard_day[i] == watching.yesterday
    if spoken_of and state.heard_anchor[i] == state.follows[i, k]:
        pull *= 1.0 + watching.buzz
    return min(pull, 1.0)


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
                stays_away *= 1.0 - _pull(state, watching, i, k)
        opens[i] = uniform(watching.open_key, i, 0) < 1.0 - stays_away


@compiled_parallel
def _walk_shards(
    openers: Integers, traits: Traits, state: State, rooms: Rooms, watching: Watching,
    write: bool, counts: Integers, visits: Integers, dwell: Integers,
    consumer: Integers, slot: Integers, second: Floats,
) -> None:  # fmt: skip
    """Walk every opener through the rooms: first call counts exposures, second writes them."""
    size = (openers.size + SHARDS - 1) // SHARDS
    for shard in numba.prange(SHARDS):
        at = 0
        if write:
            for before in range(shard):
                at += counts[before, 0]
        began = at
        at = _walk_rows(
            openers[shard * size : (shard + 1) * size], traits, state, rooms, watching, write, at,
            visits[shard], dwell[shard], consumer, slot, second,
        )  # fmt: skip
        if not write:
            counts[shard, 0] = at - began


@compiled_part
def _walk_rows(
    openers: Integers, traits: Traits, state: State, rooms: Rooms, watching: Watching, write: bool,
    at: int, visits: Integers, dwell: Integers, consumer: Integers, slot: Integers, second: Floats,
) -> int:  # fmt: skip
    """Some openers, one after another."""
    for row in range(openers.size):
        at = _walk(
            openers[row], traits, state, rooms, watching, write, at, visits, dwell, consumer, slot,
            second,
        )  # fmt: skip
    return at


@inlined
def _first_room(i: int, traits: Traits, state: State, rooms: Rooms, watching: Watching) -> int:
    """Session of the followed anchor that won the pull, or -1: the platform recommends."""
    total = float(traits.habit[i])
    for k in range(state.follows.shape[1]):
        anchor = state.follows[i, k]
        if anchor >= 0 and rooms.session_of[anchor] >= 0:
            total += _pull(state, watching, i, k)
    left = uniform(watching.open_key, i, 1) * total - traits.habit[i]
    if left < 0.0:
        return -1
    chosen = -1
    for k in range(state.follows.shape[1]):
        anchor = state.follows[i, k]
        if anchor >= 0 and rooms.session_of[anchor] >= 0:
            chosen = rooms.session_of[anchor]
            left -= _pull(state, watching, i, k)
            if left < 0.0:
                break
    return chosen


@inlined
def _recommended(rooms: Rooms, platform: int, draw: float) -> int:
    """A session of the platform drawn by the weights of its traffic rule, -1 if there is none."""
    low, high = rooms.starts[platform], rooms.starts[platform + 1]
    if low == high:
        return -1
    target = draw * rooms.cumulative[high - 1]
    while low < high - 1:
        middle = (low + high - 1) // 2
        if rooms.cumulative[middle] > target:
            high = middle + 1
        else:
            low = middle + 1
    return int(rooms.by_platform[low])


@inlined
def _next_room(rooms: Rooms, platform: int, now: float, key: np.uint64, i: int, draw: int) -> int:
    """A recommended session that is live now; -1 after LOOKS that were not."""
    for look in range(LOOKS):
        session = _recommended(rooms, platform, uniform(key, i, draw + look))
        if session < 0:
            return -1
        if rooms.start[session] <= now < rooms.end[session]:
            return session
    return -1


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
    visits: Integers, dwell: Integers, consumer: Integers, slot: Integers, second: Floats,
) -> int:  # fmt: skip
    """One opener's way through the rooms; returns the row after the last exposure."""
    key = watching.room_key
    platform = traits.platform[i]
    session = _first_room(i, traits, state, rooms, watching)
    stay, punctual = watching.followed_stay, watching.punctual
    if session < 0:
        session = _recommended(rooms, platform, uniform(key, i, 0))
        stay, punctual = watching.wander_stay, 0.0
    if session < 0:
        return at
    now = _arrival(rooms, session, punctual, uniform(key, i, 1))
    for room in range(1 + poisson(watching.wander, key, i, 2)):
        draw = (room + 1) * DRAWS_A_ROOM
        if room > 0:
            session = _next_room(rooms, platform, now, key, i, draw)
            stay = watching.wander_stay
            if session < 0:
                break
        leave = min(now + stay * exponential(key, i, draw + LOOKS), rooms.end[session])
        at = _hear_slots(i, session, now, leave, rooms, watching, write, at, consumer, slot, second)
        if write:
            visits[session] += 1
            dwell[session] += int((leave - now) * 1000.0)
        now = leave
    return at


@inlined
def _hear_slots(
    i: int, session: int, now: float, leave: float, rooms: Rooms, watching: Watching,
    write: bool, at: int, consumer: Integers, slot: Integers, second: Floats,
) -> int:  # fmt: skip
    """An exposure for each slot of the session between arriving and leaving."""
    first = int((now - watching.midnight) // MOMENT_SECONDS)
    last = int((leave - watching.midnight) // MOMENT_SECONDS)
    slots = rooms.first_slot[session + 1] - rooms.first_slot[session]
    for moment in range(first, last + 1):
        place = moment - rooms.first_moment[session]
        if 0 <= place < slots:
            if write:
                consumer[at] = i
                slot[at] = rooms.slot_rows[rooms.first_slot[session] + place]
                second[at] = max(now, watching.midnight + moment * MOMENT_SECONDS)
            at += 1
    return at


@compiled
def _by_moment(moment: Integers, moments: int) -> tuple[Integers, Integers]:
    """A stable counting sort: the order of rows, and where each moment begins."""
    starts = np.zeros(moments + 1, np.int64)
    for row in range(moment.size):
        starts[moment[row] + 1] += 1
    for m in range(moments):
        starts[m + 1] += starts[m]
    place = starts[:-1].copy()
    order = np.empty(moment.size, np.int64)
    for row in range(moment.size):
        order[place[moment[row]]] = row
        place[moment[row]] += 1
    return order, starts
