"""One pitch, one trace: who buys, and by when (docs/odd.md 7.6)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from core.units import HOUR_SECONDS
from experiments.live import next_day
from experiments.proving.limit import Limit, Seen, Share
from model import Market, load_scenario
from model.watching.watched import NOTHING

HOURS = (0.25, 1.0, 4.0, 11.5)  # after the pitch, on the day of the pitch
SUSCEPTIBILITY = 0.5  # of everybody in the scenario


class Values(NamedTuple):
    """What the closed form depends on."""

    hazard: float  # H
    half_life: float  # h


@final
class OneImpulse(Limit[Values]):
    """The impulse to buy after a pitch is a Gompertz clock with a cured fraction."""

    kind = "one_impulse"
    code = "LC13"
    closed_form = "P(bought by t) = 1 - exp(-H (1 - 2^(-t/h)))"

    @property
    def published(self) -> Values:
        """The hazard of LC13 at its half-life of one hour."""
        return Values(0.3 / math.log(2.0), 1.0)

    def others(self, rng: np.random.Generator) -> Values:
        """Weak to strong impulses, minutes to a day."""
        return Values(rng.uniform(0.2, 2.0), rng.uniform(0.2, 10.0))

    def flawed(self, values: Values) -> Values:
        """A tenth too strong."""
        return values._replace(hazard=1.1 * values.hazard)

    def expect(self, values: Values) -> Mapping[str, float]:
        """The share of listeners who have bought."""
        return {
            f"bought within {t} h": -math.expm1(-values.hazard * (1 - 2 ** (-t / values.half_life)))
            for t in HOURS
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """All listen to one pitch; the clocks that rang are counted."""
        scenario = load_scenario(
            "limits/one_pitch",
            **{
                "consumers.count": 60_000 * effort,
                "impulse.strength": values.hazard / SUSCEPTIBILITY,
                "impulse.trace_half_lives": (values.half_life, 1.0, 1.0),
            },
        )
        market = Market(scenario, seed=seed, watched=NOTHING)
        today = next_day(market)
        audience, wishes = today.audience, today.wishes
        heard = np.empty(scenario.consumers.count)
        heard[audience.consumer] = audience.second
        after = wishes.second - heard[wishes.consumer]
        return {
            f"bought within {t} h": Share(int((after <= t * HOUR_SECONDS).sum()), len(heard))
            for t in HOURS
        }
