"""Parcels one by one: shipped, given up, handed over; then kept or returned, and what it taught."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cache

from scipy.special import expit, gammainccinv, gammaincinv, ndtr

from tests.oracles.plain_luck import normal, uniform
from tests.oracles.town import DAY, NOBODY, Order, Town, single
from tests.oracles.windows import Window, worth

WAITING, SHIPPED, KEPT, CANCELLED, RETURNING, RETURNED = range(6)


@dataclass
class Parcels:
    shipped: list[Order] = field(default_factory=list)
    cancelled: list[Order] = field(default_factory=list)
    received: list[Order] = field(default_factory=list)
    late_days: list[float] = field(default_factory=list)
    wait_days: list[float] = field(default_factory=list)


@dataclass
class After:
    kept: list[Order] = field(default_factory=list)
    returned: list[Order] = field(default_factory=list)
    came_back: list[Order] = field(default_factory=list)
    resellable: list[bool] = field(default_factory=list)
    followed: int = 0
    unfollowed: int = 0


def deliver(town: Town, windows: list[Window], orders: list[Order], on_hand: list[int]) -> Parcels:
    """`on_hand`: units that each merchant has, promised or not, after the shop has closed."""
    parcels = Parcels(shipped=[order for order in orders if order.shipped == town.day])
    still_waiting = []
    for order in town.queue + [order for order in orders if order.shipped < 0]:
        if order.cancel_at < town.midnight + DAY:
            town.seen["given up before it was shipped"] += 1
            parcels.cancelled.append(order)
        elif on_hand[order.product] > 0:
            town.seen["shipped after waiting"] += 1
            on_hand[order.product] -= 1
            order.shipped = town.day
            _judge_anew(town, windows[order.product], order)
            parcels.shipped.append(order)
        else:
            still_waiting.append(order)
    town.queue = still_waiting
    for order in parcels.shipped:
        _send(town, windows[order.product], order)
    parcels.shipped = [replace(order) for order in parcels.shipped]  # as they leave
    for order in town.on_the_way.pop(town.day, []):
        assert order.delivered is not None
        if order.delivered <= order.cancel_at:
            wait = (order.delivered - order.wish.second) / DAY
            parcels.received.append(order)
            parcels.wait_days.append(wait)
            parcels.late_days.append(max(wait - order.promised_days, 0.0))
            town.seen["received late"] += parcels.late_days[-1] > 0
        else:
            town.seen["given up on the road"] += 1
            parcels.cancelled.append(order)
            town.going_back[town.day + town.scenario.returns.days].append(order)
    for order in parcels.cancelled:
        order.fate = CANCELLED
        town.people[order.person].purse += order.wish.price
    return parcels


def _judge_anew(town: Town, window: Window, order: Order) -> None:
    """The design of today comes, whatever was ordered."""
    if order.design != town.designs[order.product]:
        town.seen["got a newer design"] += 1
        order.design = town.designs[order.product]
        order.worth = single(worth(town, town.people[order.person], window))


def _send(town: Town, window: Window, order: Order) -> None:
    """A gamma time around the mean of the pair of regions."""
    p = town.scenario.shipping
    mean = p.days[window.region][town.people[order.person].region]
    score = normal(town.luck.key("road"), order.person, int(order.wish.second))
    days = mean * (_gamma_quantile(p.shape, score) / p.shape)
    order.delivered = max(order.wish.second, town.midnight) + DAY * days
    order.fate = SHIPPED
    event = min(order.delivered, order.cancel_at)
    town.on_the_way[max(int(event // DAY), town.day)].append(order)


def _gamma_quantile(shape: float, score: float) -> float:
    """The cubic through the quantiles of the four nearest 32nds of a normal score."""
    left = math.floor(score * 32.0)
    t = score * 32.0 - left
    below, at, after, beyond = (_gamma_node(shape, left + k) for k in (-1, 0, 1, 2))
    return (
        below * (-t * (t - 1.0) * (t - 2.0) / 6.0)
        + at * ((t + 1.0) * (t - 1.0) * (t - 2.0) / 2.0)
        + after * (-(t + 1.0) * t * (t - 2.0) / 2.0)
        + beyond * ((t + 1.0) * t * (t - 1.0) / 6.0)
    )


@cache
def _gamma_node(shape: float, node: int) -> float:
    score = node / 32.0
    if score < 0.0:
        return float(gammaincinv(shape, ndtr(score)))
    return float(gammainccinv(shape, ndtr(-score)))


def settle(town: Town, windows: list[Window], received: list[Order]) -> After:
    """Kept goods teach first, then returned ones; money of goods that came back flows back."""
    p, after = town.scenario.returns, After()
    for order in received:
        if _goes_back(town, windows[order.product], order):
            order.fate = RETURNING
            after.returned.append(order)
            town.going_back[town.day + p.days].append(order)
        else:
            order.fate = KEPT
            after.kept.append(order)
    due = town.going_back.pop(town.day, [])
    after.came_back = [order for order in due if order.fate != CANCELLED]
    town.seen["came back unopened"] += len(due) - len(after.came_back)
    for order in after.came_back:
        order.fate = RETURNED
        luck = uniform(town.luck.key("resale"), order.person, int(order.wish.second))
        after.resellable.append(luck < p.resellable)
        town.people[order.person].purse += order.wish.price
        town.seen["resold" if after.resellable[-1] else "scrapped"] += 1
    for order in after.kept:
        after.followed += _learn_from_kept(town, windows[order.product].category, order)
    for order in after.returned:
        after.unfollowed += _learn_from_returned(town, windows[order.product].category, order)
    return after


def _goes_back(town: Town, window: Window, order: Order) -> bool:
    """Logistic in disappointment and in how impulsive the order was."""
    p = town.scenario.returns
    logit = town.categories[window.category].return_intercept
    logit += p.sensitivity * (single(order.wish.promise) - order.worth)
    logit += p.impulse * single(order.wish.impulse)
    luck = uniform(town.luck.key("return"), order.person, int(order.wish.second))
    return bool(luck < float(expit(logit)))


def _shown_by(town: Town, order: Order) -> int:
    """Who moved the order, or else the anchor of the shop's own stream."""
    own = town.own.get(order.product, NOBODY)
    town.seen["met the shop's own anchor"] += order.wish.anchor == NOBODY != own
    return own if order.wish.anchor == NOBODY else order.wish.anchor


