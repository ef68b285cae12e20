"""Excitement between pitches (docs/odd.md 7.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from core.arrays import Floats
from experiments.proving.limit import Exact, Limit, Seen
from model import Market, load_scenario
from model.watching.watched import NOTHING

PULSE = 0.5  # of a pitch: susceptibility, all else being 1 in the scenario
STEADY = 2.0**-44  # what is missing of the steady state when it is looked at: a tenth of EXACT


class Values(NamedTuple):
    """What the closed form depends on."""

    rho: float  # share of arousal left after a day
    days: int  # k


@final
class Adstock(Limit[Values]):
    """Arousal decays geometrically from day to day and adds up what the pitches stir.

    Nothing is bought (strength 0), so nothing resets it. Arousal is told when it is touched: the
    rest of a pulse is what a pitch k days later finds, to the last bits of a double.
    """

    kind = "adstock"
    code = "LC14"
    closed_form = "rho^k after k days; 1/(1 - rho) under a pulse a day"

    @property
    def published(self) -> Values:
        """LC14 names no numbers."""
        return Values(0.5, 3)

    def others(self, rng: np.random.Generator) -> Values:
        """Hours to days of memory."""
        return Values(rng.uniform(0.1, 0.6), int(rng.integers(2, 9)))

    def flawed(self, values: Values) -> Values:
        """A billionth less is left after a day."""
        return values._replace(rho=values.rho * (1.0 - 1e-9))

    def expect(self, values: Values) -> Mapping[str, float]:
        """In pulses."""
        return {
            "left of a pulse": values.rho**values.days,
            "steady state": 1.0 / (1.0 - values.rho),
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Everybody hears one anchor at noon, on two days or on all."""
        enough = int(np.ceil(np.log(STEADY) / np.log(values.rho)))
        twice = _arousal(values, seed, 10 * effort, (0, values.days))
        daily = _arousal(values, seed, 10 * effort, tuple(range(enough)))
        assert np.ptp(twice) == 0.0 == np.ptp(daily)  # all alike
        return {
            "left of a pulse": Exact(twice[0] / PULSE - 1.0),
            "steady state": Exact(daily[0] / PULSE),
        }


def _arousal(values: Values, seed: int, people: int, days: tuple[int, ...]) -> Floats:
    """After the last of these pitches."""
    scenario = load_scenario(
        "limits/every_noon",
        **{
            "consumers.count": people,
            "impulse.strength": 0.0,
            "impulse.arousal_half_life": -24.0 / np.log2(values.rho),
            "anchors.festival_days": days,
            "market.days": days[-1] + 1,
        },
    )
    market = Market(scenario, seed=seed, watched=NOTHING)
    for _ in range(scenario.market.days):
        market.step()
    return market.consumers.state.arousal
