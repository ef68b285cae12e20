"""The cash desk: one queue in order of second, and what becomes of those who are refused."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from tests.oracles.plain_luck import exponential, uniform
from tests.oracles.rooms import LN2, trace_rates
from tests.oracles.town import DAY, NOBODY, Clock, Order, Town, Wish, single
from tests.oracles.windows import Window, days_to, worth

SERVED, NO_STOCK, NO_PATIENCE, NO_BUDGET = range(4)


@dataclass
class Receipts:
    """What the cash desk did. Lists have one entry a product."""

    left: list[int]  # units
    sold_out: list[float | None]
    demand: list[int]
    refused_stock: list[int]
    refused_promise: list[int]
    refused_budget: int = 0
    orders: list[Order] = field(default_factory=list)
    lost: list[float] = field(default_factory=list)  # hazards


def serve(town: Town, windows: list[Window], wishes: list[Wish], needs: list[Wish]) -> Receipts:
    """First come, first served; refused impulses may ring again."""
    count = len(windows)
    receipts = Receipts(
        [window.stock for window in windows], [None] * count, [0] * count, [0] * count, [0] * count
    )
    again = []
    for wish in sorted(wishes + needs, key=lambda wish: (wish.second, wish.consumer)):
        receipts.demand[wish.product] += 1
        shipped = receipts.left[wish.product] > 0
        verdict = _verdict(town, windows[wish.product], wish, receipts)
        if verdict == SERVED:
            receipts.orders.append(_order(town, windows[wish.product], wish, shipped))
            continue
        sold_out = verdict == NO_STOCK
        receipts.lost.append(wish.hazard - (_at_midnight(town, wish) if sold_out else 0.0))
        town.seen[("", "sold out", "left for the wait", "too poor")[verdict]] += 1
        receipts.refused_budget += verdict == NO_BUDGET
        receipts.refused_stock[wish.product] += verdict == NO_STOCK
        receipts.refused_promise[wish.product] += verdict == NO_PATIENCE
        if verdict == NO_STOCK and wish.hazard > 0:
            again.append(wish)
    for wish in again:
        _wish_again(town, wish)
    return receipts


def _verdict(town: Town, window: Window, wish: Wish, receipts: Receipts) -> int:
    """Budget, then stock, then the presale's promise; a newcomer joins by buying."""
    person, j = town.people[wish.consumer], wish.product
    if wish.price > person.purse:
        return NO_BUDGET
    if receipts.left[j] > 0:
        receipts.left[j] -= 1
        if receipts.left[j] == 0:
            receipts.sold_out[j] = wish.second
    elif window.presale_days < 0:
        return NO_STOCK
    elif window.stock > 0:  # shoppers were not told in the morning
        stays = math.exp(-person.patience * window.presale_days)
        luck = int(wish.second - town.midnight)
        if uniform(town.key("presale patience"), person.number, luck) >= stays:
            return NO_PATIENCE
        town.seen["took the presale"] += 1
    else:
        town.seen["knew of the presale"] += 1
    person.purse -= wish.price
    if not person.joined:
        person.joined = 4 if wish.anchor < 0 else 3
        town.seen[f"joined through door {person.joined}"] += 1
    return SERVED


def _order(town: Town, window: Window, wish: Wish, shipped: bool) -> Order:
    person, waiting = town.people[wish.consumer], town.scenario.waiting
    told = shipped or window.stock == 0
    days = days_to(town, person, window) + (0 if told else window.presale_days)
    own_shop = 1.0 if wish.channel == 0 else town.scenario.contracts.after_session
    deliberate, impulsive = waiting.half_life_deliberate, waiting.half_life_impulse
    impulse = single(wish.impulse)
    half_life = deliberate * math.exp(impulse * math.log(impulsive / deliberate))
    draw = exponential(town.key("wait"), person.number, int(wish.second - town.midnight))
    return Order(
        wish=wish,
        worth=single(worth(town, person, window)),
        commission=math.floor(wish.price * (wish.commission * own_shop)),
        take=math.floor(wish.price * town.takes[wish.product]),
        promised_days=math.ceil(days),
        cancel_at=wish.second + DAY * (draw * half_life / LN2),
        shipped=town.day if shipped else -1,
        design=town.designs[wish.product],
        fate=1 if shipped else 0,
    )


def _at_midnight(town: Town, wish: Wish) -> float:
    """The hazard of a wish decays on with its trace."""
    if wish.hazard <= 0.0:  # a need, or an impulse that has spent all
        return 0.0
    rate, night = trace_rates(town)[wish.trace], town.midnight + DAY
    return wish.hazard * math.exp(-rate * (night - wish.second))


def _wish_again(town: Town, wish: Wish) -> None:
    """What is left of a refused impulse at midnight rings again."""
    rate, night = trace_rates(town)[wish.trace], town.midnight + DAY
    left = _at_midnight(town, wish)
    luck = int(DAY - (night - wish.second))
    draw = exponential(town.key("wish again"), wish.consumer, luck)
    if draw >= left:
        town.seen["a refused impulse was spent"] += 1
        return
    kept = town.people[wish.consumer].offer(
        Clock(
            second=night - math.log(1.0 - draw / left) / rate,
            product=wish.product,
            anchor=wish.anchor,
            session=NOBODY,
            until=-math.inf,
            price=wish.price,
            commission=wish.commission,
            hazard=left - draw,
            impulse=wish.impulse,
            promise=wish.promise,
            trace=wish.trace,
        )
    )
    town.seen["a refused impulse rings again"] += kept
