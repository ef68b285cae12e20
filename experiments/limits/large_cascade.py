"""Word of mouth above its threshold: a story dies out soon or reaches most people (LC05c)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np
from scipy.optimize import brentq

from experiments.limits._cascades import sizes_by_product
from experiments.proving.limit import Coarse, Limit, Mean, Seen, Share, seeds_of

PEOPLE, PRODUCTS, MARKETS = 4_000, 8, 30
OUTBREAK = 0.1  # share of all people; between the sizes of cascades that die out and the others


class Values(NamedTuple):
    """What the closed form depends on."""

    offspring: float  # mu: peers whom one teller tells


@final
class LargeCascade(Limit[Values]):
    """On a random network one number is the chance of an outbreak and the share that it reaches.

    Both are limits of infinitely many people, with an error in proportion to 1 / people. Measured
    with 500 people the share reached is too large by .3 people at mu = 2 and by 1.0 at 1.6, with
    standard errors of .5 and 1.1: with the people here by a tenth of the standard error, surely by
    less than four tenths at mu = 2. People grow with the effort, so that it then is less.

    Outbreaks on one network are alike: the mean of each market is one independent value.
    """

    kind = "large_cascade"
    code = "LC05c"
    closed_form = "P(outbreak) = share reached = S, S = 1 - exp(-mu S)"
    textbook = {"chance of an outbreak": 0.79681213002002, "share reached": 0.79681213002002}
    coarse = {"chance of an outbreak": Coarse(0.2, "an outbreak is one trial, and costs thousands")}

    @property
    def published(self) -> Values:
        """Two peers a teller."""
        return Values(2.0)

    def others(self, rng: np.random.Generator) -> Values:
        """So far above the threshold that no cascade is of middling size."""
        return Values(rng.uniform(1.6, 3.0))

    def flawed(self, values: Values) -> Values:
        """A twentieth fewer are told."""
        return Values(0.95 * values.offspring)

    def expect(self, values: Values) -> Mapping[str, float]:
        """The root above 0."""
        mu = values.offspring
        share = float(brentq(lambda s: s - 1.0 + np.exp(-mu * s), 1e-6, 1.0, xtol=1e-14))
        return {"chance of an outbreak": share, "share reached": share}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """One buyer of each product in several markets."""
        people = PEOPLE * effort
        runs = [
            sizes_by_product(people, PRODUCTS, values.offspring, own) / people
            for own in seeds_of(seed, MARKETS)
        ]
        reached = [shares[shares > OUTBREAK] for shares in runs]
        outbreaks = sum(len(shares) for shares in reached)
        means = [shares.mean() for shares in reached if len(shares)]
        return {
            "chance of an outbreak": Share(outbreaks, PRODUCTS * MARKETS),
            "share reached": Mean(np.array(means)),
        }
