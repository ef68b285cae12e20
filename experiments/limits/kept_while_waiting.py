"""Who still wants the parcel when it comes (W1: waiting has a clock of its own)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from experiments.limits._orders import received_and_cancelled
from experiments.proving.limit import Limit, Seen, Share

PEOPLE = 25_000  # an order each, for each kind of road
NEARLY_FIXED = 1e12  # shape at which a gamma time scatters by a millionth of itself
FIXED, GAMMA, EXPONENTIAL = "kept, fixed lead time", "kept, gamma", "kept, exponential"


class Values(NamedTuple):
    """What the closed form depends on."""

    mean: float  # m [day]
    shape: float  # k
    half_life: float  # ln 2 / lambda [day]


@final
class KeptWhileWaiting(Limit[Values]):
    """The kept share is the Laplace transform of the lead time at the rate of giving up.

    exp(-lambda m) < (1 + lambda m/k)^-k < 1/(1 + lambda m): of equal means, the less reliable road
    keeps more orders (Jensen). The same people order in all three, with the same luck.
    """

    kind = "kept_while_waiting"
    code = "LC13b"
    closed_form = "kept = E exp(-lambda T) = (1 + lambda m/k)^-k for a gamma T"
    textbook = {GAMMA: 0.2370021093021585}

    @property
    def published(self) -> Values:
        """Half-life 1, mean 2.5, shape 4."""
        return Values(2.5, 4.0, 1.0)

    def others(self, rng: np.random.Generator) -> Values:
        """Roads and patience of a day to a week."""
        return Values(rng.uniform(1.0, 5.0), rng.uniform(2.0, 4.0), rng.uniform(1.0, 4.0))

    def flawed(self, values: Values) -> Values:
        """A tenth more patient."""
        return values._replace(half_life=1.1 * values.half_life)

    def expect(self, values: Values) -> Mapping[str, float]:
        """Shares of orders that reach somebody who still wants them."""
        given_up = math.log(2.0) / values.half_life * values.mean
        return {
            FIXED: math.exp(-given_up),
            GAMMA: (1.0 + given_up / values.shape) ** -values.shape,
            EXPONENTIAL: 1.0 / (1.0 + given_up),
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Orders of one noon, on each kind of road, until the last is received or given up."""
        shares: dict[str, Seen] = {}
        for name, shape in ((FIXED, NEARLY_FIXED), (GAMMA, values.shape), (EXPONENTIAL, 1.0)):
            received, cancelled = received_and_cancelled(
                PEOPLE * effort, seed, half_life=values.half_life, road=values.mean, shape=shape
            )
            shares[name] = Share(len(received), len(received) + len(cancelled))
        return shares
