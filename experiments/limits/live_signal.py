"""Two days of live data before the run: what a signal of demand is worth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np
from scipy.stats import nbinom

from core.arrays import Floats
from experiments.limit import Limit, Mean, Seen
from experiments.limits._season import BLIND, DAYS, SEEN, Trade, live_a_season

SHELVES = 350
LIVE = 1  # day of delay


class Values(NamedTuple):
    """What the closed form depends on."""

    trade: Trade
    spread: float  # sd of a season's demand over its mean
    correlation: float  # r, of the sales that are seen with the season's demand


class Belief(NamedTuple):
    """The gamma law of the daily rate of demand that makes the signal what it is."""

    shape: float
    days: float  # of sales that it is worth

    @property
    def demand(self) -> float:
        """Mean of a season."""
        return self.shape * DAYS / self.days


@final
class LiveSignal(Limit[Values]):
    """Knowing the first sales shrinks the spread of demand by sqrt(1 - r^2), and stock follows.

    The signal is not declared: it is what two days of sales tell of a season whose level is gamma.
    Sales and demand are Poisson, so that their correlation r is a matter of scale: at the published
    r and spread a season is 37 pieces, and all numbers are told for a piece of mean demand. The
    belief's variance shrinks on average by 1 - r^2 exactly; that demand is gamma and not normal, in
    whole pieces, is allowed for in the theory: 52.07 for the published values, where the normal law
    gives 52.15, and 46.38 blind, for 46.91.
    """

    kind = "live_signal"
    code = "LC17"
    closed_form = "profit (p - c) mu - (p - s) sd sqrt(1 - r^2) phi(z)"

    @property
    def published(self) -> Values:
        """Those of LC17."""
        return Values(Trade(100.0, 40.0, 10.0), 0.4, 0.8)

    def others(self, rng: np.random.Generator) -> Values:
        """Poor to good signals, seasons of some twenty to a hundred pieces."""
        return Values(self.published.trade, rng.uniform(0.3, 0.5), rng.uniform(0.7, 0.85))

    def flawed(self, values: Values) -> Values:
        """A signal a tenth worse."""
        return values._replace(correlation=0.9 * values.correlation)

    def expect(self, values: Values) -> Mapping[str, float]:
        """What is made and earned, and earned more than without the signal."""
        belief = _belief(values)
        seen = np.arange(_most(belief))
        chance = nbinom.pmf(seen, belief.shape, belief.days / (belief.days + SEEN))
        made = _made(values, belief.shape + seen, belief.days + SEEN)
        earned = _earned(values, made, belief.shape + seen, belief.days + SEEN)
        prior = np.array([belief.shape])
        blind = _earned(values, _made(values, prior, belief.days), prior, belief.days)
        return {
            "pieces made, over demand": float(chance @ made) / belief.demand,
            "profit blind [CNY a piece]": float(blind[0]) / belief.demand,
            "profit [CNY a piece]": float(chance @ earned) / belief.demand,
            "gain [CNY a piece]": float(chance @ earned - blind[0]) / belief.demand,
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """The same seasons twice: data that come too late, and data of yesterday."""
        belief, trade = _belief(values), values.trade
        level = {"need_volatility": belief.shape**-0.5, "need_gamma": True}
        made, blind, live = [], [], []
        for market in range(effort):
            late, early = (
                live_a_season(
                    trade, belief.demand, belief.days, delay, SHELVES, seed + 7919 * market, level
                )
                for delay in (BLIND, LIVE)
            )
            blind.append(late.even_profit(trade, belief.demand))
            live.append(early.even_profit(trade, belief.demand))
            better = (
                early.seen - belief.demand * SEEN / DAYS
            )  # its mean is known: a control variate
            made.append(early.made - better * DAYS / (belief.days + SEEN))
        profits = np.concatenate(live), np.concatenate(blind)
        return {
            "pieces made, over demand": Mean(np.concatenate(made) / belief.demand),
            "profit blind [CNY a piece]": Mean(profits[1] / belief.demand),
            "profit [CNY a piece]": Mean(profits[0] / belief.demand),
            "gain [CNY a piece]": Mean((profits[0] - profits[1]) / belief.demand),
        }


def _belief(values: Values) -> Belief:
    """With v the variance over the mean of a day's rate, r^2 = t v/(1 + t v) T v/(1 + T v)."""
    known = values.correlation**2
    a, b = SEEN * DAYS * (1.0 - known), (SEEN + DAYS) * known
    v = (b + math.sqrt(b**2 + 4.0 * a * known)) / (2.0 * a)
    demand = (1.0 + DAYS * v) / values.spread**2
    return Belief(demand / (DAYS * v), 1.0 / v)


def _most(belief: Belief) -> int:
    """More pieces than are ever seen."""
    return int(nbinom.isf(1e-12, belief.shape, belief.days / (belief.days + SEEN)))


def _made(values: Values, shape: Floats, days: float) -> Floats:
    """The newsvendor's quantity under a gamma belief, in pieces."""
    mean = shape * DAYS / days
    sd = np.sqrt(mean * (1.0 + DAYS / days))
    made: Floats = np.rint(np.maximum(0.0, mean + values.trade.z * sd))
    return made


def _earned(values: Values, made: Floats, shape: Floats, days: float) -> Floats:
    """What it earns on average if the belief is right: demand is negative binomial."""
    chance = days / (days + DAYS)
    met = shape * DAYS / days * nbinom.cdf(made - 2, shape + 1.0, chance)
    return values.trade.profit(made, met + made * nbinom.sf(made - 1, shape, chance))
