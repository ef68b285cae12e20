"""Coming back to what satisfied (loyalty; repurchase)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from core.arrays import Flags, Integers
from experiments.live import next_day
from experiments.proving.limit import Limit, Mean, Seen, Share
from model import Market, load_scenario
from model.watching.watched import NOTHING

PEOPLE, DAYS = 8000, 120
AGAIN, IN_A_ROW = "bought again at the next need", "purchases of a favourite"


class Values(NamedTuple):
    """What the closed form depends on."""

    chance: float  # r: the favourite is chosen again
    products: int  # on the shelf, all worth the same but for the bonus of the favourite


@final
class Repurchase(Limit[Values]):
    """A favourite keeps its buyer with the same chance each time.

    A cycle is a day on which somebody with a favourite needs one thing; days of two needs, both
    decided with the same favourite in mind, are left out, whatever was bought on them. A row ends
    when something else is bought, for all but one in a million within the time.
    """

    kind = "repurchase"
    code = "LC32"
    closed_form = "repurchase with chance r a cycle: 1/(1 - r) purchases"

    @property
    def published(self) -> Values:
        """LC32 names no numbers."""
        return Values(0.6, 3)

    def others(self, rng: np.random.Generator) -> Values:
        """Fickle to faithful."""
        return Values(rng.uniform(0.35, 0.65), int(rng.integers(2, 7)))

    def flawed(self, values: Values) -> Values:
        """A tenth more faithful."""
        return values._replace(chance=1.1 * values.chance)

    def trivial(self, values: Values) -> Mapping[str, float]:
        """A favourite bought once."""
        return {IN_A_ROW: 1.0}

    def expect(self, values: Values) -> Mapping[str, float]:
        """The purchase that made the favourite counts."""
        return {AGAIN: values.chance, IN_A_ROW: 1.0 / (1.0 - values.chance)}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Shopping for months."""
        odds = values.chance / (1.0 - values.chance)
        scenario = load_scenario(
            "limits/favourite",
            **{
                "consumers.count": PEOPLE * effort,
                "market.factories_per_shelf": values.products,
                "appeal.loyalty": math.log(odds * (values.products - 1)),
                "market.days": DAYS,
            },
        )
        market = Market(scenario, seed=seed, watched=NOTHING)
        again = trials = 0
        row = np.ones(scenario.consumers.count)
        left = np.zeros(scenario.consumers.count, np.bool_)
        for _ in range(DAYS):
            who, same = _cycles(market)
            trials += len(who)
            again += int(same.sum())
            left[who[~same]] = True
            row[who[~left[who]]] += 1
        return {AGAIN: Share(again, trials), IN_A_ROW: Mean(row)}


def _cycles(market: Market) -> tuple[Integers, Flags]:
    """Live a day: who had a favourite and bought once, and whether it was that."""
    favourite = market.consumers.state.loyal[:, 0].copy()
    orders = next_day(market).checkout.orders
    once = np.bincount(orders["consumer"], minlength=len(favourite))[orders["consumer"]] == 1
    orders = orders[once & (favourite[orders["consumer"]] >= 0)]
    return orders["consumer"], orders["product"] == favourite[orders["consumer"]]
