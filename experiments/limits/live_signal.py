"""Two days of live data before the run: what a signal of demand is worth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np
from scipy.stats import nbinom

from core.arrays import Floats, Integers
from experiments.limits._production_run import BLIND, DAYS, SEEN, Trade, live_a_season
from experiments.proving.limit import Coarse, Limit, Mean, Seen, seeds_of

SHELVES = 350
TAKEN_OUT = 0.9  # of the luck of the season, from the gain
MADE, PROFIT = "pieces made, over demand", "profit [CNY a piece]"
BLINDLY, GAIN = "profit blind [CNY a piece]", "gain [CNY a piece]"
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
    whole pieces, is allowed for in the theory. What is gained by the signal in a season of such
    first sales and such demand is known too, and so is its mean: of this luck of the seasons nine
    tenths are taken out of the gain (a control variate, which biases nothing). That seasons are as
    lucky as they should be is for the two profits to show, and for gamma_poisson.
    """

    kind = "live_signal"
    code = "LC17"
    closed_form = "profit (p - c) mu - (p - s) sd sqrt(1 - r^2) phi(z)"
    textbook = {
        BLINDLY: 46.91040811168856,
        PROFIT: 52.146244867013134,
    }  # of 1,000 pieces, over 1,000
    coarse = {
        BLINDLY: Coarse(0.5, "of what is not known: a season is as wide as its demand"),
        PROFIT: Coarse(0.8, "of what is still not known; the gain shows it"),
    }

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

    def trivial(self, values: Values) -> Mapping[str, float]:
        """Demand is known: what the profits measure is what it costs that it is not."""
        return dict.fromkeys((PROFIT, BLINDLY), values.trade.price - values.trade.cost)

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
            MADE: float(chance @ made) / belief.demand,
            BLINDLY: float(blind[0]) / belief.demand,
            PROFIT: float(chance @ earned) / belief.demand,
            GAIN: float(chance @ earned - blind[0]) / belief.demand,
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """The same seasons twice: data that come too late, and data of yesterday."""
        belief, trade = _belief(values), values.trade
        level = {"need_volatility": belief.shape**-0.5, "need_gamma": True}
        made, blind, live, luck = [], [], [], []
        for own in seeds_of(seed, effort):
            late, early = (
                live_a_season(trade, belief.demand, belief.days, delay, SHELVES, own, level)
                for delay in (BLIND, LIVE)
            )
            blind.append(late.even_profit(trade, belief.demand))
            live.append(early.even_profit(trade, belief.demand))
            # a shop that is empty is not asked: the better stocked of the two was asked for longer
            demand = np.maximum(early.demand, late.demand)
            luck.append(_gained(values, belief, early.seen, demand))
            # the mean of what is seen is known: a control variate
            better = early.seen - belief.demand * SEEN / DAYS
            made.append(early.made - better * DAYS / (belief.days + SEEN))
        profit, before = (np.concatenate(parts) / belief.demand for parts in (live, blind))
        beyond = np.concatenate(luck) / belief.demand - self.expect(values)[GAIN]
        return {
            MADE: Mean(np.concatenate(made) / belief.demand),
            BLINDLY: Mean(before),
            PROFIT: Mean(profit),
            GAIN: Mean(profit - before - TAKEN_OUT * beyond),
        }


def _gained(values: Values, belief: Belief, seen: Integers, demand: Integers) -> Floats:
    """What the signal should bring in these very seasons."""
    informed = _made(values, belief.shape + seen, belief.days + SEEN)
    blind = _made(values, np.array([belief.shape]), belief.days)
    with_signal, without = (
        values.trade.profit(made, np.minimum(made, demand)) for made in (informed, blind)
    )
    gained: Floats = with_signal - without
    return gained


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
