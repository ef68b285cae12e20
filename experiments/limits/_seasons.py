"""One season of many categories, stocked up for, or made to order (LC16, LC18).

Nobody knows at first how good a season this is for a category; it is the same on all its days.

A stock maker decides on day 0 how much to make; it comes in on day 1, and is on sale on day 2,
whose demand is all there is. Of a maker to order the orders of day 0 are followed: no piece is
there before theirs, so that each waits exactly its lead time and a day, until the midnight after
the parcel left. A piece whose buyer gave up goes to the next in line: a kept order costs one piece.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm, poisson

from core.arrays import Floats, Integers
from core.units import DAY_SECONDS, to_yuan
from experiments.live import next_day
from model import Market, load_scenario
from model.parameters import Scenario
from model.watching.watched import NOTHING

SEASONS = 60  # categories of one market: independent seasons
MEAN = 50.0  # units that a season's day demands of one maker, unless told
PEOPLE = 2_000
MANY = 300.0  # units, if rounding to whole pieces is not to matter
ORDERED = 1_500.0  # units, if each is an order that is kept or not
CROWD = 20_000  # people whose needs come to so many
DELAY_BEYOND_LEAD = 1.0 + 1.0 / 48.0  # day: orders come in the last hour of a day, see above


class Economics(NamedTuple):
    """Price, costs [CNY] and uncertainty of one season."""

    price: float
    cost: float
    salvage: float
    spread: float  # sd of demand over its mean
    premium: float  # CNY that a piece made to order costs beyond `cost`

    @property
    def quantile(self) -> float:
        """Z of the critical ratio."""
        return float(norm.ppf((self.price - self.cost) / (self.price - self.salvage)))

    @property
    def mismatch(self) -> float:
        """CNY a unit that not knowing costs: (p - s)(sd/mu) phi(z)."""
        density = float(norm.pdf(self.quantile))
        return (self.price - self.salvage) * self.spread * density


class Stocked(NamedTuple):
    """What stock makers did. One row a season."""

    made: Integers  # pieces
    wanted: Integers  # pieces
    profit: Floats  # CNY a unit of mean demand


class Ordered(NamedTuple):
    """What became of the orders of day 0. One row a category."""

    placed: Integers
    kept: Integers


def stock_up(money: Economics, seed: int) -> Stocked:
    """Run a market of stock makers through the day on which they sell."""
    market = Market(_one_maker("odm", money, SEASONS, MANY), seed=seed, watched=NOTHING)
    made, kept = np.zeros(SEASONS, np.int64), np.zeros(SEASONS, np.int64)
    for day in range(3):
        today = next_day(market)
        wanted = today.checkout.demand.astype(np.int64)
        received = today.deliveries.received["product"]
        kept += np.bincount(received, minlength=SEASONS)
        made += today.production.started if day < 2 else 0
    factory = market.world.factories[0]
    left = to_yuan(factory.salvage_cents())
    earned = (money.price - left) * kept - (factory.unit_cost - left) * made
    return Stocked(made, wanted, earned / MANY)


def make_to_order(
    money: Economics, half_life: float, lead: int, seed: int, shelves: int
) -> Ordered:
    """Run a market of makers to order until the orders of day 0 have arrived."""
    told = _one_maker("c2m", money, shelves, ORDERED, half_life, lead)
    market = Market(told, seed=seed, watched=NOTHING)
    placed, kept = np.zeros(shelves, np.int64), np.zeros(shelves, np.int64)
    for day in range(lead + 2):
        today = next_day(market)
        if day == 0:
            placed += np.bincount(today.checkout.orders["product"], minlength=shelves)
        received = today.deliveries.received
        first = received["product"][received["placed"] < DAY_SECONDS]
        kept += np.bincount(first, minlength=shelves)
    return Ordered(placed, kept)


def _one_maker(
    mode: str, money: Economics, seasons: int, demand: float, half_life: float = 1.0, lead: int = 1
) -> Scenario:
    """A market with one maker in each category."""
    alone = dict.fromkeys(("odm", "c2m", "incubated", "brand_dealer"), 0.0) | {mode: 1.0}
    return load_scenario(
        "limits/made_or_stocked",
        **overrides(money, half_life, lead, seasons, demand, CROWD, makers=1),
        **{"market.factories_per_shelf": 1, "platforms.north.modes": alone},
    )


def overrides(
    money: Economics, half_life: float, lead: int, seasons: int, demand: float = MEAN,
    people: int = PEOPLE, makers: int = 2,
) -> dict[str, object]:  # fmt: skip
    """The parameters that make this season; each of the makers of a category has its share."""
    names = tuple(f"season {number}" for number in range(seasons))
    volatility, mean = volatility_of(money.spread, demand)
    rate = makers * mean / people
    category = {
        "unit_cost": money.cost, "reference_price": money.price, "shipping_cost": 0.0,
        "need_rate": rate, "need_volatility": volatility, "season_days": 1_000,
        "return_intercept": -50.0, "drift_speed": 0.0,
    }  # fmt: skip
    half = makers / 2.0  # lead and cover are two days
    return {
        "market.categories": names,
        "market.research_conversion": half * demand / (people * rate),
        "consumers.count": people,
        "categories": dict.fromkeys(names, category),
        **both_makers(money, half_life, lead),
    }


def both_makers(money: Economics, half_life: float, lead: int) -> dict[str, object]:
    """Parameters of the stock maker, of the maker to order, and of how long buyers wait."""
    return {
        "factories.salvage_share": money.salvage / money.cost,
        "strategies.odm.markup": money.price / money.cost,
        "strategies.odm.forecast_error": money.spread,
        "strategies.c2m.premium": money.premium / money.cost,
        "strategies.c2m.markup": money.price / (money.cost + money.premium),
        "strategies.c2m.lead_days": lead,
        "waiting.half_life_deliberate": half_life,
        "waiting.half_life_impulse": half_life,
    }


def volatility_of(spread: float, demand: float = MEAN) -> tuple[float, float]:
    """Volatility and mean of the needs that give demand its mean and sd.

    Demand is Poisson around a level that cannot fall below 0; both are allowed for here.
    """
    target = (spread * demand) ** 2

    def surplus(volatility: float) -> float:
        first, variance = _moments(volatility)
        return demand + (demand / first) ** 2 * variance - target

    volatility = float(brentq(surplus, 1e-3, 2.0))
    return volatility, demand / _moments(volatility)[0]


def _moments(volatility: float) -> tuple[float, float]:
    """Mean and variance of max(0, 1 + volatility Z)."""
    a = 1.0 / volatility
    first = norm.cdf(a) + volatility * norm.pdf(a)
    second = (1.0 + volatility**2) * norm.cdf(a) + volatility * norm.pdf(a)
    return float(first), float(second - first**2)


def weights_of(shocks: Floats, money: Economics, demand: float) -> Floats:
    """What each season weighs, by its shock, so that few of them give the mean of their law.

    A weighed sum is the mean of a regression: a parabola of the shock, bent on both sides of where
    the stock maker's run becomes too small. Luck in which seasons were drawn is so taken out, and
    what the market makes of a season is left. The law is the declared one.
    """
    bends = _bends(money, demand)
    shock, weight = _normal_law()
    worst = -1.0 / volatility_of(money.spread, demand)[0]  # needs are not negative
    known = _terms(np.maximum(shock, worst), bends) @ weight
    weights: Floats = np.linalg.pinv(_terms(shocks, bends)) @ known
    return weights


def over_all_demands(seasons: Stocked, money: Economics) -> Floats:
    """Profits whose plain mean is that over the law of demand, CNY a unit: from any seasons.

    A straight line in what is sold and what is wanted, whose means are known: what no line explains
    stays as luck.
    """
    made = quantity(money, MANY)
    terms = np.vstack([np.ones(len(seasons.wanted)), seasons.wanted / MANY,
                       np.minimum(seasons.wanted, made) / MANY])  # fmt: skip
    inverse = np.linalg.pinv(terms)
    weights = inverse @ np.array([1.0, 1.0, _sold(money, MANY) / MANY])
    left = seasons.profit - seasons.profit @ inverse @ terms
    values: Floats = weights @ seasons.profit + len(left) * weights * left
    return values


def _bends(money: Economics, demand: float) -> Floats:
    blurred = 1.0 / (math.sqrt(demand) * money.spread)  # by the luck of single pieces
    bends: Floats = money.quantile + np.array([-blurred, blurred])
    return bends


def _terms(shocks: Floats, bends: Floats) -> Floats:
    beyond = np.maximum(shocks - bends[:, None], 0.0)
    return np.vstack([np.ones(len(shocks)), shocks, shocks**2, beyond])


def beyond_normal(money: Economics, demand: float = MEAN) -> float:
    """CNY a unit by which the mismatch of this demand exceeds that of the normal closed form.

    The demand of a market comes in pieces and is never negative, that of theory is neither.
    """
    made, sold = quantity(money, demand), _sold(money, demand)
    profit = (money.price - money.salvage) * sold - (money.cost - money.salvage) * made
    return money.price - money.cost - profit / demand - money.mismatch


def quantity(money: Economics, demand: float) -> int:
    """Pieces that a stock maker makes."""
    return round(demand * (1.0 + money.quantile * money.spread))


def _sold(money: Economics, demand: float) -> float:
    """Pieces of them that are sold on average."""
    volatility, mean = volatility_of(money.spread, demand)
    shock, weight = _normal_law()
    level = mean * np.maximum(0.0, 1.0 + volatility * shock)
    pieces = np.arange(quantity(money, demand))[:, None]
    return float((poisson.sf(pieces, level) @ weight).sum())


def _normal_law() -> tuple[Floats, Floats]:
    """Shocks, and what each weighs."""
    shock = np.linspace(-7.0, 7.0, 4_001)
    weight: Floats = norm.pdf(shock) / norm.pdf(shock).sum()
    return shock, weight
