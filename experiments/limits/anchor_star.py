"""An anchor and its listeners, who do not know each other."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from experiments.limits._variance import Spread
from experiments.live import next_day
from experiments.proving.limit import Coarse, Limit, Mean, Seen
from model import Market, load_scenario
from model.watching.watched import NOTHING

SUSCEPTIBILITY = 0.5  # of everybody in the scenario
STARS, SESSIONS = 200, 20


class Values(NamedTuple):
    """What the closed form depends on."""

    listeners: int  # k
    chance: float  # b


@final
class AnchorStar(Limit[Values]):
    """Without ties between them, the listeners of a star buy independently of each other.

    A session at each noon; by midnight the clocks of the day have rung or never will (the trace
    has halved 37 times), so that the days are independent sessions. All who hear it are cut into
    stars of k; what they had in common, if anything, would add to the variance within a star.
    """

    kind = "anchor_star"
    code = "LC04"
    closed_form = "buyers ~ Binomial(k, b): mean kb, variance kb(1 - b)"
    textbook = {"mean": 20.0, "variance": 19.6}
    coarse = {"variance": Coarse(0.14, "a variance, of four thousand stars")}

    @property
    def published(self) -> Values:
        """A thousand listeners, of whom one in fifty buys."""
        return Values(1000, 0.02)

    def others(self, rng: np.random.Generator) -> Values:
        """Hundreds of listeners, cool to eager."""
        return Values(int(rng.integers(300, 1500)), rng.uniform(0.02, 0.6))

    def flawed(self, values: Values) -> Values:
        """A tenth more eager."""
        return values._replace(chance=1.1 * values.chance)

    def expect(self, values: Values) -> Mapping[str, float]:
        """Buyers of a session."""
        mean = values.listeners * values.chance
        return {"mean": mean, "variance": mean * (1.0 - values.chance)}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Sessions day after day."""
        people, days = STARS * values.listeners, SESSIONS * effort
        scenario = load_scenario(
            "limits/every_noon",
            **{
                "consumers.count": people,
                "impulse.strength": -math.log1p(-values.chance) / SUSCEPTIBILITY,
                "anchors.festival_days": tuple(range(days)),
                "market.days": days,
            },
        )
        market = Market(scenario, seed=seed, watched=NOTHING)
        buyers = np.empty((days, STARS))
        for day in range(days):
            star = next_day(market).checkout.orders["consumer"] // values.listeners
            buyers[day] = np.bincount(star, minlength=STARS)
        away = buyers - values.listeners * values.chance
        return {
            "mean": Mean(buyers.ravel()),
            "variance": Spread(float(np.mean(away**2)), buyers.size),
        }
