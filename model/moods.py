"""Today's listeners side by side: what a pitch reads and changes of each, in one cache line."""

from __future__ import annotations

import math
from typing import NamedTuple

import numba
import numpy as np

from agents.clocks import Pending
from agents.consumers import State, Traits
from core.arrays import Floats, Integers, Table
from core.compiled import compiled_parallel
from core.luck import uniform
from model.appeal import Offers, Weights
from model.impulse import Clock
from model.pitches import Pitches
from model.records import Audience

MOOD = np.dtype(
    [
        ("touched", "f8"),  # second
        ("rings", "f8"),  # second at which the pending clock rings, inf for none
        ("arousal", "f8"),  # when touched
        ("susceptibility", "f4"),
    ]
)
SURELY = 1.0 - 1e-6  # of a bound, against rounding


class Keys(NamedTuple):
    """The luck of today's pitches, and the second at which the day begins."""

    trace: np.uint64
    clock: np.uint64
    midnight: float


class Listening(NamedTuple):
    """Exposures as compiled code reads them, one row each, and the moods of today's listeners."""

    openers: Integers  # consumer of each listener
    mood: Table  # MOOD, one row a listener
    guest: Integers  # row of openers
    slot: Integers
    second: Floats
    trust: Floats
    least: Floats  # arousal below which the pitch cannot set a clock


def listening_of(
    audience: Audience, traits: Traits, state: State, pending: Pending, pitches: Pitches,
    offers: Offers, weights: Weights, clock: Clock, keys: Keys,
) -> Listening:  # fmt: skip
    """Take down the moods of today's listeners, and what each pitch would need."""
    mood = np.empty(len(audience.openers), MOOD)
    _take_down(audience.openers, traits, state, pending, mood)
    most, price = _most_appeal(pitches, offers, weights, clock)
    least = np.empty(len(audience.guest), np.float32)
    _least_arousal(
        audience.openers, audience.guest, audience.slot, audience.second,
        traits.price_sensitivity, pitches.luck_slot, most, price, keys, least,
    )  # fmt: skip
    return Listening(
        audience.openers, mood, audience.guest, audience.slot, audience.second, audience.trust,
        least,
    )  # fmt: skip


@compiled_parallel
def _take_down(
    openers: Integers, traits: Traits, state: State, pending: Pending, mood: Table
) -> None:
    for k in numba.prange(openers.size):
        i = openers[k]
        mood[k].touched = state.touched[i]
        mood[k].rings = pending.second[i]
        mood[k].arousal = state.arousal[i]
        mood[k].susceptibility = traits.susceptibility[i]


def write_back(listening: Listening, state: State) -> None:
    """The moods in which the sessions have left their listeners."""
    state.arousal[listening.openers] = listening.mood["arousal"]
    state.touched[listening.openers] = listening.mood["touched"]


def _most_appeal(
    pitches: Pitches, offers: Offers, weights: Weights, clock: Clock
) -> tuple[Floats, Floats]:
    """Of each slot: hazard for one unit of arousal at the best fit, loyalty and no wait; price."""
    best, worst = (
        weights.fit * (weights.fit_hoped + weights.fit_seen * (fit - weights.fit_hoped))
        for fit in (1.0, 0.0)
    )
    promise = max(best, worst) + weights.quality * pitches.promise
    with np.errstate(over="ignore"):
        most = clock.strength * np.exp(promise + max(weights.loyalty, 0.0))
    cents = np.minimum(pitches.price, offers.price[pitches.product])
    return most, cents / (100.0 * offers.reference[pitches.product]) - 1.0


@compiled_parallel
def _least_arousal(
    openers: Integers, guest: Integers, slot: Integers, second: Floats, sensitivity: Floats,
    luck_slot: Integers, most: Floats, price: Floats, keys: Keys, least: Floats,
) -> None:  # fmt: skip
    """A clock rings only if E < H; and E = -ln u >= 1 - u, H <= arousal x most exp(-alpha price)."""
    for row in numba.prange(guest.size):
        i, s = openers[guest[row]], slot[row]
        spared = 1.0 - uniform(keys.clock, i, luck_slot[s] + int(second[row] - keys.midnight))
        hazard = most[s] * math.exp(-sensitivity[i] * price[s])
        least[row] = SURELY * spared / hazard
