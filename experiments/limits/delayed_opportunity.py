"""An impulse that finds the shop empty (docs/odd.md 7.6; the cash desk's refusals)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from experiments.live import next_day
from experiments.proving.limit import Limit, Seen, Share
from model import Market, load_scenario
from model.watching.watched import NOTHING

SUSCEPTIBILITY = 0.5  # of everybody in the scenario
NOON = 0.5  # day of the pitch
A_DAY_LATER = "bought on the first day of stock"
EVER = "bought after the wait"


class Values(NamedTuple):
    """What the closed form depends on."""

    hazard: float  # H
    half_lives: float  # L / h
    lead: int  # days that a batch takes: L ends at the second midnight after it for a lead of 1

    @property
    def wait(self) -> float:
        """L: days from the pitch to the morning on which the batch is in the shop."""
        return self.lead + 1 - NOON


@final
class DelayedOpportunity(Limit[Values]):
    """What an impulse is worth when the goods come L later, whether or not it rang in between.

    All but a few hear of goods that are gone. Who would have bought is refused, night after night,
    and comes back with what is left of the impulse; who hesitates meets full shelves. Given the
    past, either has H 2^(-L/h) ahead and fresh luck. So everybody who was not served before L is an
    independent trial; clocks that are still to ring when the market stops will ring.
    """

    kind = "delayed_opportunity"
    code = "LC13"
    closed_form = "P(buys | sold out until L) = 1 - exp(-H 2^(-L/h))"
    textbook = {EVER: 0.1025538209648319}

    @property
    def published(self) -> Values:
        """Half-life 1, kappa .3, L 2 in units of the half-life: H = kappa h / ln 2."""
        return Values(0.3 / math.log(2.0), 2.0, 1)

    def others(self, rng: np.random.Generator) -> Values:
        """Weak to strong impulses, waits of one to four days."""
        return Values(rng.uniform(0.3, 3.0), rng.uniform(0.2, 3.0), int(rng.integers(1, 5)))

    def flawed(self, values: Values) -> Values:
        """A tenth of the wait forgotten."""
        return values._replace(half_lives=0.9 * values.half_lives)

    def expect(self, values: Values) -> Mapping[str, float]:
        """Of those who had bought nothing before."""
        left = values.hazard * 2.0**-values.half_lives
        next_day = left * 2.0 ** (-values.half_lives / values.wait)
        return {A_DAY_LATER: -math.expm1(next_day - left), EVER: -math.expm1(-left)}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """A pitch at noon of day 0; stock on the morning of day lead + 1."""
        half_life = 24.0 * values.wait / values.half_lives
        scenario = load_scenario(
            "limits/sold_out_at_noon",
            **{
                "consumers.count": 100_000 * effort,
                "impulse.strength": values.hazard / SUSCEPTIBILITY,
                "impulse.trace_half_lives": (half_life, 1.0, 1.0),
                "strategies.odm.lead_days": values.lead,
                "market.days": values.lead + 2,
            },
        )
        market = Market(scenario, seed=seed, watched=NOTHING)
        served = []
        for _ in range(scenario.market.days):
            checkout = next_day(market).checkout
            served.append(len(checkout.orders))
        assert checkout.refused_stock.sum() == 0
        still = int(np.isfinite(market.consumers.pending.second).sum())
        people = scenario.consumers.count - sum(served[:-1])
        return {A_DAY_LATER: Share(served[-1], people), EVER: Share(served[-1] + still, people)}
