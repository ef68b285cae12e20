"""One production run for a season of unknown demand: the newsvendor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np
from scipy.stats import norm, poisson

from experiments.limits._production_run import BLIND, DAYS, Trade, live_a_season
from experiments.limits._seasons import volatility_of
from experiments.proving.limit import Coarse, Exact, Limit, Mean, Seen, seeds_of

SHELVES = 300


class Values(NamedTuple):
    """What the closed form depends on."""

    trade: Trade
    mean: float  # demand of a season
    sd: float


@final
class Newsvendor(Limit[Values]):
    """A factory without data makes the mean and a safety stock that its margin pays for.

    The factory's rule is the normal newsvendor's, rounded to pieces. The market's demand has that
    mean and spread; it is Poisson around a normal level that is cut off at 0. What the quantity
    earns is expected under this law: 46,853 for the published values, where normal demand that may
    be negative gives 46,910.
    """

    kind = "newsvendor"
    code = "LC16"
    closed_form = "Q = mu + z sd, z = F^-1((p - c)/(p - s)); profit (p - c) mu - (p - s) sd phi(z)"
    textbook = {"pieces made": 1172.290919718183, "profit [CNY]": 46910.40811168856}
    coarse = {
        "profit [CNY]": Coarse(0.3, "of what is not known: a season is as wide as its demand")
    }

    @property
    def published(self) -> Values:
        """Those of LC16."""
        return Values(Trade(100.0, 40.0, 10.0), 1000.0, 400.0)

    def others(self, rng: np.random.Generator) -> Values:
        """Thin and wide margins, wild and tame demand; whole fen."""
        cost, mean = float(rng.integers(20, 80)), rng.uniform(300.0, 1000.0)
        trade = Trade(100.0, cost, cost * float(rng.integers(0, 4)) / 4.0)
        return Values(trade, mean, mean * rng.uniform(0.15, 0.45))

    def flawed(self, values: Values) -> Values:
        """The spread a hundredth too large."""
        return values._replace(sd=1.01 * values.sd)

    def trivial(self, values: Values) -> Mapping[str, float]:
        """Demand is known: what the limit measures is what it costs that it is not."""
        return {"profit [CNY]": (values.trade.price - values.trade.cost) * values.mean}

    def expect(self, values: Values) -> Mapping[str, float]:
        """The quantity, and what it earns."""
        trade, mean, sd = values
        made = round(mean + trade.z * sd)
        volatility, scale = volatility_of(sd / mean, mean)
        shock = np.linspace(-8.0, 8.0, 8_001)
        level = scale * np.maximum(0.0, 1.0 + volatility * shock)
        sold = level * poisson.cdf(made - 2, level) + made * poisson.sf(made - 1, level)
        weight = norm.pdf(shock) / norm.pdf(shock).sum()
        profit = trade.profit(np.array(made), weight @ sold)
        return {"pieces made": made, "profit [CNY]": float(profit)}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """A season on each shelf of some markets."""
        trade, mean, sd = values
        volatility, scale = volatility_of(sd / mean, mean)
        seasons = [
            live_a_season(
                trade, mean, DAYS / (sd**2 / mean - 1.0), BLIND, SHELVES, own,
                {"need_volatility": volatility}, mean / scale,
            )
            for own in seeds_of(seed, effort)
        ]  # fmt: skip
        made = np.unique([season.made for season in seasons])
        return {
            "pieces made": Exact(float(made[0]) if made.size == 1 else np.nan),
            "profit [CNY]": Mean(
                np.concatenate([season.even_profit(trade, mean) for season in seasons])
            ),
        }
