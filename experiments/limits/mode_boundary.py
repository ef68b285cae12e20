"""To make to order or to stock: where the modes earn the same (LC18, C35)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from experiments.limit import Coarse, Exact, Limit, Mean, Seen, Share, seeds_of
from experiments.limits._seasons import (
    DELAY_BEYOND_LEAD,
    MEAN,
    Economics,
    Season,
    beyond_normal,
    live_one_season,
)

MARKETS = 4  # for each unit of effort
LEAD = 1


class Values(NamedTuple):
    """What the closed form depends on."""

    money: Economics
    half_life: float  # day, of the wait clock


@final
class ModeBoundary(Limit[Values]):
    """C2M beats a stock maker up to a delay that grows with what stock costs and with patience.

    The closed form holds for delay over half-life, so the model may wait its own `LEAD` at a
    half-life that puts it on the boundary. Seasons are compared in pairs: the two makers' demand
    has the same level, and what a season more or less would bring is known and taken off. So is
    the small difference of this demand from a normal one, known too (`beyond_normal`).
    """

    kind = "mode_boundary"
    code = "LC18"
    closed_form = "(p - c - d) 2^(-L/h) = (p - c) - d*,  d* = (p - s)(sd/mu) phi(z)"
    textbook = {
        "break-even premium [CNY]": 13.08959188831144,
        "break-even delay [day]": 0.6885706997234855,
    }
    coarse = {
        "break-even premium [CNY]": Coarse(0.25, "a season is as wide as its demand"),
        "break-even delay [day]": Coarse(0.4, "a season is as wide as its demand"),
    }

    @property
    def published(self) -> Values:
        """A premium of 5 at a half-life of three days."""
        return Values(Economics(100.0, 40.0, 10.0, 0.4, 5.0), 3.0)

    def others(self, rng: np.random.Generator) -> Values:
        """Where stock costs enough for a boundary to be there."""
        price, cost = rng.uniform(80.0, 200.0), rng.uniform(30.0, 60.0)
        money = Economics(price, cost, rng.uniform(0.1, 0.6) * cost, rng.uniform(0.25, 0.4), 0.0)
        premium = rng.uniform(0.1, 0.7) * money.mismatch
        return Values(money._replace(premium=premium), rng.uniform(1.0, 65.0))

    def flawed(self, values: Values) -> Values:
        """A forecast that is a fifth worse."""
        return values._replace(money=values.money._replace(spread=1.2 * values.money.spread))

    def expect(self, values: Values) -> Mapping[str, float]:
        """The boundary, on the axis without delay and at the given premium and half-life."""
        money = values.money
        return {
            "stock made": round(MEAN * (1.0 + money.quantile * money.spread)),
            "kept share at the boundary": _kept(money),
            "break-even premium [CNY]": money.mismatch,
            "break-even delay [day]": boundary_delay(values),
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Both makers, at the delay where theory says that they earn the same."""
        money, delay = values.money, LEAD + DELAY_BEYOND_LEAD
        half_life = delay / -math.log2(_kept(money))
        seasons = [
            live_one_season(money, half_life, LEAD, own) for own in seeds_of(seed, MARKETS * effort)
        ]
        season = Season(*(np.concatenate(parts) for parts in zip(*seasons, strict=True)))
        shift = beyond_normal(money)
        mismatch = (money.price - money.cost) * season.demand - season.stock_profit - shift
        ahead = season.order_profit - season.stock_profit - shift
        ahead += money.mismatch * (season.demand - 1.0)
        fall = (money.price - money.cost - money.mismatch) * math.log(2.0) / values.half_life
        return {
            "stock made": Exact(float(season.made.mean())),
            "kept share at the boundary": Share(int(season.kept.sum()), int(season.ordered.sum())),
            "break-even premium [CNY]": Mean(mismatch),
            "break-even delay [day]": Mean(boundary_delay(values) + ahead / fall),
        }


def _kept(money: Economics) -> float:
    margin = money.price - money.cost
    return (margin - money.mismatch) / (margin - money.premium)


def boundary_delay(values: Values) -> float:
    """L* = h log2((p - c - d) / (p - c - d*)) [day]."""
    return -values.half_life * math.log2(_kept(values.money))
