"""What search brings a shopper, and what an anchor's choice would bring (C18)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from core.arrays import Floats
from experiments.limit import Limit, Mean, Seen, Share
from model import Market, load_scenario

PEOPLE = 20_000
UNIT = 1e9  # utility of a perfect fit: the standard Gumbel shocks are dust beside it
GOOD, LOOKED, NET = "products good enough", "looks of a visit", "net of own search"


class Values(NamedTuple):
    """What the closed form depends on."""

    cost: float  # c of a look, in perfect fits

    @property
    def enough(self) -> float:
        """The reservation value."""
        return 1.0 - math.sqrt(2.0 * self.cost)


@final
class SearchOrAnchor(Limit[Values]):
    """Uniform values: fits of designs that scatter as widely as tastes are tolerant.

    Tastes are alike, so all shoppers of a shelf share what happens to be on it. How many products
    are good enough is one number, from independent designs. Given them, K of J, visits are
    independent of each other; the first good one of J in random order comes on average as look
    (J + 1)/(K + 1), and is worth on average what the K are. Of looks and worth of every visit,
    this luck of the shelf is divided out, or taken away: the control is exact.
    """

    kind = "search_or_anchor"
    code = "LC28"
    closed_form = "own search nets 1 - sqrt(2c) with 1/sqrt(2c) looks (uniform tastes)"

    @property
    def published(self) -> Values:
        """A look costs a fiftieth of a perfect fit."""
        return Values(0.02)

    def others(self, rng: np.random.Generator) -> Values:
        """Three to seven looks: the 64 for which there is time suffice."""
        return Values(rng.uniform(0.01, 0.06))

    def flawed(self, values: Values) -> Values:
        """A tenth cheaper."""
        return values._replace(cost=0.9 * values.cost)

    def expect(self, values: Values) -> Mapping[str, float]:
        """In perfect fits."""
        good = 1.0 - values.enough
        return {GOOD: good, LOOKED: 1.0 / good, NET: values.enough}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """A day of shopping; visits of those who came once."""
        scenario = load_scenario(
            "limits/one_by_one",
            **{
                "consumers.count": PEOPLE * effort,
                "market.first_designs": 1.0,  # appeal.fit_width is 1: a fit is uniform on (0, 1)
                "appeal.fit": UNIT,
                "appeal.fit_seen": 1.0,
                "shelf.search_cost": values.cost * UNIT,
                "shelf.outside": -1e3 * UNIT,
            },
        )
        market = Market(scenario, seed=seed)
        market.step()
        assert market.today is not None
        fit = np.exp(-np.sum(market.today.catalog.design**2, axis=1) / 2.0)
        good = fit[fit >= values.enough]
        looks, worth = _single_visits(market)
        looks *= (len(good) + 1) / (len(fit) + 1) / (1.0 - values.enough)
        worth += (1.0 + values.enough) / 2.0 - good.mean()
        return {
            GOOD: Share(len(good), len(fit)),
            LOOKED: Mean(looks),
            NET: Mean(worth - values.cost * looks),
        }


def _single_visits(market: Market) -> tuple[Floats, Floats]:
    """Looks, and worth in perfect fits, of the visits of those who came once; all visits buy."""
    assert market.today is not None
    needs = market.today.needs
    visits = np.bincount(needs.consumer)
    assert visits.sum() == needs.visits
    once = visits == 1
    looks = needs.looks[np.repeat(once, visits)].astype(float)
    by_consumer = np.argsort(needs.consumer, kind="stable")
    worth = needs.promise[by_consumer][np.repeat(once, visits)] / UNIT
    return looks, worth
