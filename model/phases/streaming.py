"""Pitches, arousal and the clocks they set: the live sessions of a day (model.md section 2).

Slots follow one another by moment. Within a moment all exposures are independent of each other but
for those of one consumer, which are heard in order of second. The sales counter is read when the
pitch begins, so herding (C20) links moments and nothing else.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numba
import numpy as np

from agents.clocks import NEVER, Pending, copy_clock, unwritten_pending
from agents.consumers import State, Traits
from core.arrays import Floats, Integers, Table
from core.compiled import SHARDS, compiled, compiled_parallel, compiled_part, inlined, signed
from core.luck import uniform
from core.prefetching import AHEAD, fetch_ahead
from core.units import DAY_SECONDS, MOMENTS_A_DAY
from model.appeal import Offers, Weights, will_judge
from model.hazards import CHANGE, MOVED, Keys, Notes, luck_slot, set_clocks
from model.impulse import Clock, adstock, clock_of
from model.moods import Ceiling, ceiling_of, moods_of, most_hazard, write_back
from model.pitches import Pitches, pitches_of
from model.records import Audience, Catalog, Schedule, Wishes
from model.ringing import already_ringing, collect_rung

if TYPE_CHECKING:
    from model.world import World

WORTH_SHARING = 4096  # exposures in a moment below which one thread is faster


def stream_sessions(
    world: World, catalog: Catalog, schedule: Schedule, audience: Audience
) -> Wishes:
    """Live through the sessions; return the clocks that rang before midnight."""
    consumers, luck, day = world.consumers, world.luck, world.day
    traits, state, pending = consumers.traits, consumers.state, consumers.pending
    keys = Keys(luck.key("trace", day), luck.key("impulse", day), world.seconds)
    pitches, offers = pitches_of(world, catalog, schedule), world.offers(catalog)
    weights, clock = world.weights, clock_of(world.scenario.impulse)
    moods = moods_of(audience.openers, traits, state, pending)
    most = int(np.diff(audience.moment_starts).max())
    notes = Notes(
        np.zeros(SHARDS, np.int64), np.empty(most, np.int32),
        np.zeros(SHARDS, np.int64), np.empty(2 * most, CHANGE), np.empty(most, MOVED),
    )  # fmt: skip
    listener, rung = np.empty(len(audience.heard), np.int32), unwritten_pending(len(audience.heard))
    count = _live_through(
        traits, state, pending, audience.moment_starts, audience.heard, moods, pitches,
        ceiling_of(pitches, offers, weights, clock), offers, weights, clock, keys,
        catalog.counter, _sellable(catalog), world.scenario.impulse.herd,
        already_ringing(pending, len(catalog.price), world.seconds), notes,
        unwritten_pending(most), listener, rung,
    )  # fmt: skip
    write_back(moods, state)
    between = Pending._make(column[:count] for column in rung)
    return collect_rung(consumers, catalog, listener[:count], between, world.seconds + DAY_SECONDS)


def _sellable(catalog: Catalog) -> Integers:
    """Units that the counter may at most show as sold today."""
    unlimited = np.iinfo(np.int64).max
    return np.where(catalog.presale_days >= 0, unlimited, catalog.stock)


@compiled
def _live_through(
    traits: Traits, state: State, pending: Pending, moment_starts: Integers, heard: Table,
    moods: Table, pitches: Pitches, ceiling: Ceiling, offers: Offers, weights: Weights,
    clock: Clock, keys: Keys, counter: Floats, sellable: Integers, herd: float, rings: Integers,
    notes: Notes, rung_now: Pending, listener: Integers, rung: Pending,
) -> int:  # fmt: skip
    """All moments of the day, one after another; returns how many clocks rang between pitches."""
    sold = np.zeros(sellable.size, np.int64)
    crowd = np.empty(sellable.size)
    count = 0
    for moment in range(MOMENTS_A_DAY):
        low, high = moment_starts[moment], moment_starts[moment + 1]
        if low < high:
            for j in range(sold.size):
                shown = counter[j] + min(sold[j], sellable[j])
                crowd[j] = 1.0 + herd * math.log(1.0 + shown)
            shards = SHARDS if high - low > WORTH_SHARING else 1
            if shards > 1:
                _hear_all(
                    low, high, traits, state, pending, heard, moods, pitches, ceiling, offers,
                    weights, clock, keys, crowd, notes, rung_now,
                )  # fmt: skip
            else:
                _hear_some(
                    signed(0), shards, low, high, traits, state, pending, heard, moods, pitches,
                    ceiling, offers, weights, clock, keys, crowd, notes, rung_now,
                )  # fmt: skip
            count = _note_down(
                shards, low, high, heard, notes, rung_now, rings, count, listener, rung
            )
        for j in range(sold.size):
            sold[j] += rings[moment, j]
    return count


@compiled_parallel
def _hear_all(
    low: int, high: int, traits: Traits, state: State, pending: Pending, heard: Table,
    moods: Table, pitches: Pitches, ceiling: Ceiling, offers: Offers, weights: Weights,
    clock: Clock, keys: Keys, crowd: Floats, notes: Notes, rung_now: Pending,
) -> None:  # fmt: skip
    """The exposures of a moment, in shards."""
    for shard in numba.prange(SHARDS):
        _hear_some(
            signed(shard), signed(SHARDS), low, high, traits, state, pending, heard, moods, pitches,
            ceiling, offers, weights, clock, keys, crowd, notes, rung_now,
        )  # fmt: skip


@inlined
def _first_row(heard: Table, low: int, high: int, shard: int, shards: int) -> int:
    """Where a shard begins, moved on so that no consumer is split between two."""
    row = low + (high - low) * shard // shards
    while low < row < high and heard[row].guest == heard[row - 1].guest:
        row += 1
    return row


@compiled_part
def _hear_some(
    shard: int, shards: int, low: int, high: int, traits: Traits, state: State, pending: Pending,
    heard: Table, moods: Table, pitches: Pitches, ceiling: Ceiling, offers: Offers,
    weights: Weights, clock: Clock, keys: Keys, crowd: Floats, notes: Notes, rung_now: Pending,
) -> None:  # fmt: skip
    """The exposures of one shard of a moment, one after another."""
    first = _first_row(heard, low, high, shard, shards)
    last = _first_row(heard, low, high, shard + 1, shards)
    rang, changed, moved, seen = first - low, 2 * (first - low), first - low, first - low
    for row in range(first, last):
        fetch_ahead(moods, heard[min(row + AHEAD, last - 1)].guest)
        exposure = heard[row]
        mood, slot, second = moods[exposure.guest], exposure.slot, exposure.second
        if moved - seen == AHEAD or (
            moved > seen and heard[notes.moved[moved - 1].row].guest == exposure.guest
        ):
            changed = set_clocks(
                seen, moved, heard, traits, state, pending, moods, pitches, offers, weights, clock,
                keys, notes, changed,
            )  # fmt: skip
            seen = moved
        if mood.rings <= second:
            copy_clock(pending, mood.consumer, rung_now, rang)
            notes.listener[rang] = mood.consumer
            rang += 1
            pending.second[mood.consumer] = NEVER
            mood.arousal, mood.touched, mood.rings = 0.0, mood.rings, NEVER
        before = adstock(mood.arousal, clock.arousal_rate, second - mood.touched)
        sway = mood.susceptibility * exposure.trust
        arousal = before + sway * crowd[pitches.product[slot]] * pitches.stir[slot]
        mood.arousal, mood.touched = arousal, second
        draw = uniform(keys.clock, mood.consumer, luck_slot(pitches, keys, slot, second))
        if 1.0 - draw < most_hazard(ceiling, mood, slot, arousal):  # E = -ln u is at least 1 - u
            will_judge(traits, state, mood.consumer)
            fetch_ahead(pending.second, mood.consumer)
            note = notes.moved[moved]
            note.row, note.arousal, note.draw = row, arousal, draw
            moved += 1
    changed = set_clocks(
        seen, moved, heard, traits, state, pending, moods, pitches, offers, weights, clock, keys,
        notes, changed,
    )  # fmt: skip
    notes.rang[shard] = rang - (first - low)
    notes.changed[shard] = changed - 2 * (first - low)


@inlined
def _note_down(
    shards: int, low: int, high: int, heard: Table, notes: Notes, rung_now: Pending,
    rings: Integers, count: int, listener: Integers, rung: Pending,
) -> int:  # fmt: skip
    """Collect what the shards of a moment have noted."""
    for shard in range(shards):
        first = _first_row(heard, low, high, shard, shards) - low
        for at in range(2 * first, 2 * first + notes.changed[shard]):
            change = notes.changes[at]
            rings[change.moment, change.product] += change.by
        for at in range(first, first + notes.rang[shard]):
            copy_clock(rung_now, at, rung, count)
            listener[count] = notes.listener[at]
            count += 1
    return count
