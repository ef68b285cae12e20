"""Who watches what: opening the live channel, the first room, and wandering on (docs/odd.md 7.5).

Attention is not a fixed cake: followed anchors bring people in, who then wander to other rooms of
their home platform by its traffic rule (W8, S20).

The evening is told in three passes over shards of consumers: who opens the channel and how many
rooms they have a mind to visit; the way of each through the rooms; and the pitches heard on the
way.
"""

from __future__ import annotations

import numpy as np

from agents.consumers import State, Traits
from core.arrays import Floats, Integers, Table
from core.compiled import compiled, compiled_part
from core.luck import poisson_among, uniforms_in_a_row
from core.prefetching import AHEAD, fetch_ahead
from core.sharing import rows_of_shard, shards_of, share
from core.units import MOMENT_SECONDS
from model.channels.attention import Watching, most_chances, watching_of
from model.channels.rooms import Rooms, rooms_of
from model.channels.walks import Totals, Visits, no_totals, places_for, stay_away_chance, walk
from model.records import Audience, Schedule
from model.rows import EXPOSURE
from model.world import World

BLOCK = 1024  # consumers whose draws are made together


def gather_audience(world: World, schedule: Schedule) -> Audience:
    """Draw who opens the live channel, which rooms they visit and which pitches they hear."""
    rooms = rooms_of(schedule, len(world.anchors), len(world.platforms))
    watching = watching_of(world)
    traits, state = world.consumers.traits, world.consumers.state
    sessions = len(schedule.anchor)
    people = len(world.consumers) if sessions else 0
    opened = share(_open_channel, people, people, traits, state, rooms, watching)
    openers, plans = map(np.concatenate, zip(*opened, strict=True))
    visits = places_for(plans)
    totals = no_totals(shards_of(len(openers)), len(schedule.slot_moment), sessions)
    share(_walk_all, len(openers), openers, traits, state, rooms, watching, visits, totals)
    starts = np.zeros(len(openers) + 1, np.int64)
    np.cumsum(visits.heard, out=starts[1:])
    heard = np.empty(int(starts[-1]), EXPOSURE)
    share(_listen_all, len(openers), rooms, watching, visits, starts, heard)
    return Audience(
        openers=openers,
        heard=heard,
        starts=starts,
        exposures=_by_slot(totals, rooms),
        reach=int(totals.reach.sum()),
        visits=totals.visits.sum(axis=0),
        dwell=totals.dwell.sum(axis=0) / 1000.0,
    )


def _by_slot(totals: Totals, rooms: Rooms) -> Integers:
    """How many hear each slot."""
    exposures = np.empty(len(rooms.slot_rows), np.int64)
    exposures[rooms.slot_rows] = np.cumsum(totals.begun[:, :-1].sum(axis=0))
    return exposures


@compiled
def _open_channel(
    begin: int, end: int, people: int, traits: Traits, state: State, rooms: Rooms,
    watching: Watching,
) -> tuple[Integers, Integers]:  # fmt: skip
    """P(open) = 1 - (1 - habit) prod over followed live anchors of (1 - pull).

    Returns the openers, and the rooms that each plans to visit: one and a Poisson number more.
    """
    draws, most, maybe = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK, np.int32)
    low, high = rows_of_shard(people, begin)[0], rows_of_shard(people, end)[0]
    openers, plans = np.empty(high - low, np.int32), np.empty(high - low, np.uint8)
    count = int(np.int64(0))  # not a literal, for which the loop would be compiled once more
    for first in range(low, high, BLOCK):
        last = min(first + BLOCK, high)
        count = _open_some(
            first, last, traits, state, rooms, watching, draws, most, maybe, openers, plans, count
        )
    return openers[:count], plans[:count]


@compiled_part
def _open_some(
    first: int, last: int, traits: Traits, state: State, rooms: Rooms, watching: Watching,
    draws: Floats, most: Floats, maybe: Integers, openers: Integers, plans: Integers, count: int,
) -> int:  # fmt: skip
    """A block of consumers: who might open, without a branch, and who does; openers so far."""
    uniforms_in_a_row(watching.open_key, first, last, 0, draws)
    most_chances(traits, state, watching, first, last, most)
    found = 0
    for k in range(last - first):
        maybe[found] = first + k
        found += draws[k] <= most[k]
    for at in range(found):
        fetch_ahead(maybe[min(at + AHEAD, found - 1)], state.follows)
        i = maybe[at]
        if draws[i - first] < 1.0 - stay_away_chance(traits, state, rooms, watching, i):
            openers[count] = i
            plans[count] = 1 + poisson_among(watching.wander, watching.room_key, i, 2)
            count += 1
    return count


@compiled
def _walk_all(
    begin: int, end: int, openers: Integers, traits: Traits, state: State, rooms: Rooms,
    watching: Watching, visits: Visits, totals: Totals,
) -> None:  # fmt: skip
    """Every opener walks through the rooms."""
    for shard in range(begin, end):
        _walk_some(shard, openers, traits, state, rooms, watching, visits, totals)


@compiled_part
def _walk_some(
    shard: int, openers: Integers, traits: Traits, state: State, rooms: Rooms, watching: Watching,
    visits: Visits, totals: Totals,
) -> None:  # fmt: skip
    """The openers of one shard, one after another."""
    low, high = rows_of_shard(openers.size, shard)
    for k in range(low, high):
        soon = openers[min(k + AHEAD, high - 1)]
        fetch_ahead(soon, state.follows, state.trust, traits.habit, state.spoken_of)
        fetch_ahead(soon, traits.platform)
        walk(shard, k, openers[k], traits, state, rooms, watching, visits, totals)


@compiled
def _listen_all(
    begin: int, end: int, rooms: Rooms, watching: Watching, visits: Visits, starts: Integers,
    heard: Table,
) -> None:  # fmt: skip
    """Write down what everybody hears: an exposure for each slot of each visit."""
    openers = visits.made.size
    for k in range(rows_of_shard(openers, begin)[0], rows_of_shard(openers, end)[0]):
        at = starts[k]
        for row in range(visits.first[k], visits.first[k] + visits.made[k]):
            visit = visits.rows[row]
            session = visit.session
            for p in range(visit.first, visit.last + 1):
                moment = rooms.first_moment[session] + p
                exposure = heard[at]
                exposure.second = max(visit.arrival, watching.midnight + moment * MOMENT_SECONDS)
                exposure.trust = visit.trust
                exposure.slot = rooms.slot_rows[rooms.first_slot[session] + p]
                at += 1
