"""The consumers' day, told one person at a time: the oracle against which the market is held.

Plain Python: dataclasses, dicts, lists and `math`. It is handed what the few decided (the shop
windows and sessions of the day, the reach of advertising, units on hand) and keeps everything else
itself: people, orders, calendar, luck.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import accumulate
from typing import Any

from tests.oracles import desk, evening, market_side, road, rooms, shelf, talk, windows
from tests.oracles.plain_luck import normal, uniform
from tests.oracles.town import NOBODY, Order, Town, single


def live_one_day(
    town: Town, today: Any, anchors: list[Any], on_hand: list[int]
) -> market_side.Account:
    """Returns what happened, in the words of `market_side.account_of`. Ends at midnight."""
    _morning(town)
    panes = windows.windows_of(town, today.catalog)
    _check_stock(town, panes, on_hand)
    sessions = windows.sessions_of(today.schedule, anchors)
    acquired = _advertise(town, today.advertising.reached.tolist())
    watched = evening.gather(town, sessions)
    wishes = rooms.stream(town, panes, sessions, watched)
    needs, visits, looks = shelf.visit_all(town, panes)
    receipts = desk.serve(town, panes, wishes, needs)
    placed = [_line(order) for order in receipts.orders]
    for pane in panes:
        on_hand[pane.product] -= pane.stock - receipts.left[pane.product]
    parcels = road.deliver(town, panes, receipts.orders, on_hand)
    delivered = _delivered(parcels)
    after = road.settle(town, panes, parcels.received)
    tellers, told, advised = talk.spread(town, panes, after)
    for person in town.people:
        town.seen["an anchor's place was freed"] += person.forget(today.careers.anchors_left)
    town.day += 1
    return {
        "openers": watched.openers,
        "exposures": [(e.consumer, e.slot, e.second) for e in watched.exposures],
        "exposures before each opener": _before(watched),
        "room visits": watched.visits,
        "seconds watched": [thousandths / 1000.0 for thousandths in watched.dwell],
        "wishes": [tuple(getattr(w, name) for name in market_side.WISH) for w in wishes],
        "needs": [tuple(getattr(n, name) for name in market_side.NEED) for n in needs],
        "shelf visits": [sum(visits), *visits],
        "looks": looks,
        "orders": placed,
        "demand": receipts.demand,
        "refused for stock": receipts.refused_stock,
        "refused for the wait": receipts.refused_promise,
        "refused for the budget": [receipts.refused_budget],
        "lost impulse": [math.fsum(receipts.lost)],
        "sold out": receipts.sold_out,
        **delivered,
        "kept": [_line(order) for order in after.kept],
        "returned": [_line(order) for order in after.returned],
        "came back": [_line(order) for order in after.came_back],
        "resellable": after.resellable,
        "follows begun and ended": [after.followed, after.unfollowed, advised],
        "tellers": tellers,
        "told": told,
        "acquired": acquired,
    }


def state_of(town: Town) -> market_side.Account:
    """Everybody at midnight, in the words of `market_side.state_of`."""
    people, categories = town.people, range(len(town.categories))
    favourites = [[p.loyal.get(c, (NOBODY, 0)) for c in categories] for p in people]
    clocks = [
        p.clock and tuple(getattr(p.clock, name) for name in market_side.CLOCK) for p in people
    ]
    return {
        "arousal": [(p.arousal, p.touched) for p in people],
        "follows": [tuple(p.follows) for p in people],
        "trust": [tuple(p.trust) for p in people],
        "favourites": [tuple(product for product, _ in row) for row in favourites],
        "times satisfied": [tuple(times for _, times in row) for row in favourites],
        "purses": [p.purse for p in people],
        "doors": [p.joined for p in people],
        "spoken of": [p.spoken_of(town.day) for p in people],
        "clocks": clocks,
        "orders that wait": [_line(order) for order in town.queue],
        "parcels on the road": _filed(town.on_the_way),
        "parcels going back": _filed(town.going_back),
        "fashion": [tuple(centre) for centre in town.fashion],
    }


def _morning(town: Town) -> None:
    """Fashion drifts by an Ornstein-Uhlenbeck step; a new month fills the purses."""
    for c, category in enumerate(town.categories):
        for axis in (0, 1):
            town.fashion[c][axis] *= math.exp(-category.drift_reversion)
            shock = normal(town.key("fashion"), c, axis)
            town.fashion[c][axis] += category.drift_speed * shock
    if town.day and town.day % town.scenario.market.month == 0:
        town.seen["a new month"] += 1
        for person in town.people:
            person.purse = person.budget


def _advertise(town: Town, reached: list[int]) -> list[int]:
    """Some of a platform's people are reached; newcomers among them may join."""
    acquired = [0] * town.platforms
    for platform, (people, home) in enumerate(zip(reached, town.homes, strict=True)):
        at_home = [person for person in town.people if person.platform == platform]
        for person in at_home:
            chance = min(1.0, people / len(at_home)) * home.ad_chance
            if not person.joined and uniform(town.key("acquire"), person.number) < chance:
                person.joined = 2
                town.seen["joined through door 2"] += 1
                acquired[platform] += 1
    return acquired


def _check_stock(town: Town, panes: list[windows.Window], on_hand: list[int]) -> None:
    """What waiting orders will take is not offered."""
    owed = [0] * len(panes)
    for order in town.queue:
        owed[order.product] += 1
    for pane in panes:
        free = max(on_hand[pane.product] - owed[pane.product], 0) if pane.open else 0
        assert pane.stock == free, f"day {town.day}, product {pane.product}: stock in the window"


def _before(watched: evening.Evening) -> list[int]:
    """How many exposures there are before those of each opener, and after the last."""
    heard = Counter(exposure.consumer for exposure in watched.exposures)
    return [0, *accumulate(heard[opener] for opener in watched.openers)]


def _delivered(parcels: road.Parcels) -> market_side.Account:
    """Written down at once: afterwards the orders' fates go on."""
    return {
        "shipped": [_line(order) for order in parcels.shipped],
        "cancelled": [_line(order) for order in parcels.cancelled],
        "received": [_line(order) for order in parcels.received],
        "waited": list(zip(parcels.late_days, parcels.wait_days, strict=True)),
    }


def _filed(calendar: dict[int, list[Order]]) -> list[tuple[Any, ...]]:
    return [_line(order) for day in sorted(calendar) for order in calendar[day]]


def _line(order: Order) -> tuple[Any, ...]:
    """An order in the words of `market_side.ORDER`."""
    wish = order.wish
    return (
        wish.consumer, wish.product, wish.anchor, wish.session, wish.channel, wish.second,
        wish.price, order.commission, order.take, single(wish.impulse), single(wish.promise),
        order.worth, order.promised_days, order.cancel_at, order.shipped, order.delivered,
        order.fate,
    )  # fmt: skip
