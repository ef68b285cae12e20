"""Two clocks race: the parcel's and patience's (W1)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from experiments.limit import Limit, Mean, Seen, Share
from experiments.limits._orders import days_waited, received_and_cancelled

PEOPLE = 40_000
BY_THE_MEAN = 1.0 - math.exp(-1.0)  # of an exponential time


class Values(NamedTuple):
    """What the closed form depends on."""

    rate: float  # kappa of the delivery [1/day]
    half_life: float  # ln 2 / lambda [day]


@final
class CompetingRisks(Limit[Values]):
    """Of two exponential clocks the first one wins, and how long it took does not tell which."""

    kind = "competing_risks"
    code = "LC13c"
    closed_form = "P(received) = kappa/(kappa + lambda), after a time Exp(kappa + lambda)"

    @property
    def published(self) -> Values:
        """Kappa .4, half-life 1."""
        return Values(0.4, 1.0)

    def others(self, rng: np.random.Generator) -> Values:
        """Roads and patience of one to five days."""
        return Values(rng.uniform(0.2, 1.0), rng.uniform(0.7, 4.0))

    def flawed(self, values: Values) -> Values:
        """A tenth more patient."""
        return values._replace(half_life=1.1 * values.half_life)

    def expect(self, values: Values) -> Mapping[str, float]:
        """Share received, and days that these waited: mean, and share within the mean."""
        both = values.rate + math.log(2.0) / values.half_life
        return {
            "received": values.rate / both,
            "mean wait x kappa": values.rate / both,
            "waited less than the mean": BY_THE_MEAN,
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Orders of one noon on a road without memory."""
        received, cancelled = received_and_cancelled(
            PEOPLE * effort, seed, half_life=values.half_life, road=1.0 / values.rate, shape=1.0
        )
        days = days_waited(received)
        mean = self.expect(values)["mean wait x kappa"] / values.rate
        return {
            "received": Share(len(received), len(received) + len(cancelled)),
            "mean wait x kappa": Mean(values.rate * days),
            "waited less than the mean": Share(int((days < mean).sum()), len(days)),
        }
