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

from agents.clocks import NEVER, Pending, empty_pending, set_clock, take_clock
from agents.consumers import State, Traits
from core.arrays import Flags, Floats, Integers
from core.compiled import SHARDS, compiled_parallel, compiled_part, inlined
from core.luck import exponential, uniform
from core.units import DAY_SECONDS, MOMENT_SECONDS, MOMENTS_A_DAY
from model.appeal import Offers, Weights, hope_of, loyalty_of, price_term, wait_term
from model.impulse import Clock, adstock, clock_of, ring_after, trace_of
from model.pitches import Pitches, pitches_of
from model.records import Audience, Catalog, Schedule, Wishes
from model.ringing import already_ringing, collect_rung

if TYPE_CHECKING:
    from model.world import World

WORTH_SHARING = 4096  # exposures in a moment below which one thread is faster


class Heard(NamedTuple):
    """What each exposure did, one row an exposure."""

    rang: Flags  # the clock that was pending rang before this pitch
    left_product: Integers  # product of the clock that this pitch replaced
    left_moment: Integers  # moment of today at which that would have rung, -1 for none
    new_product: Integers  # the same of the clock that this pitch set
    new_moment: Integers


class Keys(NamedTuple):
    """The luck of today's pitches, and the second at which the day begins."""

    trace: np.uint64
    clock: np.uint64
    midnight: float


def stream_sessions(
    world: World, catalog: Catalog, schedule: Schedule, audience: Audience
) -> Wishes:
    """Live through the sessions; return the clocks that rang before midnight."""
    consumers, luck, day = world.consumers, world.luck, world.day
    keys = Keys(luck.key("trace", day), luck.key("impulse", day), world.seconds)
    heard, rung = _nothing_heard(len(audience.consumer)), empty_pending(len(audience.consumer))
    if len(audience.consumer):
        _live_through(
            consumers.traits, consumers.state, consumers.pending, audience.consumer, audience.slot,
            audience.second, audience.moment_starts, pitches_of(world, catalog, schedule),
            world.offers(catalog), world.weights, clock_of(world.scenario.impulse), keys,
            catalog.counter, _sellable(catalog), world.scenario.impulse.herd,
            already_ringing(consumers.pending, len(catalog.price), world.seconds), heard, rung,
        )  # fmt: skip
    return collect_rung(
        consumers, catalog, audience.consumer, heard.rang, rung, world.seconds + DAY_SECONDS
    )


def _sellable(catalog: Catalog) -> Integers:
    """Units that the counter may at most show as sold today."""
    unlimited = np.iinfo(np.int64).max
    return np.where(catalog.presale_days >= 0, unlimited, catalog.stock)


def _nothing_heard(rows: int) -> Heard:
    return Heard(
        np.zeros(rows, np.bool_),
        np.full(rows, -1, np.int16), np.full(rows, -1, np.int16),
        np.full(rows, -1, np.int16), np.full(rows, -1, np.int16),
    )  # fmt: skip


@compiled_parallel
def _live_through(
    traits: Traits, state: State, pending: Pending, consumer: Integers, slot: Integers,
    second: Floats, moment_starts: Integers, pitches: Pitches, offers: Offers, weights: Weights,
    clock: Clock, keys: Keys, counter: Floats, sellable: Integers, herd: float, rings: Integers,
    heard: Heard, rung: Pending,
) -> None:  # fmt: skip
    """All moments of the day, one after another."""
    sold = np.zeros(sellable.size, np.int64)
    shown = counter.copy()
    for moment in range(MOMENTS_A_DAY):
        low, high = moment_starts[moment], moment_starts[moment + 1]
        if low < high:
            for j in range(shown.size):
                shown[j] = counter[j] + min(sold[j], sellable[j])
            if high - low <= WORTH_SHARING:
                _hear_rows(
                    low, high, consumer, slot, second, traits, state, pending, pitches, offers,
                    weights, clock, keys, shown, herd, heard, rung,
                )  # fmt: skip
            else:
                for shard in numba.prange(SHARDS):
                    _hear_rows(
                        _whole_consumers(consumer, low, high, shard),
                        _whole_consumers(consumer, low, high, shard + 1),
                        consumer, slot, second, traits, state, pending, pitches, offers, weights,
                        clock, keys, shown, herd, heard, rung,
                    )  # fmt: skip
            _tally(low, high, heard, rings)
        for j in range(sold.size):
            sold[j] += rings[moment, j]


