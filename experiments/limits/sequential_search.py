"""Looking at one product after another, as tastes are in this model (docs/odd.md 7.7)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np
from scipy.optimize import brentq
from scipy.special import expi

from experiments.live import next_day
from experiments.proving.limit import Limit, Mean, Seen, Share
from model import Market, load_scenario
from model.watching.watched import NOTHING

PEOPLE = 20_000
LOOKED, BOUGHT = "looks of a visit", "visits that end in a purchase"


class Values(NamedTuple):
    """What the closed form depends on."""

    cost: float  # c, utility of a look
    outside: float  # o, utility of buying nothing


@final
class SequentialSearch(Limit[Values]):
    """All products are alike but for the taste shock, a standard Gumbel, that a look reveals.

    The reservation value z has E (G - z)^+ = Ein(e^-z) = c, and a look is good enough with chance
    q = 1 - exp(-e^-z). Who values buying nothing at o + G' above z does not look at all; everybody
    else looks on until something is good enough, and buys that. The costs are such that the 64
    looks for which there is time do, but for one visit in ten million.
    """

    kind = "sequential_search"
    code = "LC28"
    closed_form = "looks = exp(-e^(o-z))/(1 - exp(-e^-z)), Ein(e^-z) = c (Gumbel tastes)"

    @property
    def published(self) -> Values:
        """The published case has uniform tastes: see search_or_anchor. Here, a look costs 1/2."""
        return Values(0.5, 0.0)

    def others(self, rng: np.random.Generator) -> Values:
        """Dear and cheap looks, much and little to lose."""
        return Values(rng.uniform(0.26, 1.0), rng.uniform(-1.0, 1.0))

    def flawed(self, values: Values) -> Values:
        """A tenth cheaper."""
        return values._replace(cost=0.9 * values.cost)

    def expect(self, values: Values) -> Mapping[str, float]:
        """Means over all visits."""
        hope = brentq(lambda t: math.log(t) + np.euler_gamma - expi(-t) - values.cost, 1e-9, 50.0)
        looks_on = math.exp(-math.exp(values.outside) * hope)
        return {LOOKED: looks_on / -math.expm1(-hope), BOUGHT: looks_on}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """A day of shopping. Visits differ in their luck only."""
        scenario = load_scenario(
            "limits/one_by_one",
            **{
                "consumers.count": PEOPLE * effort,
                "shelf.search_cost": values.cost,
                "shelf.outside": values.outside,
            },
        )
        market = Market(scenario, seed=seed, watched=NOTHING)
        needs = next_day(market).needs
        return {
            LOOKED: Mean(needs.looks.astype(float)),
            BOUGHT: Share(len(needs.product), needs.visits),
        }
