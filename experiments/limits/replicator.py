"""Imitation of who does better follows the replicator equation, but for the luck of few (3.7)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from core.arrays import Floats
from experiments.limits._reviews import COST_SHARE, imitation_chain, market_of, numbers_of
from experiments.limits._variance import Spread
from experiments.proving.limit import Coarse, Limit, Mean, Seen

SIZE, POPULATIONS, LOOKS = 20, 96, (1, 3, 5)  # factories, categories, reviews
NOISE = 0.1  # K of the scenario
LUCK = "luck of a review"


class Values(NamedTuple):
    """What the closed form depends on."""

    gap: float  # payoff of the better mode over the other's, in units of the noise K
    start: float  # share of the better mode at first
    late: int = 0  # reviews that are missed in the count (none)


@final
class Replicator(Limit[Values]):
    """The share x of the better mode climbs by x (1 - x) tanh(gap / 2K) a review.

    That is the replicator equation x' = x (1 - x) gap / 2K where the gap is small. For N factories
    its error is of the order N^-1/2: the number of one mode is a Markov chain with binomial steps.
    Theory is the mean of that chain, of which the equation is the limit, and the luck of one
    review: the distance of the share from its mean given the share before, squared, over the
    chain's variance. Its mean is 1, and the distance is of the order N^-1/2.
    """

    kind = "replicator"
    code = "LC31"
    closed_form = "E x' = x + x (1 - x) tanh(gap / 2K) N / (N - 1), sd of order N^-1/2"
    coarse = {
        "share after 1": Coarse(1.0, "it has hardly moved"),
        "share after 3": Coarse(0.45, "each factory's choice is one trial"),
        "share after 5": Coarse(0.35, "each factory's choice is one trial"),
        LUCK: Coarse(0.55, "a variance, of 480 reviews"),
    }

    @property
    def published(self) -> Values:
        """A gap of the size of the noise."""
        return Values(1.0, 0.25)

    def others(self, rng: np.random.Generator) -> Values:
        """Weak to strong."""
        return Values(rng.uniform(0.5, 1.2), float(rng.choice([0.1, 0.2, 0.3])))

    def flawed(self, values: Values) -> Values:
        """A review more than is counted."""
        return values._replace(late=1)

    def trivial(self, values: Values) -> Mapping[str, float]:
        """Nobody imitates."""
        return {f"share after {reviews}": values.start for reviews in LOOKS}

    def expect(self, values: Values) -> Mapping[str, float]:
        """Mean share after some reviews, and the squared luck of each in units of theory."""
        chain, shares = _chain(values), np.arange(SIZE + 1) / SIZE
        expected = {LUCK: 1.0}
        for reviews in LOOKS:
            law = np.linalg.matrix_power(chain, reviews + values.late)[round(values.start * SIZE)]
            expected[f"share after {reviews}"] = float(law @ shares)
        return expected

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Populations side by side; the other mode's staff costs more."""
        better = round(values.start * SIZE)
        settings = {
            "platforms.north.modes": {
                "odm": float(better), "c2m": float(SIZE - better),
                "incubated": 0.0, "brand_dealer": 0.0,
            },
            "strategies.c2m.operation": values.gap * NOISE / COST_SHARE,
        }  # fmt: skip
        market = market_of(POPULATIONS * effort, SIZE, seed, settings)
        chain, counts = _chain(values), np.arange(SIZE + 1)
        mean = chain @ counts
        variance = chain @ counts**2 - mean**2
        seen: dict[str, Seen] = {}
        number, luck = numbers_of(market, "odm").astype(np.int64), []
        for reviews in range(1, LOOKS[-1] + 1):
            market.step()
            before, number = number, numbers_of(market, "odm").astype(np.int64)
            moving = (before > 0) & (before < SIZE)
            away = (number - mean[before])[moving]
            luck.append(np.square(away) / variance[before[moving]])
            if reviews in LOOKS:
                seen[f"share after {reviews}"] = Mean(number / SIZE)
        squares = np.concatenate(luck)
        return {LUCK: Spread(float(squares.mean()), squares.size), **seen}


def _chain(values: Values) -> Floats:
    """Of the number of the better mode."""
    return imitation_chain(SIZE, math.tanh(values.gap / 2.0))
