"""Keyed luck: a draw is a pure function of (seed, decision, day, who, slot).

Nothing here has a state. The same person has the same luck in every scenario, results do not
depend on the number of threads, and a new decision moves nobody else's luck. The hash is
SplitMix64's finaliser (Steele, Lea & Flood 2014, OOPSLA), applied once to who and once to slot.
"""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from core.arrays import Floats, Integers
from core.compiled import compiled, compiled_part, inlined

_WHO = np.uint64(0x9E3779B97F4A7C15)
_SLOT = np.uint64(0xD1B54A32D192ED03)
_MIXES = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_MIX_1, _MIX_2 = np.uint64(_MIXES[0]), np.uint64(_MIXES[1])
_30, _27, _31, _12 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)
_56 = np.uint64(56)
_GUMBELS = np.array([1e-9 - math.log(-math.log(k / 256)) for k in range(1, 256)] + [math.inf])
_TO_UNIT = 2.0**-52
_ALL = 2**64 - 1


@inlined
def _finalise(word: np.uint64) -> np.uint64:
    word = (word ^ (word >> _30)) * _MIX_1
    word = (word ^ (word >> _27)) * _MIX_2
    return word ^ (word >> _31)


@inlined
def word_of(key: np.uint64, who: int, slot: int) -> np.uint64:
    """The 64 random bits of a draw."""
    word = _finalise(key + np.uint64(who) * _WHO)
    return _finalise(word + np.uint64(slot) * _SLOT)


@inlined
def as_uniform(word: np.uint64) -> float:
    """The open interval (0, 1) from random bits: the first of both are the same."""
    return (np.float64(word >> _12) + 0.5) * _TO_UNIT


@inlined
def uniform(key: np.uint64, who: int, slot: int) -> float:
    """One draw from the open interval (0, 1)."""
    return as_uniform(word_of(key, who, slot))


@compiled_part
def uniforms_in_a_row(key: np.uint64, first: int, last: int, slot: int, draws: Floats) -> None:
    """One draw for each of first ... last - 1: several at a time, where the machine can."""
    for k in range(last - first):
        draws[k] = uniform(key, first + k, slot)


@inlined
def exponential(key: np.uint64, who: int, slot: int) -> float:
    """One draw from the unit exponential."""
    return -math.log(uniform(key, who, slot))


@inlined
def as_gumbel(word: np.uint64) -> float:
    """A draw from the standard Gumbel, the taste shock of a logit choice, from random bits."""
    return -math.log(-math.log(as_uniform(word)))


@inlined
def gumbel_at_most(word: np.uint64) -> float:
    """At least `as_gumbel`, read off by the first eight bits."""
    return float(_GUMBELS[word >> _56])


@inlined
def poisson(mean: float, key: np.uint64, who: int, slot: int) -> int:
    """One Poisson draw by inversion; meant for means below about 30."""
    left = uniform(key, who, slot)
    chance = math.exp(-mean)
    count = 0
    while left > chance > 0.0:
        left -= chance
        count += 1
        chance *= mean / count
    return count


@lru_cache
def poisson_chances(mean: float) -> Floats:
    """The chances of 0, 1, ... for draws of one mean, until they are too small for a number."""
    chances = [math.exp(-mean)]
    while chances[-1] > 0.0:
        chances.append(chances[-1] * (mean / len(chances)))
    return np.array(chances)


@inlined
def poisson_among(chances: Floats, key: np.uint64, who: int, slot: int) -> int:
    """The draw of `poisson`, of a mean whose chances are known."""
    left = uniform(key, who, slot)
    count = 0
    while left > chances[count] > 0.0:
        left -= chances[count]
        count += 1
    return count


@compiled
def _fill(key: np.uint64, who: Integers, slot: Integers, out: Floats) -> None:
    for row in range(who.size):
        out[row] = uniform(key, who[row], slot[row])


@compiled
def _fill_all(key: np.uint64, slot: int, out: Floats) -> None:
    for person in range(out.size):
        out[person] = uniform(key, person, slot)


def uniforms(key: np.uint64, who: Integers | int, slot: Integers | int = 0) -> Floats:
    """One uniform a row, in float64; `who` may be a count (then 0 .. who-1), `slot` broadcasts."""
    if isinstance(who, int) and isinstance(slot, int):
        everybody = np.empty(who)
        _fill_all(key, slot, everybody)  # without a row of numbers and one of slots
        return everybody
    people = np.arange(who) if isinstance(who, int) else np.ascontiguousarray(who, dtype=np.int64)
    slots = np.full(people.shape, slot, np.int64)
    out = np.empty(people.shape)
    _fill(key, people, slots, out)
    return out


def normals(key: np.uint64, who: Integers | int, slot: Integers | int = 0) -> Floats:
    """One standard normal a row, by inversion of its uniform."""
    draws = uniforms(key, who, slot)
    values: Floats = ndtri(draws, out=draws)
    return values


class Luck:
    """The luck of one run: names a decision on a day, and gets the key of its draws."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._decisions: dict[str, int] = {}

    def key(self, decision: str, day: int = 0) -> np.uint64:
        """The 64-bit key of one decision on one day."""
        word = self._decisions.get(decision)
        if word is None:
            digest = hashlib.blake2b(f"{self.seed}/{decision}".encode(), digest_size=8).digest()
            word = self._decisions[decision] = int.from_bytes(digest, "little")
        return np.uint64(_plain_finalise(word + day * 0xA0761D6478BD642F))

    def one(self, decision: str, day: int = 0, who: int = 0, slot: int = 0) -> float:
        """The draw of `uniform`, for the few agents that decide one at a time."""
        word = _plain_finalise(int(self.key(decision, day)) + who * int(_WHO))
        word = _plain_finalise(word + slot * int(_SLOT))
        return ((word >> 12) + 0.5) * _TO_UNIT

    def count(self, decision: str, day: int, mean: float) -> int:
        """The draw of `poisson`, for what happens to nobody in particular."""
        left, count = self.one(decision, day), 0
        chances = poisson_chances(mean)
        while left > chances[count] > 0.0:
            left -= chances[count]
            count += 1
        return count


def _plain_finalise(word: int) -> int:
    """`_finalise` without the compiler, which to be called from here works at each start."""
    word &= _ALL
    word = ((word ^ (word >> 30)) * _MIXES[0]) & _ALL
    word = ((word ^ (word >> 27)) * _MIXES[1]) & _ALL
    return word ^ (word >> 31)