@inlined
def _whole_consumers(consumer: Integers, low: int, high: int, shard: int) -> int:
    """Where a shard begins, moved on so that no consumer is split between two."""
    row = low + (high - low) * shard // SHARDS
    while low < row < high and consumer[row] == consumer[row - 1]:
        row += 1
    return row


@compiled_part
def _hear_rows(
    first: int, last: int, consumer: Integers, slot: Integers, second: Floats, traits: Traits,
    state: State, pending: Pending, pitches: Pitches, offers: Offers, weights: Weights,
    clock: Clock, keys: Keys, shown: Floats, herd: float, heard: Heard, rung: Pending,
) -> None:  # fmt: skip
    """Exposures of one moment, one after another."""
    for row in range(first, last):
        _hear(
            row, consumer[row], slot[row], second[row], traits, state, pending, pitches, offers,
            weights, clock, keys, shown, herd, heard, rung,
        )  # fmt: skip


@inlined
def _tally(low: int, high: int, heard: Heard, rings: Integers) -> None:
    """Book when the set clocks will ring, so that later pitches can show the counter."""
    for row in range(low, high):
        if heard.left_moment[row] >= 0:
            rings[heard.left_moment[row], heard.left_product[row]] -= 1
        if heard.new_moment[row] >= 0:
            rings[heard.new_moment[row], heard.new_product[row]] += 1


@inlined
def _trust(state: State, clock: Clock, i: int, anchor: int) -> float:
    """Trust in an anchor: learned if followed, a stranger's otherwise."""
    for k in range(state.follows.shape[1]):
        if state.follows[i, k] == anchor:
            return float(state.trust[i, k])
    return clock.stranger_trust


@inlined
def _moment_of(second: float, midnight: float) -> int:
    """Moment of today in which a second falls, -1 for another day."""
    if second - midnight >= DAY_SECONDS:
        return -1
    return int((second - midnight) // MOMENT_SECONDS)


@inlined
def _hear(
    row: int, i: int, slot: int, second: float, traits: Traits, state: State, pending: Pending,
    pitches: Pitches, offers: Offers, weights: Weights, clock: Clock, keys: Keys, shown: Floats,
    herd: float, heard: Heard, rung: Pending,
) -> None:  # fmt: skip
    """One consumer hears one pitch: settle what rang before, stir arousal, set the clock."""
    if pending.second[i] <= second:
        heard.rang[row] = True
        state.arousal[i] = 0.0
        state.touched[i] = pending.second[i]
        take_clock(pending, i, rung, row)

    j, anchor = pitches.product[slot], pitches.anchor[slot]
    trust = _trust(state, clock, i, anchor)
    crowd = 1.0 + herd * math.log(1.0 + shown[j])
    before = adstock(float(state.arousal[i]), clock.arousal_rate, second - state.touched[i])
    arousal = before + traits.susceptibility[i] * trust * crowd * pitches.stir[slot]
    state.arousal[i] = arousal
    state.touched[i] = second

    promise = hope_of(weights, traits, offers, i, j, pitches.promise[slot])
    liking = promise + loyalty_of(weights, state, offers, i, j) + wait_term(traits, offers, i, j)
    live_price, shop_price = pitches.price[slot], offers.price[j]
    live = math.exp(liking + price_term(traits, offers, i, j, live_price))
    shop = math.exp(liking + price_term(traits, offers, i, j, shop_price))
    drive = clock.strength * arousal

    luck_slot = pitches.luck_slot[slot] + int(second - keys.midnight)
    trace = trace_of(clock, uniform(keys.trace, i, luck_slot))
    rate = clock.rates[trace]
    draw = exponential(keys.clock, i, luck_slot)
    live_seconds = pitches.until[slot] - second
    rings = second + ring_after(drive * live, drive * shop, rate, live_seconds, draw)
    if rings < pending.second[i]:
        if pending.second[i] < NEVER:
            heard.left_product[row] = pending.product[i]
            heard.left_moment[row] = _moment_of(pending.second[i], keys.midnight)
        heard.new_product[row] = j
        heard.new_moment[row] = _moment_of(rings, keys.midnight)
        left = drive * shop * math.exp(-rate * (rings - second))
        set_clock(
            pending, i, rings, j, anchor, pitches.session[slot], pitches.until[slot], live_price,
            pitches.commission[slot], left, arousal / (1.0 + arousal), promise, trace,
        )  # fmt: skip
