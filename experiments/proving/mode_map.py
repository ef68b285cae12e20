"""Which mode earns more, over patience and delay, in a market that goes on (LC18, C35).

Every category of one market is an experiment of its own: a stock maker and a maker to order who
face the same demand. Profits are those of whole chains, per unit of the demand that was to be
expected. The same luck everywhere, so that maps differ by what was switched on and not by chance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.arrays import Floats, Integers
from core.units import to_yuan
from experiments.limits._seasons import Economics, both_makers, volatility_of, weights_of
from experiments.live import next_day
from experiments.summary import Interval, interval
from model import Market, load_scenario
from model.channels.seasons import need_rates
from model.watching.watched import NOTHING

SHELVES = 24  # categories, each with its own level of demand
PEOPLE = 20_000  # so many that few buy twice
WEEK = 7  # days that a design of the stock maker is on sale
WEEKS_BEFORE, WEEKS = 4, 2  # until all runs steadily, and those that count
MEAN = 400.0  # units a week that a maker may expect: so many that pieces hardly matter
MONEY = Economics(price=100.0, cost=40.0, salvage=10.0, spread=0.4, premium=5.0)
HALF_LIVES = (11.0, 18.0, 30.0, 50.0)  # day
LEADS = (1, 2, 4, 7, 12)  # day
DELAY_BEYOND_LEAD = 1.0 + 1.0 / 3.0  # day: orders come from 8 to 24 h, see limits/_seasons.py


@dataclass(frozen=True)
class Mechanism:
    """Something of the market that the closed form does not know, and what switches it on."""

    name: str
    told: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    of_categories: Mapping[str, Any] = field(default_factory=dict)


_ONE_SHELF = {  # one mechanism, though it takes three parameters to tell
    "market.platforms": ("north",),
    "market.factories_per_shelf": 2,
    "platforms.north.modes": {"odm": 1.0, "c2m": 1.0, "incubated": 0.0, "brand_dealer": 0.0},
}
MECHANISMS = (
    Mechanism("Nothing else", "no network, no rank, no learning"),
    Mechanism("Word of mouth", "buyers tell friends on a network", {"word_of_mouth.tell": 0.2}),
    Mechanism("Returns", "a tenth of what arrives", of_categories={"return_intercept": -2.197}),
    Mechanism("Learned forecasts", "from 28 days of sales", {"strategies.odm.window_days": 28}),
    Mechanism("A common shelf", "who finds nothing buys from the other", _ONE_SHELF),
    Mechanism(
        "Ranks", "a common shelf; what sells is seen first",
        _ONE_SHELF | {"shelf.rank_exponent": 0.8},
    ),
)  # fmt: skip


def delays() -> Floats:
    """Day from an order to its parcel, a row of the map each."""
    return np.array(LEADS) + DELAY_BEYOND_LEAD


def column(mechanism: Mechanism, half_life: float, seed: int, whole: bool) -> Floats:
    """What the maker to order has over the stock maker at each lead, CNY a unit.

    If not whole, nan but for the leads that close in on where the advantage ends.
    """
    gaps = np.full(len(LEADS), math.nan)
    low, high = 0, len(LEADS)
    while low < high:
        middle = (low + high) // 2
        gaps[middle] = advantage(mechanism, half_life, LEADS[middle], seed)
        low, high = (middle + 1, high) if gaps[middle] > 0.0 else (low, middle)
    for row in np.flatnonzero(np.isnan(gaps)) if whole else ():
        gaps[row] = advantage(mechanism, half_life, LEADS[row], seed)
    return gaps


def advantage(mechanism: Mechanism, half_life: float, lead: int, seed: int) -> float:
    """One cell, CNY a unit of expected demand."""
    market = Market(
        load_scenario("limits/modes_in_flow", **parameters(mechanism, half_life, lead)),
        seed=seed, watched=NOTHING,
    )  # fmt: skip
    for _ in range(WEEKS_BEFORE * WEEK + 1):  # designs are sold off on the first day of a week
        market.step()
    earned = chain_profits(market)
    modes = np.array([factory.mode for factory in market.world.factories])
    shelf = np.array([factory.category for factory in market.world.factories])
    gap = np.bincount(shelf, np.where(modes == "c2m", earned, -earned), SHELVES)
    volatility, mean = volatility_of(MONEY.spread, MEAN)
    levels = need_rates(market.world) / (2.0 * mean / WEEK / PEOPLE)
    weights = weights_of((levels - 1.0) / volatility, MONEY, MEAN)
    return float(weights @ gap) / (MEAN * WEEKS)


def chain_profits(market: Market) -> Floats:
    """Live the weeks that count: what each product brought its chain [CNY], goods at cost."""
    factories = market.world.factories
    stock, gone = _goods(market), np.array([factory.salvaged for factory in factories])
    kept, made = np.zeros(len(factories), np.int64), np.zeros(len(factories), np.int64)
    for _ in range(WEEKS * WEEK):
        today = next_day(market)
        kept += np.bincount(today.aftersales.kept["product"], minlength=len(factories))
        made += today.production.started
    piece = np.array([factory.unit_cost for factory in factories])
    left = np.array([to_yuan(factory.salvage_cents()) for factory in factories])
    gone = np.array([factory.salvaged for factory in factories]) - gone
    profit: Floats = MONEY.price * kept + left * gone + piece * (_goods(market) - stock - made)
    return profit


def _goods(market: Market) -> Integers:
    held = np.array([factory.goods_held() for factory in market.world.factories])
    on_the_road: Integers = market.world.orders.coming_back
    return held + on_the_road


def parameters(mechanism: Mechanism, half_life: float, lead: int) -> Mapping[str, Any]:
    """Overrides of limits/modes_in_flow."""
    names = tuple(f"shelf {number}" for number in range(SHELVES))
    volatility, mean = volatility_of(MONEY.spread, MEAN)
    category = {
        "unit_cost": MONEY.cost, "reference_price": MONEY.price, "shipping_cost": 0.0,
        "need_rate": 2.0 * mean / WEEK / PEOPLE, "need_volatility": volatility,
        "season_days": 100_000, "return_intercept": -50.0,
    }  # fmt: skip
    return {
        "market.categories": names,
        "consumers.count": PEOPLE,
        "categories": dict.fromkeys(names, category | dict(mechanism.of_categories)),
        **both_makers(MONEY, half_life, lead),
        **mechanism.changes,
    }


def break_even(delay: Floats, gaps: Floats) -> float:
    """Delay at which a falling advantage ends; 0 if there is none at all, inf if it never ends.

    Rows that were not tried are nan.
    """
    delay, gaps = delay[~np.isnan(gaps)], gaps[~np.isnan(gaps)]
    below = np.flatnonzero(gaps <= 0.0)
    if not below.size:
        return math.inf
    k = int(below[0])
    if k == 0:
        return 0.0
    share = gaps[k - 1] / (gaps[k - 1] - gaps[k])
    return float(delay[k - 1] + share * (delay[k] - delay[k - 1]))


def over_seeds(values: Floats) -> Interval | None:
    """Where a positive number lies, by one value a seed: Student's interval of its logarithm.

    None unless every seed has a value.
    """
    if not np.all(np.isfinite(values)) or np.any(values <= 0.0):
        return None
    logs = interval(np.log(values))
    return Interval(math.exp(logs.middle), math.exp(logs.low), math.exp(logs.high))
