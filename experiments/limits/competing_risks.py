"""Two clocks race: the parcel's and patience's (W1)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from core.units import DAY_SECONDS
from experiments.limits._orders import received_and_cancelled
from experiments.proving.limit import Limit, Mean, Seen, Share

PEOPLE = 40_000
RECEIVED, EARLY, LATE = "received", "received, of the early half", "received, of the late half"
TIME = "mean time x (kappa + lambda)"


class Values(NamedTuple):
    """What the closed form depends on."""

    rate: float  # kappa of the delivery [1/day]
    half_life: float  # ln 2 / lambda [day]


@final
class CompetingRisks(Limit[Values]):
    """Of two exponential clocks the first one wins, and when it did does not tell which it was.

    That so many are received is the exponential case of kept_while_waiting (kappa .4 is its mean of
    2.5 days); when the race ended, and that early and late races end alike, is shown here alone.
    """

    kind = "competing_risks"
    code = "LC13c"
    closed_form = "P(received) = kappa/(kappa + lambda), whenever; ends at Exp(kappa + lambda)"
    textbook = {RECEIVED: 0.3659159600037637}

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
        """Shares of the races won by the parcel, and days of a race in units of their mean."""
        won = values.rate / _both(values)
        return {RECEIVED: won, EARLY: won, LATE: won, TIME: 1.0}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Orders of one noon on a road without memory."""
        received, cancelled = received_and_cancelled(
            PEOPLE * effort, seed, half_life=values.half_life, road=1.0 / values.rate, shape=1.0
        )
        times = [
            (orders[end] - orders["placed"]) / DAY_SECONDS * _both(values)
            for orders, end in ((received, "delivered"), (cancelled, "cancel_at"))
        ]
        early, late = (
            [int((time < math.log(2.0)).sum()) for time in times],
            [int((time >= math.log(2.0)).sum()) for time in times],
        )
        return {
            RECEIVED: Share(len(received), len(received) + len(cancelled)),
            EARLY: Share(early[0], sum(early)),
            LATE: Share(late[0], sum(late)),
            TIME: Mean(np.concatenate(times)),
        }


def _both(values: Values) -> float:
    """Kappa + lambda."""
    return values.rate + math.log(2.0) / values.half_life
