"""Imitation of who does better follows the replicator equation, but for the luck of few (3.7)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from experiments.limit import Limit, Mean, Seen, Share
from experiments.limits._reviews import COST_SHARE, imitation_chain, market_of, numbers_of

SIZE, POPULATIONS, LOOKS = 40, 12, (1, 3, 5)  # factories, categories, reviews
NOISE = 0.1  # K of the scenario
NEAR = 0.5 / math.sqrt(SIZE)


class Values(NamedTuple):
    """What the closed form depends on."""

    gap: float  # payoff of the better mode over the other's, in units of the noise K
    start: float  # share of the better mode at first


@final
class Replicator(Limit[Values]):
    """The share x of the better mode climbs by x (1 - x) tanh(gap / 2K) a review.

    That is the replicator equation x' = x (1 - x) gap / 2K where the gap is small. For N factories
    its error is of the order N^-1/2: the number of one mode is a Markov chain with binomial steps.
    Theory is the mean and the spread of that chain, of which the equation is the limit.
    """

    kind = "replicator"
    code = "LC31"
    closed_form = "E x' = x + x (1 - x) tanh(gap / 2K) N / (N - 1), sd of order N^-1/2"

    @property
    def published(self) -> Values:
        """A gap of the size of the noise."""
        return Values(1.0, 0.25)

    def others(self, rng: np.random.Generator) -> Values:
        """Weak to strong."""
        return Values(rng.uniform(0.5, 1.2), float(rng.choice([0.1, 0.2, 0.3])))

    def flawed(self, values: Values) -> Values:
        """The worse mode is copied."""
        return values._replace(gap=-values.gap)

    def expect(self, values: Values) -> Mapping[str, float]:
        """Mean share, and the chance to be as near to it as N^-1/2 / 2."""
        chain = imitation_chain(SIZE, math.tanh(values.gap / 2.0))
        shares = np.arange(SIZE + 1) / SIZE
        first = np.zeros(SIZE + 1)
        first[round(values.start * SIZE)] = 1.0
        expected = {}
        for reviews in LOOKS:
            law = first @ np.linalg.matrix_power(chain, reviews)
            mean = float(law @ shares)
            expected[f"share after {reviews}"] = mean
            expected[f"near that after {reviews}"] = float(law @ (np.abs(shares - mean) < NEAR))
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
        means = self.expect(values)
        market = market_of(POPULATIONS * effort, SIZE, seed, settings)
        seen: dict[str, Seen] = {}
        for reviews in range(1, LOOKS[-1] + 1):
            market.step()
            if reviews in LOOKS:
                share, mean = numbers_of(market, "odm") / SIZE, means[f"share after {reviews}"]
                near = int((np.abs(share - mean) < NEAR).sum())
                seen[f"share after {reviews}"] = Mean(share)
                seen[f"near that after {reviews}"] = Share(near, len(share))
        return seen
