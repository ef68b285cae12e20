"""What a pitch sets off: its hazard, and the clock it sets (model.md section 2)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from agents.clocks import NEVER, Pending, set_clock
from agents.consumers import State, Traits
from core.arrays import Integers, Record, Table
from core.compiled import compiled_part, inlined
from core.luck import uniform
from core.units import DAY_SECONDS, MOMENT_SECONDS
from model.appeal import Offers, Weights, hope_of, loyalty_of, price_term, wait_term
from model.impulse import Clock, ring_after, trace_of
from model.pitches import Pitches

SURELY = 1.0 + 1e-9  # of a bound, against rounding

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


@compiled_part
def set_clocks(
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
    trace = trace_of(clock, uniform(keys.trace, i, luck_slot(pitches, keys, slot, second)))
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
def luck_slot(pitches: Pitches, keys: Keys, slot: int, second: float) -> int:
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
