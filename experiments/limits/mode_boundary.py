"""To make to order or to stock: who earns more, and where neither does (LC18, C35)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, final

import numpy as np

from core.arrays import Floats
from experiments.limit import Exact, Finding, Limit, Mean, Seen
from experiments.limits._seasons import (
    DELAY_BEYOND_LEAD,
    MANY,
    Economics,
    Stocked,
    beyond_normal,
    make_to_order,
    residuals,
    stock_up,
    weights_of,
)

STEPS = 4  # days of the market that are a day of the closed form
SHELVES = 50  # of makers to order


class Point(NamedTuple):
    """A place on the map that is lived."""

    name: str
    patience: float  # its half-life, over that of the values
    lead: int  # day of the market

    @property
    def delay(self) -> float:
        """Day of the closed form."""
        return (self.lead + DELAY_BEYOND_LEAD) / STEPS


class Values(NamedTuple):
    """What the closed form depends on, and where it is asked."""

    money: Economics
    half_life: float  # day of the closed form
    points: tuple[Point, ...]

    def kept(self, point: Point) -> float:
        """Share of orders that outlive the delay."""
        return float(2.0 ** (-point.delay / (self.half_life * point.patience)))


@final
@dataclass(frozen=True)
class Estimate:
    """A number reckoned from several means; its error follows from theirs."""

    value: float
    error: float

    def against(self, name: str, expected: float) -> Finding:
        """Distance in standard errors: of so many pieces that it is normal."""
        z = (self.value - expected) / self.error
        return Finding(name, expected, self.value, self.error, z)


@final
class ModeBoundary(Limit[Values]):
    """Made to order is ahead up to a delay that grows with patience and with what stock costs.

    Profits are lived on both sides of the boundary and on it, along both axes of the map. Nothing
    in this market but the wait takes time, so that its unit is free: a day of the closed form is
    `STEPS` days, or a delay as short as the published one could not be lived. Seasons weigh what
    they stand for in their law (`weights_of`; that the law is the declared one is for LC16), and
    the small difference of their demand from a normal one is known (`beyond_normal`). All points
    are compared with the same stock makers, and share the luck of their buyers.
    """

    kind = "mode_boundary"
    code = "LC18"
    closed_form = "(p - c - d) 2^(-L/h) = (p - c) - d*,  d* = (p - s)(sd/mu) phi(z)"
    textbook = {
        "cost of not knowing [CNY]": 13.08959188831144,
        "break-even delay [day]": 0.6885706997234855,
    }

    @property
    def published(self) -> Values:
        """A premium of 5 at a half-life of three days."""
        return values_of(Economics(100.0, 40.0, 10.0, 0.4, 5.0), 3.0)

    def others(self, rng: np.random.Generator) -> Values:
        """Where stock costs enough for a boundary to be there, and few steps of delay reach it."""
        price, cost = rng.uniform(80.0, 200.0), rng.uniform(30.0, 60.0)
        money = Economics(price, cost, rng.uniform(0.1, 0.6) * cost, rng.uniform(0.25, 0.4), 0.0)
        money = money._replace(premium=rng.uniform(0.1, 0.6) * money.mismatch)
        return values_of(money, rng.uniform(0.6, 1.2) / boundary_delay(money, 1.0))

    def flawed(self, values: Values) -> Values:
        """A boundary that lies a tenth too far, since buyers would wait so much longer."""
        return values._replace(half_life=1.1 * values.half_life)

    def expect(self, values: Values) -> Mapping[str, float]:
        """Both profits, their difference, and where there is none."""
        money, points = values.money, values.points
        margin, stock = money.price - money.cost - money.premium, _stock_profit(money)
        order = {point.name: margin * values.kept(point) for point in points}
        return {
            "stock made": round(MANY * (1.0 + money.quantile * money.spread)),
            "cost of not knowing [CNY]": money.mismatch,
            **{f"made to order, {name} [CNY]": profit for name, profit in order.items()},
            **{f"ahead of stock, {name} [CNY]": profit - stock for name, profit in order.items()},
            "break-even delay [day]": boundary_delay(money, values.half_life),
        }

    def trivial(self, values: Values) -> Mapping[str, float]:
        """Numbers if nobody gave up waiting: what they measure is what waiting costs."""
        money = values.money
        margin = money.price - money.cost - money.premium
        told = {f"made to order, {point.name} [CNY]": margin for point in values.points}
        ahead = {
            f"ahead of stock, {point.name} [CNY]": margin - _stock_profit(money)
            for point in values.points
        }
        return told | ahead

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Stock makers, and makers to order at every point."""
        money, seeds = values.money, range(seed, seed + 7919 * effort, 7919)
        stocked = [stock_up(money, own) for own in seeds]
        stock = np.concatenate([_weighed(one, money) for one in stocked])
        orders = {point: _orders(values, point, seed, effort) for point in values.points}
        margin = money.price - money.cost - money.premium
        order = {
            point.name: Estimate(margin * share, margin * math.sqrt(share * (1.0 - share) / placed))
            for point, (share, placed) in orders.items()
        }
        profit = Estimate(float(stock.mean()), float(stock.std(ddof=1)) / math.sqrt(len(stock)))
        ahead = {
            name: Estimate(one.value - profit.value, math.hypot(one.error, profit.error))
            for name, one in order.items()
        }
        return {
            "stock made": Exact(float(np.unique(np.concatenate([o.made for o in stocked])).mean())),
            "cost of not knowing [CNY]": Mean(money.price - money.cost - stock),
            **{f"made to order, {name} [CNY]": one for name, one in order.items()},
            **{f"ahead of stock, {name} [CNY]": one for name, one in ahead.items()},
            "break-even delay [day]": _break_even(values, margin, orders, profit),
        }


