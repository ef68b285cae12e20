"""Factories that do equally well copy each other: in the end all are as one of them was (3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from experiments.limits._reviews import imitation_chain, market_of, numbers_of
from experiments.proving.limit import Coarse, Limit, Mean, Seen, Share

MODES = ("odm", "c2m", "incubated", "brand_dealer")
DIFFER = "two differ"
PAIRS = {  # of the places of two modes; a mode's share of the wins follows from those of its pairs
    "odm or c2m has": [0, 1],
    "odm or incubated has": [0, 2],
    "odm or brand_dealer has": [0, 3],
}
POPULATIONS = 190  # of four factories
REVIEWS = 14  # until nearly all are of one mode


class Values(NamedTuple):
    """What the closed form depends on."""

    size: int  # N: factories of a population, all modes equally many
    early: int  # reviews after which two are compared


@final
class ImitationDrift(Limit[Values]):
    """Imitation without differences is neutral drift: one factory's mode takes over with 1 / N.

    Everybody reviews on the same evening, so the number of one mode is a Markov chain with binomial
    steps. Theory is its exact law; after many reviews a mode that began with n of N factories has
    taken over with chance n / N, and after the fourteen here nearly so. Two factories still differ
    with a chance that shrinks at each review by the same factor 1 - c: two lines of descent meet.
    """

    kind = "imitation_drift"
    code = "LC25"
    closed_form = "P(takes over) = 1 / N; c = 1 / (2 (N-1)) + (N-2) / (4 (N-1)^2)"
    coarse = {
        DIFFER: Coarse(0.25, "populations are few"),
        **dict.fromkeys(PAIRS, Coarse(0.6, "a take-over is one trial, of a whole population")),
    }

    @property
    def published(self) -> Values:
        """One factory of each mode."""
        return Values(4, 2)

    def others(self, rng: np.random.Generator) -> Values:
        """One or two of each."""
        return Values(int(rng.choice([4, 8])), int(rng.integers(2, 5)))

    def flawed(self, values: Values) -> Values:
        """One review fewer."""
        return values._replace(early=values.early - 1)

    def expect(self, values: Values) -> Mapping[str, float]:
        """From the chain of one mode against the rest."""
        n, start = values.size, values.size // len(MODES)
        late = np.linalg.matrix_power(imitation_chain(n, 0.0), REVIEWS)[start, n]
        meet = 1.0 / (2.0 * (n - 1)) + (n - 2) / (4.0 * (n - 1) ** 2)
        differ = 1.0 - (start - 1) / (n - 1)
        taken = dict.fromkeys(PAIRS, 2.0 * float(late))
        return {DIFFER: differ * (1.0 - meet) ** values.early, **taken}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Populations side by side."""
        n, populations = values.size, POPULATIONS * effort * 4 // values.size
        weights = {"platforms.north.modes": dict.fromkeys(MODES, 1.0)}
        market = market_of(populations, n, seed, weights)
        for _ in range(values.early):
            market.step()
        numbers = np.array([numbers_of(market, mode) for mode in MODES])
        alike = (numbers * (numbers - 1.0)).sum(axis=0) / (n * (n - 1))
        seen: dict[str, Seen] = {DIFFER: Mean(1.0 - alike)}
        for _ in range(REVIEWS - values.early):
            market.step()
        wins = np.array([(numbers_of(market, mode) == n).sum() for mode in MODES])
        return seen | {
            pair: Share(int(wins[two].sum()), populations) for pair, two in PAIRS.items()
        }
