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

from agents.consumers import Consumers, Pending, State, Traits, empty_pending
from core.arrays import Flags, Floats, Integers
from core.compiled import compiled, compiled_parallel, compiled_part, inlined
from core.luck import exponential, uniform
from core.units import DAY_SECONDS, MOMENT_SECONDS, MOMENTS_A_DAY
from model.appeal import Offers, Weights, fit_of, loyalty_of, price_term, wait_term
from model.impulse import NEVER, Clock, adstock, clock_of, ring_after, trace_of
from model.records import Audience, Catalog, Channel, Schedule, Wishes

if TYPE_CHECKING:
    from model.world import World

SHARDS = 64
WORTH_SHARING = 4096  # exposures in a moment below which one thread is faster


class Pitches(NamedTuple):
    """Today's slots as a listener meets them. One row a slot."""

    product: Integers
    anchor: Integers
    session: Integers
    price: Integers  # live price [cents]
    commission: Floats
    promise: Floats  # quality that is promised
    until: Floats  # second at which the session ends
    stir: Floats  # charisma x deal; the herd factor joins when the pitch begins
    luck_slot: Integers  # anchor x 86,400: stays the same when other slots change


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
            _already_ringing(consumers.pending, len(catalog.price), world.seconds), heard, rung,
        )  # fmt: skip
    return _collect(consumers, catalog, audience.consumer, heard, rung, world.seconds + DAY_SECONDS)


def pitches_of(world: World, catalog: Catalog, schedule: Schedule) -> Pitches:
    """Slots with their anchor's charisma and their deal."""
    session, product = schedule.slot_session, schedule.slot_product
    anchor = schedule.anchor[session]
    charisma = np.array([a.charisma for a in world.anchors])
    discount = 1.0 - schedule.slot_price / catalog.price[product]
    return Pitches(
        product, anchor, session, schedule.slot_price, schedule.slot_commission,
        schedule.slot_promise, schedule.end[session],
        charisma[anchor] * (1.0 + world.scenario.impulse.deal * discount),
        anchor.astype(np.int64) * int(DAY_SECONDS),
    )  # fmt: skip


def _sellable(catalog: Catalog) -> Integers:
    """Units that the counter may at most show as sold today."""
    unlimited = np.iinfo(np.int64).max
    return np.where(catalog.presale_days >= 0, unlimited, catalog.stock)


def _already_ringing(pending: Pending, products: int, midnight: float) -> Integers:
    """Clocks of earlier days that would ring today, counted by moment and product."""
    rows = np.flatnonzero(pending.second < midnight + DAY_SECONDS)
    moments = ((pending.second[rows] - midnight) // MOMENT_SECONDS).astype(np.int64)
    flat = np.bincount(
        moments * products + pending.product[rows], minlength=MOMENTS_A_DAY * products
    )
    return flat.reshape(MOMENTS_A_DAY, products)


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
        _move(pending, i, rung, row)
        heard.rang[row] = True
        state.arousal[i] = 0.0
        state.touched[i] = pending.second[i]
        pending.second[i] = NEVER

    j, anchor = pitches.product[slot], pitches.anchor[slot]
    trust = _trust(state, clock, i, anchor)
    crowd = 1.0 + herd * math.log(1.0 + shown[j])
    before = adstock(float(state.arousal[i]), clock.arousal_rate, second - state.touched[i])
    arousal = before + traits.susceptibility[i] * trust * crowd * pitches.stir[slot]
    state.arousal[i] = arousal
    state.touched[i] = second

    fit = fit_of(weights, traits, offers, i, j)
    promise = weights.fit * fit + weights.quality * pitches.promise[slot]
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
        pending.second[i] = rings
        pending.product[i] = j
        pending.anchor[i] = anchor
        pending.session[i] = pitches.session[slot]
        pending.until[i] = pitches.until[slot]
        pending.price[i] = live_price
        pending.commission[i] = pitches.commission[slot]
        pending.hazard[i] = drive * shop * math.exp(-rate * (rings - second))
        pending.impulse[i] = arousal / (1.0 + arousal)
        pending.promise[i] = promise
        pending.trace[i] = trace


@inlined
def _move(source: Pending, i: int, target: Pending, row: int) -> None:
    """Copy one pending clock."""
    target.second[row] = source.second[i]
    target.product[row] = source.product[i]
    target.anchor[row] = source.anchor[i]
    target.session[row] = source.session[i]
    target.until[row] = source.until[i]
    target.price[row] = source.price[i]
    target.commission[row] = source.commission[i]
    target.hazard[row] = source.hazard[i]
    target.impulse[row] = source.impulse[i]
    target.promise[row] = source.promise[i]
    target.trace[row] = source.trace[i]


@compiled
def _settle(state: State, pending: Pending, rows: Integers, wish: Pending) -> None:
    """Take the clocks of these consumers out; buying satiates, so arousal is reset."""
    for row in range(rows.size):
        i = rows[row]
        _move(pending, i, wish, row)
        state.arousal[i] = 0.0
        state.touched[i] = pending.second[i]
        pending.second[i] = NEVER


def _collect(
    consumers: Consumers, catalog: Catalog, listener: Integers, heard: Heard, rung: Pending,
    midnight: float,
) -> Wishes:  # fmt: skip
    """The clocks that rang between pitches and those that rang before midnight, by second."""
    between = np.flatnonzero(heard.rang)
    ringing = np.flatnonzero(consumers.pending.second < midnight)
    late = empty_pending(len(ringing))
    _settle(consumers.state, consumers.pending, ringing, late)
    columns = [np.concatenate([a[between], b]) for a, b in zip(rung, late, strict=True)]
    consumer = np.concatenate([listener[between], ringing.astype(np.int32)])
    order = np.lexsort((consumer, columns[0]))
    wish = Pending(*(column[order] for column in columns))
    live = wish.second <= wish.until
    spilled = np.where(wish.anchor >= 0, Channel.SPILLOVER, Channel.SHELF)
    return Wishes(
        consumer=consumer[order],
        product=wish.product,
        anchor=wish.anchor,
        session=np.where(live, wish.session, -1),
        second=wish.second,
        price=np.where(live, wish.price, catalog.price[wish.product]),
        commission=wish.commission,
        channel=np.where(live, Channel.LIVE, spilled).astype(np.uint8),
        impulse=wish.impulse,
        promise=wish.promise,
        hazard=wish.hazard,
        trace=wish.trace,
    )
