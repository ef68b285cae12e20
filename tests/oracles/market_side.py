"""The real market, put into the oracle's words: its people at the start, its records of a day."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from typing import Any

from tests.oracles.plain_luck import PlainLuck
from tests.oracles.town import Person, Town

Account = dict[str, list[Any]]  # what happened, list by list, in order

CLOCK = (
    "second", "product", "anchor", "session", "until", "price", "commission", "hazard", "impulse",
    "promise", "trace",
)  # fmt: skip
WISH = (
    "consumer", "second", "product", "price", "promise", "anchor", "session", "commission",
    "channel", "impulse", "hazard", "trace",
)  # fmt: skip
NEED = ("consumer", "second", "product", "price", "promise")
ORDER = (
    "consumer", "product", "anchor", "session", "channel", "placed", "price", "commission", "take",
    "impulse", "promise", "worth", "promised_days", "cancel_at", "shipped", "delivered", "fate",
)  # fmt: skip


def rows(*columns: Any) -> list[tuple[Any, ...]]:
    """Columns as rows of plain numbers, None where there is no number."""
    return [
        tuple(None if value != value else value for value in row)  # noqa: PLR0124 - nan
        for row in zip(*(column.tolist() for column in columns), strict=True)
    ]


def lines(table: Any) -> list[tuple[Any, ...]]:
    return [tuple(line) for line in table.tolist()]


def fields(record: Any, names: Iterable[str]) -> list[tuple[Any, ...]]:
    return rows(*(getattr(record, name) for name in names))


def orders(table: Any) -> list[tuple[Any, ...]]:
    return rows(*(table[name] for name in ORDER))


def town_of(market: Any) -> Town:
    """The same people in a world of plain objects, before the first day."""
    traits, state = market.consumers.traits, market.consumers.state
    columns = [getattr(traits, name).tolist() for name in list(Person.__dataclass_fields__)[1:11]]
    beginning = [state.follows.tolist(), state.trust.tolist(), state.joined.tolist()]
    people = [
        Person(number, *row, purse=row[7])
        for number, row in enumerate(zip(*columns, *beginning, strict=True))
    ]
    starts, targets = market.peers.starts.tolist(), market.peers.targets.tolist()
    friends = [targets[a:b] for a, b in itertools.pairwise(starts)]
    fashion = [[0.0, 0.0] for _ in market.world.categories]
    luck = PlainLuck(market.luck_seed)
    homes = market.world.platforms
    takes = [
        0.0 if maker.mode == "odm" else homes[maker.platform].parameters.take_rate
        for maker in market.world.factories
    ]
    return Town(market.scenario, luck, people, friends, len(homes), fashion, [], takes)


def own_anchors(market: Any) -> dict[int, int]:
    """Anchors of own streams by product, this morning."""
    anchors = [a for a in market.world.anchors if a.active and a.employer is not None]
    return {anchor.employer: anchor.index for anchor in anchors}


def at_work(market: Any) -> set[int]:
    """Anchors who have not left the trade, this morning."""
    return {anchor.index for anchor in market.world.anchors if anchor.active}


def account_of(day: Any) -> Account:
    """The records of a day."""
    audience, checkout, told = day.audience, day.checkout, day.gossip
    deliveries, after = day.deliveries, day.aftersales
    return {
        "openers": audience.openers.tolist(),
        "exposures": rows(audience.consumer, audience.slot, audience.second),
        "exposures before each opener": audience.starts.tolist(),
        "room visits": audience.visits.tolist(),
        "seconds watched": audience.dwell.tolist(),
        "wishes": fields(day.wishes, WISH),
        "needs": fields(day.needs, NEED),
        "shelf visits": [day.needs.visits, *day.needs.visits_by_platform.tolist()],
        "looks": day.needs.looks.tolist(),
        "orders": orders(checkout.orders),
        "demand": checkout.demand.tolist(),
        "refused for stock": checkout.refused_stock.tolist(),
        "refused for the wait": checkout.refused_promise.tolist(),
        "refused for the budget": [checkout.refused_budget],
        "lost impulse": [checkout.lost_impulse],
        "sold out": [second for (second,) in rows(checkout.sold_out)],
        "shipped": orders(deliveries.shipped),
        "cancelled": orders(deliveries.cancelled),
        "received": orders(deliveries.received),
        "waited": rows(deliveries.late_days, deliveries.wait_days),
        "kept": orders(after.kept),
        "returned": orders(after.returned),
        "came back": orders(after.came_back),
        "resellable": after.resellable.tolist(),
        "follows begun and ended": [after.followed, after.unfollowed],
        "tellers": told.tellers.tolist(),
        "told": rows(told.told, told.product, told.anchor, told.source),
        "acquired": day.advertising.acquired.tolist(),
    }


def state_of(market: Any) -> Account:
    """Everybody at midnight."""
    state, pending = market.consumers.state, market.consumers.pending
    has = pending.second < math.inf
    clock = pending.clock[pending.place[has]]
    told = rows(pending.second[has], *(clock[name] for name in CLOCK[1:]))
    clocks = dict(zip(has.nonzero()[0].tolist(), told, strict=True))
    return {
        "arousal": rows(state.arousal, state.touched),
        "follows": lines(state.follows),
        "trust": lines(state.trust),
        "favourites": lines(state.loyal),
        "times satisfied": lines(state.loyal_times),
        "purses": state.budget_left.tolist(),
        "doors": state.joined.tolist(),
        "spoken of": state.spoken_of.tolist(),
        "clocks": [clocks.get(person) for person in range(len(pending.second))],
        "orders that wait": orders(market.world.orders.queue),
        "parcels on the road": orders(market.world.orders.on_the_way.everything()),
        "parcels going back": orders(market.world.orders.going_back.everything()),
        "fashion": lines(market.world.taste_centre),
    }
