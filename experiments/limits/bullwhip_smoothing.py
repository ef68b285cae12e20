"""A dealer who smooths exponentially, in place of the moving average (S97)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from experiments.limits._bullwhip import swing
from experiments.proving.limit import Limit, Seen

DEMAND = 100.0  # a day
SHELVES = 40
FORGOTTEN = 1e-4  # weight of the day before the first that a measurement may still feel


class Values(NamedTuple):
    """What the closed form depends on."""

    cover: int  # L, days
    weight: float  # alpha, of the last day


@final
class BullwhipSmoothing(Limit[Values]):
    """The more a forecast trusts the last day, the more orders swing.

    Rounding to whole pieces adds 2/12 of a piece squared, which is part of the theory.
    """

    kind = "bullwhip_smoothing"
    code = "LC19"
    closed_form = "var(orders) / var(demand) = 1 + 2 L alpha + 2 (L alpha)^2 / (2 - alpha)"
    textbook = {"swing": 2.623529411764706}

    @property
    def published(self) -> Values:
        """The one of LC19."""
        return Values(2, 0.3)

    def others(self, rng: np.random.Generator) -> Values:
        """Slow to quick forecasts, never so wild that orders reach zero."""
        return Values(int(rng.integers(1, 4)), rng.uniform(0.1, 0.4))

    def flawed(self, values: Values) -> Values:
        """The last day weighs a twentieth more."""
        return values._replace(weight=1.05 * values.weight)

    def trivial(self, values: Values) -> Mapping[str, float]:
        """Orders that swing as demand does."""
        return {"swing": 1.0}

    def expect(self, values: Values) -> Mapping[str, float]:
        """The ratio."""
        a = values.cover * values.weight
        return {"swing": 1 + 2 * a + 2 * a**2 / (2 - values.weight) + 2 / 12 / DEMAND}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """What the dealers order from their factories."""
        brand = {"transit_days": values.cover, "smoothing": values.weight}
        days = int(np.ceil(np.log(FORGOTTEN) / np.log(1.0 - values.weight)))
        a = values.cover * values.weight
        pulse = np.append(1.0 + a, -a * values.weight * (1.0 - values.weight) ** np.arange(days))
        return {"swing": swing(brand, pulse, DEMAND, SHELVES, seed, effort)}