def boundary_delay(money: Economics, half_life: float) -> float:
    """L* = h log2((p - c - d) / (p - c - d*)) [day]."""
    margin = money.price - money.cost - money.premium
    return half_life * math.log2(margin / _stock_profit(money))


def values_of(money: Economics, half_life: float) -> Values:
    """These values, asked at delays before and behind the boundary, and at half-lives too."""
    there = boundary_delay(money, half_life)
    lead = max(2, math.ceil(there * STEPS - DELAY_BEYOND_LEAD))
    later = Point("later", 1.0, lead)
    points = (
        Point("sooner", 1.0, lead - 1),
        later,
        Point("on the boundary", later.delay / there, lead),
        Point("twice as patient", 2.0, lead),
        Point("far later", 1.0, 2 * lead),
    )
    return Values(money, half_life, points)


def _stock_profit(money: Economics) -> float:
    """(p - c) - d* [CNY a unit]."""
    return money.price - money.cost - money.mismatch


def _weighed(season: Stocked, money: Economics) -> Floats:
    """Profits whose plain mean is that of their law: a regression's mean, and its errors.

    As of a normal demand, CNY a unit.
    """
    weights = weights_of(season.shock, money, MANY)
    left = residuals(season.shock, season.profit, money, MANY)
    mean = float(weights @ season.profit) + beyond_normal(money, MANY)
    values: Floats = mean + len(left) * weights * left
    return values


def _orders(values: Values, point: Point, seed: int, effort: int) -> tuple[float, int]:
    """Share of orders kept at a point, of how many; every point has luck of its own."""
    own = seed + 101 * (1 + values.points.index(point))
    half_life = STEPS * values.half_life * point.patience
    lived = [
        make_to_order(values.money, half_life, point.lead, own + 7919 * k, SHELVES)
        for k in range(effort)
    ]
    placed = sum(orders.placed for orders in lived)
    return sum(orders.kept for orders in lived) / placed, placed


def _break_even(
    values: Values, margin: float, orders: Mapping[Point, tuple[float, int]], stock: Estimate
) -> Estimate:
    """Where both earn the same, between the shortest delay lived and the longest.

    Shares kept fall exponentially, so that their logarithms are joined by a straight line.
    """
    first, last = values.points[0], values.points[-1]
    (near, many), (far, few) = orders[first], orders[last]
    fall, sunk = math.log(near / far), math.log(near * margin / stock.value)
    days = (last.delay - first.delay) / fall  # for the shares to fall by a factor of e
    errors = (
        (1.0 - sunk / fall) * math.sqrt((1.0 - near) / near / many),
        sunk / fall * math.sqrt((1.0 - far) / far / few),
        stock.error / stock.value,
    )
    return Estimate(first.delay + days * sunk, days * math.hypot(*errors))
