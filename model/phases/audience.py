"""Who watches what: opening the live channel, the first room, and wandering on (model.md 3).

Attention is not a fixed cake: followed anchors bring people in, who then wander to other rooms of
their home platform by its traffic rule (W8, S20).

The evening is told in three passes over shards of consumers: who opens the channel and how many
rooms they have a mind to visit; the way of each through the rooms; and the pitches heard on the
way, each written straight to its place among the exposures of its moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

from agents.consumers import State, Traits, trust_in
from core.arrays import Integers, Table
from core.compiled import SHARDS, compiled_parallel, compiled_part, inlined
from core.luck import poisson, uniform
from core.units import MOMENT_SECONDS, MOMENTS_A_DAY
from model.attention import Watching, surely_stays_away, watching_of
from model.records import Audience, Schedule
from model.rooms import Rooms, rooms_of
from model.rows import EXPOSURE
from model.walks import Totals, Visits, live_pull, places_for, walk

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
    openers = np.flatnonzero(plans).astype(np.int32)
    visits = places_for(plans[openers])
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
            stays_away *= 1.0 - live_pull(state, rooms, watching, i, k)
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
        walk(shard, k, openers[k], traits, state, rooms, watching, visits, totals)


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
        for row in range(visits.first[k], visits.first[k] + visits.made[k]):
            session, now = visits.session[row], visits.arrival[row]
            first, last = visits.slots[row, 0], visits.slots[row, 1]
            trust = trust_in(state, openers[k], anchors[session], stranger)
            for p in range(first, last + 1):
                moment = rooms.first_moment[session] + p
                exposure = heard[place[shard, moment]]
                place[shard, moment] += 1
                exposure.second = max(now, watching.midnight + moment * MOMENT_SECONDS)
                exposure.trust = trust
                exposure.guest = k
                exposure.slot = rooms.slot_rows[rooms.first_slot[session] + p]
