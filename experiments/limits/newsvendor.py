"""One production run for a season of unknown demand: the newsvendor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from experiments.limit import Exact, Limit, Mean, Seen
from experiments.limits._season import BLIND, DAYS, Trade, live_a_season

SHELVES = 150


class Values(NamedTuple):
    """What the closed form depends on."""

    trade: Trade
    mean: float  # demand of a season
    sd: float


@final
class Newsvendor(Limit[Values]):
    """A factory without data makes the mean and a safety stock that its margin pays for.

    The factory's rule is the normal newsvendor's, and its quantity is compared with that, rounded.
    The market draws demand from a gamma mixture of Poisson laws with the same mean and spread, so
    what that quantity earns is compared with its expectation under this law: 46,361 for the
    published values, where normal demand gives 46,910. The two agree as the spread falls.
    """

    kind = "newsvendor"
    code = "LC16"
    closed_form = "Q = mu + z sd, F(z) = (p - c) / (p - s); profit (p - s) E min(D, Q) - (c - s) Q"

    @property
    def published(self) -> Values:
        """Those of LC16."""
        return Values(Trade(100.0, 40.0, 10.0), 1000.0, 400.0)

    def others(self, rng: np.random.Generator) -> Values:
        """Thin and wide margins, wild and tame demand; whole fen."""
        cost = float(rng.integers(20, 80))
        mean = rng.uniform(300.0, 1000.0)
        trade = Trade(100.0, cost, cost * float(rng.integers(0, 4)) / 4.0)
        return Values(trade, mean, mean * rng.uniform(0.15, 0.5))

    def flawed(self, values: Values) -> Values:
        """The spread a tenth too large."""
        return values._replace(sd=1.1 * values.sd)

    def expect(self, values: Values) -> Mapping[str, float]:
        """The quantity, and what it earns."""
        made = np.array(round(values.mean + values.trade.z * values.sd))
        shape = np.array(values.mean / (values.sd**2 / values.mean - 1.0))
        profit = values.trade.profit(made, shape, np.array(values.mean))
        return {"pieces made": float(made), "profit": float(profit)}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """A season on each shelf."""
        prior_days = DAYS / (values.sd**2 / values.mean - 1.0)
        season = live_a_season(
            values.trade, values.mean, prior_days, BLIND, SHELVES * effort, seed
        )
        made = np.unique(season.made)
        return {
            "pieces made": Exact(float(made[0]) if made.size == 1 else np.nan),
            "profit": Mean(season.profit),
        }
