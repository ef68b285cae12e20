"""Where making to order overtakes making to stock in a market that goes on (LC18, C35).

Every category of one market is an experiment of its own: a stock maker and a maker to order on one
shelf. Profits are those of whole chains, per unit of the demand that each had to expect. The same
luck everywhere, so that boundaries differ by what was switched on and not by chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import Floats, Integers
from core.units import to_yuan
from experiments.limits._seasons import Economics, both_makers, volatility_of
from model import Market, load_scenario

SHELVES = 60  # categories: replicates
PEOPLE = 2_000
WEEK = 7  # days of a season
WEEKS = 8  # that count
MEAN = 20.0  # units a week that a maker may expect
MONEY = Economics(price=100.0, cost=40.0, salvage=10.0, spread=0.4, premium=5.0)
LEADS = (1, 3, 5, 8, 12, 17, 24, 33, 45)  # day
DELAY_BEYOND_LEAD = 1.0 + 1.0 / 3.0  # day: orders come from 8 to 24 h, see limits/_seasons.py
RESAMPLES = 2_000

MECHANISMS: dict[str, dict[str, Any]] = {
    "nothing else": {},
    "word of mouth": {
        "peers.kind": "random",
        "word_of_mouth.tell": 0.1,
        "impulse.friend": 1.0,
        "impulse.strength": 0.3,
    },
    "rank feedback": {"shelf.rank_exponent": 0.8},
    "returns": {"return_intercept": -0.85},  # .30 of what is received (S02)
    "factories copy modes": {
        "learning.kind": "imitation",
        "learning.review_days": 14,
        "strategies.odm.cost_plus": 0.2,
    },
}
OF_CATEGORIES = ("return_intercept",)


@dataclass(frozen=True)
class Boundary:
    """The delay [day] at which both modes do equally well, with a 95 % interval; inf: not met."""

    mechanism: str
    half_life: float
    delay: float
    low: float
    high: float


def boundary(mechanism: str, half_life: float, seed: int) -> Boundary:
    """Close in on the delay at which the maker to order loses its advantage."""
    seen: dict[int, Floats] = {}
    low, high = 0, len(LEADS) - 1
    while low <= high:
        middle = (low + high) // 2
        lead = LEADS[middle]
        seen[lead] = advantage(mechanism, half_life, lead, seed)
        if seen[lead].mean() > 0.0:
            low = middle + 1
        else:
            high = middle - 1
    leads = np.array(sorted(seen))
    rows = np.array([seen[lead] for lead in leads.tolist()])
    rng = np.random.default_rng(seed)
    picks = rng.integers(SHELVES, size=(RESAMPLES, SHELVES))
    delays = leads + DELAY_BEYOND_LEAD
    drawn = [crossing(delays, rows[:, pick].mean(axis=1)) for pick in picks]
    ends = np.quantile(drawn, [0.025, 0.975], method="nearest")
    at = crossing(delays, rows.mean(axis=1))
    return Boundary(mechanism, half_life, at, float(ends[0]), float(ends[1]))


def crossing(delays: Floats, advantages: Floats) -> float:
    """Where a falling line through the points meets zero; inf if it stays above."""
    below = np.flatnonzero(advantages <= 0.0)
    if not below.size:
        return float("inf")
    k = max(1, int(below[0]))  # from before the first point on, the first line goes on
    rise = (advantages[k] - advantages[k - 1]) / (delays[k] - delays[k - 1])
    return float(delays[k] - advantages[k] / rise) if rise < 0.0 else float(delays[0])


def advantage(mechanism: str, half_life: float, lead: int, seed: int) -> Floats:
    """What the maker to order has over the stock maker; one row a shelf.

    In CNY a unit; where factories may copy modes, the share that makes to order beyond a half.
    """
    burn_in = max(3, lead // WEEK + 2)  # weeks
    days = (burn_in + WEEKS) * WEEK + 1
    scenario = load_scenario(
        "limits/modes_in_flow", **parameters(mechanism, half_life, lead), **{"market.days": days}
    )
    market = Market(scenario, seed=seed)
    for _ in range(burn_in * WEEK + 1):
        market.step()
    earned = chain_profits(market)
    if scenario.learning.kind != "none":
        orders = np.array([factory.mode == "c2m" for factory in market.world.factories])
        share: Floats = orders.reshape(-1, 2).mean(axis=1)
        return share - 0.5
    gap: Floats = earned[1::2] - earned[::2]
    return gap / (MEAN * WEEKS)


def chain_profits(market: Market) -> Floats:
    """Live the weeks that count: what each product brought its chain [CNY], goods at cost."""
    factories = market.world.factories
    stock, gone = _goods(market), np.array([factory.salvaged for factory in factories])
    kept, made = np.zeros(len(factories), np.int64), np.zeros(len(factories), np.int64)
    for _ in range(WEEKS * WEEK):
        market.step()
        assert market.today is not None
        kept += np.bincount(market.today.aftersales.kept["product"], minlength=len(factories))
        made += market.today.production.started
    piece = np.array([factory.unit_cost for factory in factories])
    left = np.array([to_yuan(factory.salvage_cents()) for factory in factories])
    gone = np.array([factory.salvaged for factory in factories]) - gone
    profit: Floats = MONEY.price * kept + left * gone + piece * (_goods(market) - stock - made)
    return profit


def _goods(market: Market) -> Integers:
    held = np.array([factory.goods_held() for factory in market.world.factories])
    on_the_road: Integers = market.world.orders.coming_back
    return held + on_the_road


def parameters(mechanism: str, half_life: float, lead: int) -> Mapping[str, Any]:
    """Overrides of limits/modes_in_flow."""
    names = tuple(f"shelf {number}" for number in range(SHELVES))
    volatility, mean = volatility_of(MONEY.spread, MEAN)
    switched_on = dict(MECHANISMS[mechanism])
    category = {
        "unit_cost": MONEY.cost, "reference_price": MONEY.price, "shipping_cost": 0.0,
        "need_rate": 2.0 * mean / WEEK / PEOPLE, "need_volatility": volatility,
        "season_days": WEEK, "season_age": WEEK - 1, "return_intercept": -50.0,
    }  # fmt: skip
    for name in OF_CATEGORIES:
        category |= {name: switched_on.pop(name)} if name in switched_on else {}
    return {
        "market.categories": names,
        "consumers.count": PEOPLE,
        "categories": dict.fromkeys(names, category),
        **both_makers(MONEY, half_life, lead),
    } | switched_on
