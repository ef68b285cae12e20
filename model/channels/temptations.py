"""Pitches that may set a clock, and what each is worth to who hears it (docs/odd.md 7.6).

Most pitches move nobody to buy. That is seen beforehand, from the most that a pitch may do: as if
the counter had reached its highest, and no clock had rung. What is left is few, and weighed.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from agents.consumers import ask_for_mind
from core.arrays import Floats, Integers, Table
from core.compiled import compiled, compiled_part, inlined
from core.prefetching import AHEAD, fetch_ahead
from core.sharing import rows_of_shard, shards_of, share
from core.units import CENTS_A_YUAN, MOMENTS_A_DAY
from model.appeal import hope_of, loyalty_of, misfit_of, price_term, wait_term
from model.channels.evening import Evening, luck_of, trust_of
from model.impulse import adstock, trace_of

SURELY = 1.0 + 1e-9  # of a bound, against rounding
STEPS = 32  # a unit of the table of exponentials
REACH = 24.0  # the table is for arguments from -REACH to REACH
EXPONENTIALS = np.array(
    [math.exp((k + 1) / STEPS - REACH) for k in range(int(2 * REACH * STEPS))] + [math.inf]
)

TEMPTATION = np.dtype(  # a cache line
    [
        ("live", "f8"),  # appeal at the live price
        ("shop", "f8"),  # and at the shop price
        ("resistance", "f8"),  # unit exponential: the hazard that it takes
        ("faded", "f8"),  # share of the hazard that is left when the session ends
        ("rings", "f8"),  # second, if it sets the clock
        ("arousal", "f8"),  # if it sets the clock
        ("promise", "f4"),
        ("row", "u4"),  # of the exposures
        ("guest", "u4"),  # row of the openers
        ("trace", "u4"),
    ]
)


class Ceiling(NamedTuple):
    """What bounds the hazard of a slot from above, one row a slot."""

    stir: Floats  # with the highest counter
    promise: Floats  # hope where nothing fits
    price: Floats  # the lower of both prices relative to the reference price, less 1
    fit: float  # what a whole fit adds to hope


def ceiling_of(evening: Evening, crowds: tuple[Floats, Floats]) -> Ceiling:
    """The most that a pitch can do, if the crowd of each product is between two values."""
    pitches, offers, weights = evening.pitches, evening.offers, evening.weights
    hoped = weights.fit * weights.fit_hoped * (1.0 - weights.fit_seen)
    cents = np.minimum(pitches.price, offers.price[pitches.product])
    price = cents / (CENTS_A_YUAN * offers.reference[pitches.product]) - 1.0
    stir = np.maximum(*(crowd[pitches.product] * pitches.stir for crowd in crowds))
    return Ceiling(
        np.maximum(stir, 0.0), hoped + weights.quality * pitches.promise, price,
        max(weights.fit * weights.fit_seen, 0.0),
    )  # fmt: skip


@inlined
def _exp_at_most(x: float) -> float:
    """An exponential that is read off, and errs upwards by up to a step."""
    return float(EXPONENTIALS[np.uint32((min(max(x, -REACH), REACH) + REACH) * STEPS)])


@inlined
def _most_appeal(evening: Evening, ceiling: Ceiling, i: int, slot: int) -> float:
    """At least exp(V), at either price. The fit exp(-m) is at most 1 / (1 + m + m^2 / 2)."""
    traits, offers, weights = evening.traits, evening.offers, evening.weights
    j = evening.pitches.product[slot]
    misfit = misfit_of(weights, traits, offers, i, j)
    liking = ceiling.promise[slot] + ceiling.fit / (1.0 + misfit * (1.0 + 0.5 * misfit))
    liking += loyalty_of(weights, evening.state, offers, i, j) + wait_term(traits, offers, i, j)
    return _exp_at_most(liking - traits.price_sensitivity[i] * ceiling.price[slot])


@inlined
def _appeals(evening: Evening, i: int, slot: int) -> tuple[float, float, float]:
    """What consumer i is led to expect, and exp(V) at the live and at the shop price."""
    traits, pitches, offers = evening.traits, evening.pitches, evening.offers
    j = pitches.product[slot]
    promise = hope_of(evening.weights, traits, offers, i, j, pitches.promise[slot])
    liking = promise + loyalty_of(evening.weights, evening.state, offers, i, j)
    liking += wait_term(traits, offers, i, j)
    live = math.exp(liking + price_term(traits, offers, i, j, pitches.price[slot]))
    shop = math.exp(liking + price_term(traits, offers, i, j, offers.price[j]))
    return promise, live, shop


def temptations_of(evening: Evening, ceiling: Ceiling) -> tuple[Table, Integers]:
    """By moment, then by consumer and second; and where each moment begins."""
    openers = len(evening.moods)
    tempted = np.empty(len(evening.heard), np.int32)
    shards = shards_of(openers)
    counts = np.zeros((shards, MOMENTS_A_DAY), np.int64)
    share(_find_all, openers, evening, ceiling, tempted, counts)
    until = np.zeros(MOMENTS_A_DAY * shards + 1, np.int64)  # moment by moment, then by shard
    np.cumsum(counts.T, out=until[1:])
    place = until[:-1].reshape(MOMENTS_A_DAY, shards).T.copy()
    temptations = np.empty(int(until[-1]), TEMPTATION)
    share(_weigh_all, openers, evening, tempted, counts.sum(axis=1), place, temptations)
    return temptations, until[::shards].copy()


@compiled
def _find_all(
    begin: int, end: int, evening: Evening, ceiling: Ceiling, tempted: Integers, counts: Integers
) -> None:
    for shard in range(begin, end):
        _find(shard, evening, ceiling, tempted, counts)


@compiled_part
def _find(
    shard: int, evening: Evening, ceiling: Ceiling, tempted: Integers, counts: Integers
) -> None:
    """Exposures of a shard that may set a clock: E = -ln u is at least 1 - u."""
    moods, clock = evening.moods, evening.clock
    low, high = rows_of_shard(moods.size, shard)
    at = evening.starts[low]
    for k in range(low, high):
        ask_for_mind(evening.traits, moods[min(k + AHEAD, high - 1)].consumer)
        mood = moods[k]
        arousal, touched = max(mood.arousal, 0.0), mood.touched
        for row in range(evening.starts[k], evening.starts[k + 1]):
            exposure = evening.heard[row]
            kept = adstock(1.0, clock.arousal_rate, exposure.second - touched)
            sway = mood.susceptibility * trust_of(evening, exposure)
            arousal = arousal * kept + sway * ceiling.stir[exposure.slot]
            evening.kept[row], touched = kept, exposure.second
            least = 1.0 - luck_of(evening, evening.keys.clock, mood.consumer, exposure)
            appeal = _most_appeal(evening, ceiling, mood.consumer, exposure.slot)
            tempted[at] = row
            at += least <= SURELY * clock.strength * arousal * appeal
    for place in range(evening.starts[low], at):
        counts[shard, evening.pitches.moment[evening.heard[tempted[place]].slot]] += 1


@compiled
def _weigh_all(
    begin: int, end: int, evening: Evening, tempted: Integers, found: Integers, place: Integers,
    temptations: Table,
) -> None:  # fmt: skip
    for shard in range(begin, end):
        _weigh(shard, evening, tempted, found[shard], place, temptations)


@compiled_part
def _weigh(
    shard: int, evening: Evening, tempted: Integers, found: int, place: Integers,
    temptations: Table,
) -> None:  # fmt: skip
    """Write each where it belongs; `place` is where the shard's next one of a moment goes."""
    k, end = rows_of_shard(evening.moods.size, shard)
    first, clock = evening.starts[k], evening.clock
    for at in range(first, first + found):
        while evening.starts[k + 1] <= tempted[at]:
            k += 1
            soon = evening.moods[min(k + AHEAD, end - 1)]
            ask_for_mind(evening.traits, soon.consumer)
        fetch_ahead(tempted[min(at + AHEAD, first + found - 1)], evening.heard)
        exposure, i = evening.heard[tempted[at]], evening.moods[k].consumer
        moment = evening.pitches.moment[exposure.slot]
        temptation = temptations[place[shard, moment]]
        place[shard, moment] += 1
        promise, live, shop = _appeals(evening, i, exposure.slot)
        temptation.promise, temptation.live, temptation.shop = promise, live, shop
        temptation.resistance = -math.log(luck_of(evening, evening.keys.clock, i, exposure))
        trace = trace_of(clock, luck_of(evening, evening.keys.trace, i, exposure))
        opens = exposure.second + clock.delay
        live_seconds = max(evening.pitches.until[exposure.slot] - opens, 0.0)
        temptation.faded = math.exp(-clock.rates[trace] * live_seconds)
        temptation.row, temptation.guest, temptation.trace = tempted[at], k, trace
