"""The clocks that pitches set, and how those that ring today move the sales counter."""

from __future__ import annotations

import math

from agents.clocks import NEVER, Impulse, Pending, set_clock
from agents.consumers import State, ask_for_mood
from core.arrays import Floats, Integers, Record, Table
from core.compiled import compiled, inlined
from core.prefetching import AHEAD
from core.sharing import rows_of_shard, share
from core.units import DAY_SECONDS, MOMENT_SECONDS
from model.channels.evening import Evening
from model.channels.moods import feel, satiate
from model.channels.temptations import SURELY
from model.impulse import ring_within


@inlined
def tempt(
    at: int, temptations: Table, mood: Record, evening: Evening, pending: Pending, rings: Integers
) -> None:
    """Set the clock of a pitch just felt, if it rings before the one that is set."""
    temptation, clock, midnight = temptations[at], evening.clock, evening.keys.midnight
    live, shop, trace = temptation.live, temptation.shop, temptation.trace
    drive = clock.strength * mood.arousal
    if temptation.resistance > SURELY * drive * max(live, shop):
        return
    slot, opens = evening.heard[temptation.row].slot, mood.touched + clock.delay
    kept = drive * clock.delayed[trace]
    live_seconds = max(evening.pitches.until[slot] - opens, 0.0)
    ring = opens + ring_within(
        kept * live, kept * shop, clock.rates[trace], live_seconds, temptation.faded,
        temptation.resistance,
    )  # fmt: skip
    if ring < mood.rings:
        if mood.rings < NEVER:
            product = pending.clock[pending.place[mood.consumer]].product
            if mood.clock >= 0:
                before = evening.heard[temptations[mood.clock].row].slot
                product = evening.pitches.product[before]
            _count_ring(rings, mood.rings - midnight, product, -1)
        _count_ring(rings, ring - midnight, evening.pitches.product[slot], 1)
        temptation.rings, temptation.arousal = ring, mood.arousal
        mood.rings, mood.clock = ring, at


@inlined
def _count_ring(rings: Integers, second: float, product: int, by: int) -> None:
    """One clock more or less will ring today, so that later pitches show the counter."""
    if second < DAY_SECONDS:
        rings[int(second / MOMENT_SECONDS), product] += by


@inlined
def write_clock(pending: Pending, temptation: Record, evening: Evening) -> None:
    """The clock that a temptation has set; each of today's listeners has one of the last rows."""
    pitches, clock, exposure = evening.pitches, evening.clock, evening.heard[temptation.row]
    i, free = evening.moods[temptation.guest].consumer, pending.clock.size - evening.moods.size
    slot, arousal, rings = exposure.slot, temptation.arousal, temptation.rings
    faded = math.exp(-clock.rates[temptation.trace] * (rings - exposure.second))
    left = clock.strength * arousal * temptation.shop * faded
    wish = Impulse(
        pitches.product[slot], pitches.anchor[slot], pitches.session[slot], pitches.until[slot],
        pitches.price[slot], pitches.commission[slot], left, arousal / (1.0 + arousal),
        temptation.promise, temptation.trace,
    )  # fmt: skip
    set_clock(pending, i, free + temptation.guest, rings, wish)


def write_back(
    evening: Evening, temptations: Table, crowd: Floats, state: State, pending: Pending
) -> None:
    """Moods and clocks as the evening leaves them."""
    share(_write_back, len(evening.moods), evening, temptations, crowd, state, pending)


@compiled
def _write_back(
    begin: int, end: int, evening: Evening, temptations: Table, crowd: Floats, state: State,
    pending: Pending,
) -> None:  # fmt: skip
    openers, tomorrow = evening.moods.size, evening.keys.midnight + DAY_SECONDS
    for k in range(rows_of_shard(openers, begin)[0], rows_of_shard(openers, end)[0]):
        ask_for_mood(state, evening.moods[min(k + AHEAD, openers - 1)].consumer)
        mood = evening.moods[k]
        feel(mood, evening.starts[k + 1], evening, crowd)
        if mood.rings < tomorrow:
            satiate(mood)
        state.arousal[mood.consumer] = mood.arousal
        state.touched[mood.consumer] = mood.touched
        if mood.clock >= 0:
            write_clock(pending, temptations[mood.clock], evening)
