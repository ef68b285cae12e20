"""Today's listeners side by side: what a pitch reads and changes of each, in half a cache line.

Most pitches move nobody to buy. A bound on the hazard, read off and not computed, tells so before
the consumer's tastes need be looked up.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numba
import numpy as np

from agents.clocks import Pending
from agents.consumers import State, Traits
from core.arrays import Floats, Integers, Record, Table
from core.compiled import compiled_parallel, inlined
from core.units import CENTS_A_YUAN
from model.appeal import Offers, Weights
from model.impulse import Clock
from model.pitches import Pitches

MOOD = np.dtype(
    [
        ("touched", "f8"),  # second
        ("rings", "f8"),  # second at which the pending clock rings, inf for none
        ("arousal", "f8"),  # when touched
        ("susceptibility", "f4"),
        ("price_sensitivity", "f4"),
        ("consumer", "i4"),
    ]
)
STEPS = 16  # a unit of the table of exponentials
REACH = 24  # the table is for arguments from -REACH to REACH
EXPONENTIALS = np.array([math.exp((k + 1) / STEPS - REACH) for k in range(2 * REACH * STEPS)])


class Ceiling(NamedTuple):
    """What bounds the hazard of a slot from above, one row a slot."""

    hazard: Floats  # for one unit of arousal: best fit, full loyalty, no wait, reference price
    price: Floats  # the lower of both prices relative to the reference price, less 1


def moods_of(openers: Integers, traits: Traits, state: State, pending: Pending) -> Table:
    """Take down the moods of today's listeners."""
    moods = np.empty(len(openers), MOOD)
    _take_down(openers, traits, state, pending, moods)
    return moods


@compiled_parallel
def _take_down(
    openers: Integers, traits: Traits, state: State, pending: Pending, moods: Table
) -> None:
    for k in numba.prange(openers.size):
        i = openers[k]
        moods[k].touched = state.touched[i]
        moods[k].rings = pending.second[i]
        moods[k].arousal = state.arousal[i]
        moods[k].susceptibility = traits.susceptibility[i]
        moods[k].price_sensitivity = traits.price_sensitivity[i]
        moods[k].consumer = i


def write_back(moods: Table, state: State) -> None:
    """The moods in which the sessions have left their listeners."""
    _write_back(moods, state.arousal, state.touched)


@compiled_parallel
def _write_back(moods: Table, arousal: Floats, touched: Floats) -> None:
    for k in numba.prange(moods.size):
        arousal[moods[k].consumer] = moods[k].arousal
        touched[moods[k].consumer] = moods[k].touched


def ceiling_of(pitches: Pitches, offers: Offers, weights: Weights, clock: Clock) -> Ceiling:
    """The most that a pitch can do."""
    best, worst = (
        weights.fit * (weights.fit_hoped + weights.fit_seen * (fit - weights.fit_hoped))
        for fit in (1.0, 0.0)
    )
    promise = max(best, worst) + weights.quality * pitches.promise
    with np.errstate(over="ignore"):
        hazard = clock.strength * np.exp(promise + max(weights.loyalty, 0.0))
    cents = np.minimum(pitches.price, offers.price[pitches.product])
    price = cents / (CENTS_A_YUAN * offers.reference[pitches.product]) - 1.0
    return Ceiling(hazard * (1.0 + 1e-9), price)


@inlined
def most_hazard(ceiling: Ceiling, mood: Record, slot: int, arousal: float) -> float:
    """H <= arousal x ceiling x exp(-alpha price), with an exponential that errs upwards."""
    x = -mood.price_sensitivity * ceiling.price[slot]
    if not -REACH < x < REACH - 1:
        return math.inf
    return float(arousal * ceiling.hazard[slot] * EXPONENTIALS[int((x + REACH) * STEPS)])
