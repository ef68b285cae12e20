"""To make to order or to stock: who earns more, and where neither does (LC18, C35)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from core.arrays import Floats
from experiments.limits._seasons import (
    DELAY_BEYOND_LEAD,
    MANY,
    Economics,
    Ordered,
    beyond_normal,
    make_to_order,
    over_all_demands,
    quantity,
    stock_up,
)
from experiments.proving.limit import Exact, Limit, Mean, Seen, Share, seeds_of

STEPS = 4  # days of the market that are a day of the closed form
SHELVES = 40  # of makers to order
COST, DELAY = "cost of not knowing [CNY]", "break-even delay [day]"


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
class ModeBoundary(Limit[Values]):
    """Made to order is ahead up to a delay that grows with patience and with what stock costs.

    Orders wait on both sides of the boundary and on it, along both axes of the map; the share that
    is kept is what a maker to order earns, over its margin. Nothing in this market but the wait
    takes time, so that its unit is free: a day of the closed form is `STEPS` days, or a delay as
    short as the published one could not be lived.

    Stock makers' luck is the demand they meet. It is taken out: what the market makes of a demand
    is seen without luck, and weighed by the law of demand (`over_all_demands`). That the law is so
    is for LC16 to show (profit of `newsvendor`, at a fault of .3). The small difference of this
    demand from a normal one is known (`beyond_normal`).
    """

    kind = "mode_boundary"
    code = "LC18"
    closed_form = "(p - c - d) 2^(-L/h) = (p - c) - d*,  d* = (p - s)(sd/mu) phi(z)"
    textbook = {COST: 13.08959188831144, DELAY: 0.6885706997234855}

    @property
    def published(self) -> Values:
        """A premium of 5 at a half-life of three days."""
        return values_of(Economics(100.0, 40.0, 10.0, 0.4, 5.0), 3.0)

    def others(self, rng: np.random.Generator) -> Values:
        """Where stock costs enough for a boundary to be there, and few steps of delay reach it.

        Prices and costs are whole yuan, since the market rounds to fen.
        """
        price, cost, salvage = rng.integers((80, 30, 5), (200, 60, 15)).tolist()
        money = Economics(price, cost, salvage, rng.uniform(0.25, 0.4), 0.0)
        money = money._replace(premium=rng.uniform(0.1, 0.6) * money.mismatch)
        return values_of(money, rng.uniform(0.6, 1.2) / boundary_delay(money, 1.0))

    def flawed(self, values: Values) -> Values:
        """A boundary that lies a tenth too far, since buyers would wait so much longer."""
        return values._replace(half_life=1.1 * values.half_life)

    def trivial(self, values: Values) -> Mapping[str, float]:
        """Nobody gives up waiting: what a share measures is what waiting costs."""
        return {f"kept, {point.name}": 1.0 for point in values.points}

    def expect(self, values: Values) -> Mapping[str, float]:
        """What each mode loses, and where that is the same."""
        return {
            "stock made": quantity(values.money, MANY),
            COST: values.money.mismatch,
            **{f"kept, {point.name}": values.kept(point) for point in values.points},
            DELAY: boundary_delay(values.money, values.half_life),
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Stock makers, of whom more would tell no more, and orders; each point has its luck."""
        money, points = values.money, values.points
        seasons = stock_up(money, seed)
        profits = over_all_demands(seasons, money) + beyond_normal(money, MANY)
        made = np.unique(seasons.made)
        orders = {
            point.name: _orders(values, point, seed + 101 * place, effort)
            for place, point in enumerate(points, start=1)
        }
        return {
            "stock made": Exact(float(made[0]) if made.size == 1 else np.nan),
            COST: Mean(money.price - money.cost - profits),
            **{
                f"kept, {name}": Share(int(own.kept.sum()), int(own.placed.sum()))
                for name, own in orders.items()
            },
            DELAY: Mean(
                _break_even(
                    float(profits.mean()) / _margin(money), points[0].delay, points[-1].delay,
                    orders[points[0].name], orders[points[-1].name],
                )
            ),
        }  # fmt: skip


def boundary_delay(money: Economics, half_life: float) -> float:
    """L* = h log2((p - c - d) / (p - c - d*)) [day]."""
    return half_life * math.log2(_margin(money) / (money.price - money.cost - money.mismatch))


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


def _margin(money: Economics) -> float:
    """What a piece made to order brings, p - c - d [CNY]."""
    return money.price - money.cost - money.premium


def _orders(values: Values, point: Point, seed: int, effort: int) -> Ordered:
    """Orders at a point, of all shelves of some markets."""
    half_life = STEPS * values.half_life * point.patience
    lived = [
        make_to_order(values.money, half_life, point.lead, own, SHELVES)
        for own in seeds_of(seed, effort)
    ]
    return Ordered(*(np.concatenate(parts) for parts in zip(*lived, strict=True)))


def _break_even(
    sunk: float, shortest: float, longest: float, near: Ordered, far: Ordered
) -> Floats:
    """Delay at which this share is kept, between two that were lived; their mean is what is seen.

    Shares kept fall exponentially, so that their logarithms are joined by a straight line. It goes
    through the shares of all shelves together; a shelf's value tells what it adds to the delay so
    found (the pseudo-values of the jackknife).
    """

    def found(some: Ordered, others: Ordered) -> Floats:
        first, last = np.log(some.kept / some.placed), np.log(others.kept / others.placed)
        delay: Floats = shortest + (longest - shortest) * (first - math.log(sunk)) / (first - last)
        return delay

    together = found(_all(near), _all(far))
    left = found(_without_each(near), _without_each(far))
    values: Floats = len(left) * together - (len(left) - 1) * left
    return values


def _all(orders: Ordered) -> Ordered:
    return Ordered(*(column.sum(keepdims=True) for column in orders))


def _without_each(orders: Ordered) -> Ordered:
    return Ordered(*(column.sum() - column for column in orders))
