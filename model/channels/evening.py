"""The evening of today's listeners: who hears what, and all that a pitch depends on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.consumers import State, Traits
from core.arrays import Floats, Integers, Record, Table
from core.compiled import inlined
from core.luck import uniform
from model.appeal import Offers, Weights
from model.channels.pitches import Pitches
from model.impulse import ImpulseLaw


class Keys(NamedTuple):
    """The luck of today's pitches, and the second at which the day begins."""

    trace: np.uint64
    clock: np.uint64
    midnight: float


class Evening(NamedTuple):
    """Columns of compiled code. Listener k hears the exposures starts[k] ... starts[k + 1] - 1."""

    traits: Traits
    state: State
    starts: Integers
    heard: Table  # dtype EXPOSURE
    kept: Floats  # share of arousal that is left of what it was at the exposure before
    moods: Table  # dtype MOOD
    pitches: Pitches
    offers: Offers
    weights: Weights
    law: ImpulseLaw
    keys: Keys


@inlined
def trust_of(evening: Evening, exposure: Record) -> float:
    """Trust in the anchor who is heard."""
    trust = exposure.trust if exposure.trust >= 0.0 else evening.law.stranger_trust
    return np.float64(trust)  # also of a plain number, which beside a float32 is less exact


@inlined
def luck_of(evening: Evening, key: np.uint64, i: int, exposure: Record) -> float:
    """The draw of an exposure: of its anchor and its whole second of the day."""
    second = int(exposure.second - evening.keys.midnight)
    return uniform(key, i, evening.pitches.luck_slot[exposure.slot] + second)
