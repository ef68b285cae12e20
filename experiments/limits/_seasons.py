"""One season of many categories: a stock maker and a maker to order side by side (LC16, LC18).

On day 0 the stock maker decides how much to make; it comes in on day 1, and is on sale on day 2.
Until then the maker to order has the shelf alone. Of its orders those of day 0 are followed: no
piece is there before theirs, so each of them waits exactly its lead time and a day, until the
midnight after the parcel left. A piece whose buyer gave up goes to the next in line, so that a kept
order costs one piece. The season's level is the same on all days, and so both face the same demand.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm, poisson

from core.arrays import Floats, Integers
from core.units import DAY_SECONDS, to_yuan
from model import Market, load_scenario

SEASONS = 250  # categories of one market: independent seasons
MEAN = 50.0  # units that a season's day demands of one maker
PEOPLE = 2_000
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


class Season(NamedTuple):
    """What the season's makers did. One row a category."""

    made: Integers  # pieces that the stock maker made
    stock_profit: Floats  # CNY a unit of mean demand
    ordered: Integers  # from the maker to order, on day 0
    kept: Integers  # of those, by their buyers
    demand: Floats  # orders of day 0 over their mean
    order_profit: Floats  # CNY a unit of mean demand


def live_one_season(
    money: Economics, half_life: float, lead: int, seed: int, seasons: int = SEASONS
) -> Season:
    """Run a market to the day on which the followed orders have arrived."""
    scenario = load_scenario("limits/made_or_stocked", **overrides(money, half_life, lead, seasons))
    market = Market(scenario, seed=seed)
    made, ordered, kept = (np.zeros(2 * seasons, np.int64) for _ in range(3))
    for day in range(max(3, lead + 2)):
        market.step()
        assert market.today is not None
        today = market.today
        received = today.deliveries.received
        placed = received["placed"] // DAY_SECONDS
        counts = np.where(received["product"] % 2 == 0, placed == 2, placed == 0)
        kept += np.bincount(received[counts]["product"], minlength=2 * seasons)
        made += today.production.started if day < 2 else 0
        if day == 0:
            ordered += np.bincount(today.checkout.orders["product"], minlength=2 * seasons)
    stock, order = slice(0, None, 2), slice(1, None, 2)
    factories = market.world.factories
    piece = np.array([factory.unit_cost for factory in factories])
    left = to_yuan(factories[0].salvage_cents()) * (made[stock] - kept[stock])
    earned = money.price * kept[stock] + left - piece[stock] * made[stock]
    return Season(
        made[stock],
        earned / MEAN,
        ordered[order],
        kept[order],
        ordered[order] / (2.0 * MEAN),
        (money.price - piece[order]) * kept[order] / (2.0 * MEAN),
    )


def overrides(
    money: Economics, half_life: float, lead: int, seasons: int = SEASONS
) -> dict[str, object]:
    """The parameters that make this season."""
    names = tuple(f"season {number}" for number in range(seasons))
    volatility, mean = volatility_of(money.spread)
    rate = 2.0 * mean / PEOPLE
    category = {
        "unit_cost": money.cost, "reference_price": money.price, "shipping_cost": 0.0,
        "need_rate": rate, "need_volatility": volatility, "season_days": 1_000,
        "return_intercept": -50.0, "drift_speed": 0.0,
    }  # fmt: skip
    return {
        "market.categories": names,
        "market.research_conversion": MEAN / (PEOPLE * rate),  # lead and cover are two days
        "consumers.count": PEOPLE,
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


def beyond_normal(money: Economics) -> float:
    """CNY a unit by which the mismatch of this demand exceeds that of the normal closed form.

    The demand of a market comes in pieces and is never negative, that of theory is neither.
    """
    volatility, mean = volatility_of(money.spread)
    made = round(MEAN * (1.0 + money.quantile * money.spread))
    shock = np.linspace(-7.0, 7.0, 4_001)
    weight = norm.pdf(shock) / norm.pdf(shock).sum()
    level = mean * np.maximum(0.0, 1.0 + volatility * shock)
    sold = sum(float(weight @ poisson.sf(unit, level)) for unit in range(made))
    profit = (money.price - money.salvage) * sold - (money.cost - money.salvage) * made
    return money.price - money.cost - profit / MEAN - money.mismatch
