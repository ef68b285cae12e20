"""Keyed luck once more, with Python's own integers: modulo 2**64, one draw at a time."""

from __future__ import annotations

import hashlib
import math

from scipy.special import ndtri

WORD = 2**64


def finalise(word: int) -> int:
    """SplitMix64's finaliser (Steele, Lea & Flood 2014)."""
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 % WORD
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB % WORD
    return word ^ (word >> 31)


class PlainLuck:
    """The luck of a seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._known: dict[tuple[str, int], int] = {}

    def key(self, decision: str, day: int = 0) -> int:
        if (decision, day) not in self._known:
            self._known[decision, day] = self._key(decision, day)
        return self._known[decision, day]

    def _key(self, decision: str, day: int) -> int:
        digest = hashlib.blake2b(f"{self.seed}/{decision}".encode(), digest_size=8).digest()
        return finalise((int.from_bytes(digest, "little") + day * 0xA0761D6478BD642F) % WORD)


def uniform(key: int, who: int, slot: int = 0) -> float:
    word = finalise((key + who * 0x9E3779B97F4A7C15) % WORD)
    word = finalise((word + slot * 0xD1B54A32D192ED03) % WORD)
    return ((word >> 12) + 0.5) / 2**52


def exponential(key: int, who: int, slot: int = 0) -> float:
    return -math.log(uniform(key, who, slot))


def gumbel(key: int, who: int, slot: int = 0) -> float:
    return -math.log(exponential(key, who, slot))


def normal(key: int, who: int, slot: int = 0) -> float:
    return float(ndtri(uniform(key, who, slot)))


def poisson(mean: float, key: int, who: int, slot: int = 0) -> int:
    """Inversion: walk up the probabilities until the uniform draw is used up."""
    left, chance, count = uniform(key, who, slot), math.exp(-mean), 0
    while left > chance > 0.0:
        left -= chance
        count += 1
        chance *= mean / count
    return count
