"""Dealers in a row: swings grow tier by tier, less so if all see the consumer (S97, W10)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import reduce
from typing import NamedTuple, final

import numpy as np

from core.arrays import Floats
from experiments.limits._bullwhip import moving, rounding, swing
from experiments.proving.limit import Limit, Seen

DEMAND = 150.0  # a day: large enough that no tier ever wants to send goods back
SHELVES = 44
NAMES = ("dealers who share demand", "dealers", "one dealer more")


class Chain(NamedTuple):
    """Dealers between a factory and its consumers."""

    dealers: int  # n
    cover: int  # L of each, days
    window: int  # p, days
    shared: bool

    @property
    def law(self) -> float:
        """Energy of the chain's answer to a pulse, and of its answers to each tier's rounding."""
        n, a = self.dealers, self.cover / self.window
        pieces = rounding(self.window / math.gcd(self.cover, self.window)) / DEMAND
        if self.shared:
            return 1.0 + 2.0 * n * a + 2.0 * (n * a) ** 2 + 2.0 * n**2 * pieces
        # rounding errors enter as differences, and pass through the tiers that come after
        return _energy(n, a) + 2.0 * pieces * sum(_energy(after, a) for after in range(n))

    @property
    def pulse(self) -> Floats:
        """Its answer to a pulse: each dealer answers the one before, or all the consumer."""
        if self.shared:
            return moving(self.dealers * self.cover, self.window)
        stages = [moving(self.cover, self.window)] * self.dealers
        return reduce(np.convolve, stages)


def _energy(tiers: int, a: float) -> float:
    """The exact form for identical stages: sum over j of [C(n, j) (1 + a)^(n-j) a^j]^2."""
    return sum((math.comb(tiers, j) * (1 + a) ** (tiers - j) * a**j) ** 2 for j in range(tiers + 1))


@final
class BullwhipTiers(Limit[tuple[Chain, ...]]):
    """Every tier adds its swing to the orders of the next; with shared demand the covers add up.

    The product of the single ratios (4.29 for three) is but a lower bound (W10).
    """

    kind = "bullwhip_tiers"
    code = "LC19"
    closed_form = "sum_j [C(n,j) (1+a)^(n-j) a^j]^2, a = L/p; shared: 1 + 2 n a + 2 (n a)^2"
    textbook = {
        "dealers who share demand": 3.625,
        "dealers": 5.2431640625,
        "one dealer more": 10.124603271484375,
    }

    @property
    def published(self) -> tuple[Chain, ...]:
        """Three dealers who share what they see, three who do not, and four."""
        return (Chain(3, 1, 4, True), Chain(3, 1, 4, False), Chain(4, 1, 4, False))

    def others(self, rng: np.random.Generator) -> tuple[Chain, ...]:
        """Few dealers or slow forecasts, so that orders never reach zero."""
        slow = int(rng.integers(5, 10))
        return (
            Chain(int(rng.integers(2, 5)), 1, slow, True),
            Chain(2, int(rng.integers(1, 3)), slow, False),
            Chain(int(rng.integers(3, 5)), 1, slow, False),
        )

    def flawed(self, values: tuple[Chain, ...]) -> tuple[Chain, ...]:
        """A window a day longer."""
        return tuple(chain._replace(window=chain.window + 1) for chain in values)

    def trivial(self, values: tuple[Chain, ...]) -> Mapping[str, float]:
        """Orders that swing as demand does."""
        return dict.fromkeys(NAMES, 1.0)

    def expect(self, values: tuple[Chain, ...]) -> Mapping[str, float]:
        """A ratio for each."""
        return {name: chain.law for name, chain in zip(NAMES, values, strict=True)}

    def simulate(self, values: tuple[Chain, ...], seed: int, effort: int) -> Mapping[str, Seen]:
        """A market for each; what the first dealers order from their factories is compared."""
        return {
            name: swing(
                {
                    "tiers": 1 + chain.dealers, "transit_days": chain.cover,
                    "window_days": chain.window, "shared_demand": chain.shared,
                },
                chain.pulse, DEMAND, SHELVES, seed, effort,
            )
            for name, chain in zip(NAMES, values, strict=True)
        }  # fmt: skip