def _learn_from_kept(town: Town, category: int, order: Order) -> bool:
    """True for a new follow."""
    p, person, anchor = town.scenario.returns, town.people[order.person], _shown_by(town, order)
    favourite, times = person.loyal.get(category, (NOBODY, 0))
    again = favourite == order.product
    person.loyal[category] = (order.product, min(times + 1, 250) if again else 1)
    town.seen["satisfied again"] += again
    if anchor == NOBODY:
        return False
    trust = person.trust_in(anchor)
    if trust is not None:
        town.seen["trust grew"] += 1
        place = person.follows.index(anchor)
        person.trust[place] = single(trust + p.trust_gain * (1.0 - trust))
        return False
    if uniform(town.key("follow"), person.number, order.product) >= p.follow:
        return False
    if anchor not in town.at_work:
        town.seen["liked a buy from an anchor who is gone"] += 1
        return False
    town.seen["a new follow took another's place"] += NOBODY not in person.follows
    town.seen["followed after a good buy"] += 1
    person.follow(anchor, town.scenario.attention.first_trust)
    return True


def _learn_from_returned(town: Town, category: int, order: Order) -> bool:
    """True for an ended follow."""
    p, person, anchor = town.scenario.returns, town.people[order.person], _shown_by(town, order)
    if person.loyal.get(category, (NOBODY, 0))[0] == order.product:
        town.seen["loyalty ended"] += 1
        del person.loyal[category]
    trust = None if anchor == NOBODY else person.trust_in(anchor)
    if trust is None:
        return False
    place = person.follows.index(anchor)
    person.trust[place] = single(trust - p.trust_loss * trust)
    if person.trust[place] >= p.unfollow_below:
        return False
    town.seen["unfollowed"] += 1
    person.follows[place], person.trust[place] = NOBODY, 0.0
    return True
