"""Who watches what: opening the live channel, the first room, and wandering on (model.md 3).

Attention is not a fixed cake: followed anchors bring people in, who then wander to other rooms of
their home platform by its traffic rule (W8, S20).

The evening is told in three passes over shards of consumers: who opens the channel and how many
rooms they have a mind to visit; the way of each through the rooms; and the pitches heard on the
way, each written straight to its place among the exposures of its moment.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numba
import numpy as np

from agents.consumers import State, Traits
from core.arrays import Integers, Table
from core.compiled import SHARDS, compiled_parallel, compiled_part, inlined
from core.luck import poisson_from, uniform
from core.prefetching import AHEAD, fetch_ahead
from core.units import MOMENT_SECONDS, MOMENTS_A_DAY
from model.attention import Watching, surely_stays_away, watching_of
from model.records import Audience, Schedule
from model.rooms import Rooms, rooms_of
from model.rows import EXPOSURE
from model.walks import Totals, Visits, places_for, stay_away_chance, walk

if TYPE_CHECKING:
    from model.world import World


def gather_audience(world: World, schedule: Schedule) -> Audience:
    """Draw who opens the live channel, which rooms they visit and which pitches they hear."""
    rooms = rooms_of(schedule, len(world.anchors), len(world.platforms))
    watching = watching_of(world)
    traits, state = world.consumers.traits, world.consumers.state
    sessions = len(schedule.anchor)
    plans = np.zeros(len(world.consumers), np.uint8)
    if sessions:
        _open_channel(traits, state, rooms, watching, plans)
    openers = np.flatnonzero(plans > 0).astype(np.int32)
    visits = places_for(plans[openers])
    totals = Totals(
        np.zeros((SHARDS, len(schedule.slot_moment) + 1), np.int64),
        np.zeros(SHARDS, np.int64),
        np.zeros((SHARDS, sessions), np.int64),
        np.zeros((SHARDS, sessions), np.int64),
    )
    _walk_all(openers, traits, state, rooms, watching, visits, totals)
    exposures = _by_slot(totals, rooms)
    place, moment_starts = _places_by_moment(exposures, schedule)
    heard = np.empty(int(moment_starts[-1]), EXPOSURE)
    _listen_all(rooms, watching, visits, place, heard)
    return Audience(
        openers=openers,
        heard=heard,
        moment_starts=moment_starts,
        exposures=exposures.sum(axis=0),
        reach=int(totals.reach.sum()),
        visits=totals.visits.sum(axis=0),
        dwell=totals.dwell.sum(axis=0) / 1000.0,
    )


def _by_slot(totals: Totals, rooms: Rooms) -> Integers:
    """How many of each shard hear each slot: [SHARDS, slots]."""
    exposures = np.empty_like(totals.begun[:, :-1])
    exposures[:, rooms.slot_rows] = np.cumsum(totals.begun[:, :-1], axis=1)
    return exposures


def _places_by_moment(exposures: Integers, schedule: Schedule) -> tuple[Integers, Integers]:
    """Where each shard writes its exposures of each moment, and where each moment begins."""
    slots = np.searchsorted(schedule.slot_moment, np.arange(MOMENTS_A_DAY + 1))
    until = np.concatenate([np.zeros((SHARDS, 1), np.int64), np.cumsum(exposures, axis=1)], axis=1)
    by_moment = np.diff(until[:, slots]).T.ravel()  # [moments x SHARDS]
    until = np.concatenate([[0], np.cumsum(by_moment)])
    return until[:-1].reshape(MOMENTS_A_DAY, SHARDS).T.copy(), until[::SHARDS].copy()


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
    none = math.exp(-watching.wander)
    low, high = _rows(plans.size, shard)
    for i in range(low, high):
        draw = uniform(watching.open_key, i, 0)
        if surely_stays_away(traits, state, watching, i, draw):
            continue
        if draw < 1.0 - stay_away_chance(traits, state, rooms, watching, i):
            plans[i] = 1 + poisson_from(none, watching.wander, watching.room_key, i, 2)


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
        _will_walk(openers[min(k + AHEAD, high - 1)], traits, state)
        walk(shard, k, openers[k], traits, state, rooms, watching, visits, totals)


@inlined
def _will_walk(i: int, traits: Traits, state: State) -> None:
    """This opener's turn will come soon."""
    fetch_ahead(state.follows, i)
    fetch_ahead(state.trust, i)
    fetch_ahead(traits.habit, i)
    fetch_ahead(state.heard_day, i)
    fetch_ahead(traits.platform, i)


@compiled_parallel
def _listen_all(
    rooms: Rooms, watching: Watching, visits: Visits, place: Integers, heard: Table
) -> None:
    """Write down what everybody hears."""
    for shard in numba.prange(SHARDS):
        _listen(shard, rooms, watching, visits, place, heard)


@compiled_part
def _listen(
    shard: int, rooms: Rooms, watching: Watching, visits: Visits, place: Integers, heard: Table
) -> None:
    """An exposure for each slot of each visit; `place` is where the shard's next one goes."""
    low, high = _rows(visits.made.size, shard)
    for k in range(low, high):
        for row in range(visits.first[k], visits.first[k] + visits.made[k]):
            visit = visits.rows[row]
            session = visit.session
            for p in range(visit.first, visit.last + 1):
                moment = rooms.first_moment[session] + p
                exposure = heard[place[shard, moment]]
                place[shard, moment] += 1
                exposure.second = max(visit.arrival, watching.midnight + moment * MOMENT_SECONDS)
                exposure.trust = visit.trust
                exposure.guest = k
                exposure.slot = rooms.slot_rows[rooms.first_slot[session] + p]
