"""Pitches, arousal and the clocks they set: the live sessions of a day (docs/odd.md 7.6).

The sales counter is read when a pitch begins, so that herding (C20) links the moments of the day,
and nothing else links one listener to another. Hence the order: first, for each listener alone,
which pitches may set a clock at all; then these few, moment by moment; last, for each listener
alone again, how the evening has left them.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from agents.clocks import NEVER, Pending, with_room
from core.arrays import Floats, Integers, Table
from core.compiled import compiled, compiled_part
from core.prefetching import AHEAD, fetch_ahead
from core.units import DAY_SECONDS, MOMENTS_A_DAY
from model.channels.evening import Evening, Keys
from model.channels.hazards import tempt, write_back, write_clock
from model.channels.moods import feel, moods_of
from model.channels.pitches import Pitches, pitches_of
from model.channels.ringing import Rung, already_ringing, collect_rung, unwritten_rung
from model.channels.temptations import ceiling_of, temptations_of
from model.impulse import clock_of
from model.records import Audience, Catalog, Schedule, Wishes
from model.world import World

UNLIMITED = np.iinfo(np.int64).max  # units, of what is sold on presale


class Counter(NamedTuple):
    """The sales counter; one row a product."""

    shown: Floats  # units this morning
    sellable: Integers  # units that it may at most show as sold today
    rings: Integers  # [moments, products] clocks that ring today
    herd: float


def stream_sessions(
    world: World, catalog: Catalog, schedule: Schedule, audience: Audience
) -> Wishes:
    """Live through the sessions; return the clocks that rang before midnight."""
    consumers, luck, day = world.consumers, world.luck, world.day
    traits, state, openers = consumers.traits, consumers.state, len(audience.openers)
    pending = consumers.pending = with_room(consumers.pending, openers)
    pitches = pitches_of(world, catalog, schedule)
    tomorrow = world.seconds + DAY_SECONDS
    counter = Counter(
        catalog.counter,
        np.where(catalog.presale_days >= 0, UNLIMITED, catalog.stock),
        already_ringing(pending, len(catalog.price), world.seconds, tomorrow),
        world.scenario.impulse.herd,
    )
    evening = Evening(
        traits, state, audience.starts, audience.heard, np.empty(len(audience.heard)),
        moods_of(audience, traits, state, pending), pitches, world.offers(catalog), world.weights,
        clock_of(world.scenario.impulse),
        Keys(luck.key("trace", day), luck.key("impulse", day), world.seconds),
    )  # fmt: skip
    most = _crowds(counter, pitches, audience.exposures)
    temptations, moment_starts = temptations_of(evening, ceiling_of(evening, most))
    crowd = np.empty(len(pitches.product))
    rung = unwritten_rung(len(temptations) + openers)
    count = _live_through(temptations, moment_starts, evening, pending, counter, crowd, rung)
    write_back(evening, temptations, crowd, state, pending)
    rung = Rung(rung.second[:count], rung.clock[:count])
    return collect_rung(consumers, catalog, rung, tomorrow)


def _crowds(counter: Counter, pitches: Pitches, exposures: Integers) -> tuple[Floats, Floats]:
    """Between what and what the crowd of each product will be."""
    most = np.bincount(pitches.product, exposures, len(counter.shown)) + counter.rings.sum(axis=0)
    shown = counter.shown + np.minimum(most, counter.sellable)
    return (
        1.0 + counter.herd * np.log1p(counter.shown) * (1.0 - 1e-9),
        1.0 + counter.herd * np.log1p(shown) * (1.0 + 1e-9),
    )


@compiled
def _live_through(
    temptations: Table, moment_starts: Integers, evening: Evening, pending: Pending,
    counter: Counter, crowd: Floats, rung: Rung,
) -> int:  # fmt: skip
    """All moments of the day, one after another; returns how many clocks rang between pitches."""
    sold = np.zeros(counter.shown.size, np.int64)
    slot = 0
    count = int(np.int64(0))  # not a literal, for which `_live_on` would be compiled once more
    for moment in range(MOMENTS_A_DAY):
        while slot < crowd.size and evening.pitches.moment[slot] == moment:
            j = evening.pitches.product[slot]
            shown = counter.shown[j] + min(sold[j], counter.sellable[j])
            crowd[slot] = 1.0 + counter.herd * math.log(1.0 + shown)
            slot += 1
        count = _live_on(
            moment_starts[moment], moment_starts[moment + 1], temptations, evening, pending,
            counter.rings, crowd, count, rung,
        )  # fmt: skip
        for j in range(sold.size):
            sold[j] += counter.rings[moment, j]
    return count


@compiled_part
def _live_on(
    low: int, high: int, temptations: Table, evening: Evening, pending: Pending, rings: Integers,
    crowd: Floats, count: int, rung: Rung,
) -> int:  # fmt: skip
    """The temptations of a moment, one after another."""
    for at in range(low, high):
        fetch_ahead(temptations[min(at + 2 * AHEAD, high - 1)].guest, evening.moods)
        later = temptations[min(at + AHEAD, high - 1)]
        since = evening.moods[later.guest].next
        fetch_ahead(since, evening.heard, evening.kept)
        fetch_ahead(later.row, evening.heard)
        mood = evening.moods[temptations[at].guest]
        rings_at = mood.rings
        feel(mood, temptations[at].row + 1, evening, crowd)
        if mood.rings != rings_at:  # so it has rung
            i = mood.consumer
            if mood.clock >= 0:
                write_clock(pending, temptations[mood.clock], evening)
            rung.second[count] = pending.second[i]
            rung.clock[count] = pending.clock[pending.place[i]]
            count += 1
            pending.second[i] = NEVER
            mood.clock = -1
        tempt(at, temptations, mood, evening, pending, rings)
    return count
