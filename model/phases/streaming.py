"""Pitches, arousal and the clocks they set: the live sessions of a day (model.md section 2).

Slots follow one another by moment. Within a moment all exposures are independent of each other but
for those of one consumer, which are heard in order of second. The sales counter is read when the
pitch begins, so herding (C20) links moments and nothing else.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numba
import numpy as np

from agents.clocks import NEVER, Pending, copy_clock, set_clock, unwritten_pending
from agents.consumers import State, Traits
from core.arrays import Floats, Integers, Record, Table
from core.compiled import SHARDS, compiled_parallel, compiled_part, inlined
from core.luck import uniform
from core.prefetching import AHEAD, fetch_ahead
from core.units import DAY_SECONDS, MOMENT_SECONDS, MOMENTS_A_DAY
from model.appeal import Offers, Weights, hope_of, loyalty_of, price_term, wait_term, will_judge
from model.impulse import Clock, adstock, clock_of, ring_after, trace_of
from model.moods import Ceiling, ceiling_of, moods_of, most_hazard, write_back
from model.pitches import Pitches, pitches_of
from model.records import Audience, Catalog, Schedule, Wishes
from model.ringing import already_ringing, collect_rung

if TYPE_CHECKING:
    from model.world import World

SURELY = 1.0 + 1e-9  # of a bound, against rounding
WORTH_SHARING = 4096  # exposures in a moment below which one thread is faster

CHANGE = np.dtype([("moment", "i2"), ("product", "i2"), ("by", "i1")])  # of the clocks to ring
MOVED = np.dtype([("row", "i4"), ("arousal", "f8"), ("draw", "f8")])  # who may have been moved


class Keys(NamedTuple):
    """The luck of today's pitches, and the second at which the day begins."""

    trace: np.uint64
    clock: np.uint64
    midnight: float


class Notes(NamedTuple):
    """What a moment's exposures did. A shard writes from the row of its first exposure on."""

    rang: Integers  # [SHARDS] clocks that rang between two pitches
    listener: Integers  # consumer of each
    changed: Integers  # [SHARDS] changes
    changes: Table  # CHANGE
    moved: Table  # MOVED: exposures whose hazard is still to be seen


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


@compiled_parallel
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
            if shards == 1:
                _hear_some(
                    0, 1, low, high, traits, state, pending, heard, moods, pitches, ceiling, offers,
                    weights, clock, keys, crowd, notes, rung_now,
                )  # fmt: skip
            else:
                for shard in numba.prange(SHARDS):
                    _hear_some(
                        shard, SHARDS, low, high, traits, state, pending, heard, moods, pitches,
                        ceiling, offers, weights, clock, keys, crowd, notes, rung_now,
                    )  # fmt: skip
            count = _note_down(
                shards, low, high, heard, notes, rung_now, rings, count, listener, rung
            )
        for j in range(sold.size):
            sold[j] += rings[moment, j]
    return count


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
            changed = _set_clocks(
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
        draw = uniform(keys.clock, mood.consumer, _luck_slot(pitches, keys, slot, second))
        if 1.0 - draw < most_hazard(ceiling, mood, slot, arousal):  # E = -ln u is at least 1 - u
            will_judge(traits, state, mood.consumer)
            fetch_ahead(pending.second, mood.consumer)
            note = notes.moved[moved]
            note.row, note.arousal, note.draw = row, arousal, draw
            moved += 1
    changed = _set_clocks(
        seen, moved, heard, traits, state, pending, moods, pitches, offers, weights, clock, keys,
        notes, changed,
    )  # fmt: skip
    notes.rang[shard] = rang - (first - low)
    notes.changed[shard] = changed - 2 * (first - low)


@compiled_part
def _set_clocks(
    seen: int, moved: int, heard: Table, traits: Traits, state: State, pending: Pending,
    moods: Table, pitches: Pitches, offers: Offers, weights: Weights, clock: Clock, keys: Keys,
    notes: Notes, changed: int,
) -> int:  # fmt: skip
    """Those who may have been moved, once their tastes are at hand."""
    for at in range(seen, moved):
        note = notes.moved[at]
        exposure = heard[note.row]
        changed = _set_clock(
            moods[exposure.guest], exposure.slot, exposure.second, note.arousal, note.draw,
            traits, state, pending, pitches, offers, weights, clock, keys, notes, changed,
        )  # fmt: skip
    return changed


@inlined
def _set_clock(
    mood: Record, slot: int, second: float, arousal: float, draw: float, traits: Traits,
    state: State, pending: Pending, pitches: Pitches, offers: Offers, weights: Weights,
    clock: Clock, keys: Keys, notes: Notes, changed: int,
) -> int:  # fmt: skip
    """The hazard of a pitch, and the clock it sets if that rings before the one that is set."""
    i, j = mood.consumer, pitches.product[slot]
    promise = hope_of(weights, traits, offers, i, j, pitches.promise[slot])
    liking = promise + loyalty_of(weights, state, offers, i, j) + wait_term(traits, offers, i, j)
    live_price, shop_price = pitches.price[slot], offers.price[j]
    live = math.exp(liking + price_term(traits, offers, i, j, live_price))
    shop = math.exp(liking + price_term(traits, offers, i, j, shop_price))
    drive = clock.strength * arousal

    if 1.0 - draw > SURELY * drive * max(live, shop):
        return changed
    trace = trace_of(clock, uniform(keys.trace, i, _luck_slot(pitches, keys, slot, second)))
    rate = clock.rates[trace]
    opens = second + clock.delay
    kept = drive * math.exp(-rate * clock.delay)
    live_seconds = max(pitches.until[slot] - opens, 0.0)
    rings = opens + ring_after(kept * live, kept * shop, rate, live_seconds, -math.log(draw))
    if rings < pending.second[i]:
        if pending.second[i] < NEVER:
            changed = _change(notes, changed, pending.second[i], keys, pending.product[i], -1)
        changed = _change(notes, changed, rings, keys, j, 1)
        left = drive * shop * math.exp(-rate * (rings - second))
        set_clock(
            pending, i, rings, j, pitches.anchor[slot], pitches.session[slot], pitches.until[slot],
            live_price, pitches.commission[slot], left, arousal / (1.0 + arousal), promise, trace,
        )  # fmt: skip
        mood.rings = rings
    return changed


@inlined
def _luck_slot(pitches: Pitches, keys: Keys, slot: int, second: float) -> int:
    """Of an exposure: its anchor and its whole second of the day."""
    return int(pitches.luck_slot[slot] + int(second - keys.midnight))


@inlined
def _change(notes: Notes, at: int, second: float, keys: Keys, product: int, by: int) -> int:
    """Note that one clock more or less will ring today, so that later pitches show the counter."""
    if second - keys.midnight >= DAY_SECONDS:
        return at
    notes.changes[at].moment = int((second - keys.midnight) / MOMENT_SECONDS)
    notes.changes[at].product = product
    notes.changes[at].by = by
    return at + 1


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
