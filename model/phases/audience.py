"""Who watches what: opening the live channel, the first room, and wandering on (model.md 3).

Attention is not a fixed cake: followed anchors bring people in, who then wander to other rooms of
their home platform by its traffic rule (W8, S20).

The evening is told in three passes over shards of consumers: who opens the channel and how many
rooms they have a mind to visit; the way of each through the rooms; and the pitches heard on the
way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from agents.consumers import State, Traits
from core.arrays import Floats, Integers, Table
from core.compiled import SHARDS, compiled, compiled_part, inlined
from core.luck import poisson_among, uniforms_in_a_row
from core.prefetching import AHEAD, fetch_ahead
from core.sharing import rows_of_shard, share
from core.units import MOMENT_SECONDS
from model.attention import Watching, most_chances, watching_of
from model.records import Audience, Schedule
from model.rooms import Rooms, rooms_of
from model.rows import EXPOSURE
from model.walks import Totals, Visits, places_for, stay_away_chance, walk

if TYPE_CHECKING:
    from model.world import World


BLOCK = 1024  # consumers whose draws are made together


def gather_audience(world: World, schedule: Schedule) -> Audience:
    """Draw who opens the live channel, which rooms they visit and which pitches they hear."""
    rooms = rooms_of(schedule, len(world.anchors), len(world.platforms))
    watching = watching_of(world)
    traits, state = world.consumers.traits, world.consumers.state
    sessions = len(schedule.anchor)
    plans = np.zeros(len(world.consumers), np.uint8)
    if sessions:
        share(_open_channel, len(plans), traits, state, rooms, watching, plans)
    openers = np.flatnonzero(plans > 0).astype(np.int32)
    visits = places_for(plans[openers])
    totals = Totals(
        np.zeros((SHARDS, len(schedule.slot_moment) + 1), np.int64),
        np.zeros(SHARDS, np.int64),
        np.zeros((SHARDS, sessions), np.int64),
        np.zeros((SHARDS, sessions), np.int64),
    )
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
    begin: int, end: int, traits: Traits, state: State, rooms: Rooms, watching: Watching,
    plans: Integers,
) -> None:  # fmt: skip
    """P(open) = 1 - (1 - habit) prod over followed live anchors of (1 - pull).

    An opener plans one room and a Poisson number of further ones; 0 for who stays away.
    """
    draws, most, maybe = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK, np.int32)
    low, high = rows_of_shard(plans.size, begin)[0], rows_of_shard(plans.size, end)[0]
    for first in range(low, high, BLOCK):
        last = min(first + BLOCK, high)
        _open_some(first, last, traits, state, rooms, watching, plans, draws, most, maybe)


@compiled_part
def _open_some(
    first: int, last: int, traits: Traits, state: State, rooms: Rooms, watching: Watching,
    plans: Integers, draws: Floats, most: Floats, maybe: Integers,
) -> None:  # fmt: skip
    """A block of consumers: who might open, without a branch, and who does."""
    uniforms_in_a_row(watching.open_key, first, last, 0, draws)
    most_chances(traits, state, watching, first, last, most)
    count = 0
    for k in range(last - first):
        maybe[count] = first + k
        count += draws[k] <= most[k]
    for at in range(count):
        fetch_ahead(state.follows, maybe[min(at + AHEAD, count - 1)])
        i = maybe[at]
        if draws[i - first] < 1.0 - stay_away_chance(traits, state, rooms, watching, i):
            plans[i] = 1 + poisson_among(watching.wander, watching.room_key, i, 2)


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
        _will_walk(openers[min(k + AHEAD, high - 1)], traits, state)
        walk(shard, k, openers[k], traits, state, rooms, watching, visits, totals)


@inlined
def _will_walk(i: int, traits: Traits, state: State) -> None:
    """Soon it is this opener's turn."""
    fetch_ahead(state.follows, i)
    fetch_ahead(state.trust, i)
    fetch_ahead(traits.habit, i)
    fetch_ahead(state.heard_day, i)
    fetch_ahead(traits.platform, i)


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
                exposure.guest = k
                exposure.slot = rooms.slot_rows[rooms.first_slot[session] + p]
                at += 1
