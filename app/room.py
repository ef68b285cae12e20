"""One live session, to the second: who was in the room, how moved, what they bought."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.arrays import Flags, Floats, Integers, Table
from core.units import CENTS_A_YUAN, DAY_SECONDS, HOUR_SECONDS, MOMENT_SECONDS
from model import Market
from model.channels.pitches import pitches_of
from model.impulse import impulse_law
from model.records import Channel, Day

MINUTE = 60.0
BEST = 4  # products whose stock is drawn


@dataclass(frozen=True)
class Stock:
    """Units of one product left while the session ran; times in minutes since its start."""

    product: int
    minutes: Floats
    left: Integers

    @property
    def share_left(self) -> float:
        """At the end, of what there was when the session began."""
        return float(self.left[-1]) / max(int(self.left[0]), 1)


@dataclass(frozen=True)
class Room:
    """One session. Minutes are counted from its start."""

    rank: int
    anchor: int
    start: float  # hour of the day
    length: float  # min
    visits: int
    pitched: Floats  # [slots] minute at which each pitch began
    product: Integers  # [slots]
    price: Floats  # [slots] live price [CNY]
    listed: Floats  # [slots] price in the shop [CNY]
    viewers: Integers  # [slots] people who heard the pitch
    arousal: Floats  # [slots] their mean arousal after it
    ordered: Floats  # [orders] minute
    bought: Integers  # [orders] product
    gone: Floats  # minute at which a product sold out
    stocks: tuple[Stock, ...]


def sessions_by_orders(day: Day) -> Integers:
    """Sessions of the day, those with most live orders first, then those with most visits."""
    count = np.bincount(live_orders(day)["session"], minlength=day.schedule.anchor.size)
    return np.lexsort((-day.audience.visits, -count))


def live_orders(day: Day) -> Table:
    """Orders placed today while a session of today ran."""
    orders = day.checkout.orders
    live: Table = orders[(orders["channel"] == Channel.LIVE) & (orders["session"] >= 0)]
    return live


def room_of(market: Market, day: Day, rank: int) -> Room | None:
    """The session of a rank, None if there were not so many."""
    ranked = sessions_by_orders(day)
    if rank >= ranked.size:
        return None
    session, schedule = int(ranked[rank]), day.schedule
    start = float(schedule.start[session])
    slots = np.flatnonzero(schedule.slot_session == session)
    product = schedule.slot_product[slots].astype(np.int64)
    mine = live_orders(day)
    mine = mine[mine["session"] == session]
    ordered = (mine["placed"] - start) / MINUTE
    own = np.zeros(schedule.slot_session.size, dtype=bool)
    own[slots] = True
    heard: Flags = own[day.audience.slot]
    viewers, arousal = _mean_arousal(market, day, heard, slots)
    pitched = day.number * DAY_SECONDS + schedule.slot_moment[slots] * MOMENT_SECONDS - start
    gone = day.checkout.sold_out[np.unique(product)]
    end = float(schedule.end[session])
    return Room(
        rank=rank,
        anchor=int(schedule.anchor[session]),
        start=(start - day.number * DAY_SECONDS) / HOUR_SECONDS,
        length=(end - start) / MINUTE,
        visits=int(day.audience.visits[session]),
        pitched=pitched / MINUTE,
        product=product,
        price=schedule.slot_price[slots] / CENTS_A_YUAN,
        listed=day.catalog.price[product] / CENTS_A_YUAN,
        viewers=viewers,
        arousal=arousal,
        ordered=ordered,
        bought=mine["product"].astype(np.int64),
        gone=(gone[(gone >= start) & (gone <= end)] - start) / MINUTE,
        stocks=_stocks(day, product, mine["product"], start, end),
    )


def _mean_arousal(
    market: Market, day: Day, heard: Flags, slots: Integers
) -> tuple[Integers, Floats]:
    """Listeners of each pitch and their mean arousal right after it.

    The adstock of the model (LC14) for this session alone: everybody enters calm, and the small
    push of the sales counter is left out, so it shows the shape of an evening, not its last digit.
    """
    pitches = pitches_of(market.world, day.catalog, day.schedule)
    people, row = np.unique(day.audience.consumer[heard], return_inverse=True)
    slot, second = day.audience.slot[heard], day.audience.second[heard]
    state, susceptible = market.consumers.state, market.consumers.traits.susceptibility[people]
    law = impulse_law(market.world.scenario.impulse)
    anchor = int(pitches.anchor[slots[0]]) if slots.size else -1
    follows = state.follows[people] == anchor
    known = (state.trust[people] * follows).max(axis=1, initial=0.0)
    trust = np.where(follows.any(axis=1), known, law.stranger_trust)
    level, last = np.zeros(people.size), np.zeros(people.size)
    viewers, mean = np.zeros(slots.size, dtype=np.int64), np.full(slots.size, math.nan)
    order = np.argsort(slot, kind="stable")
    bounds = np.searchsorted(slot[order], [slots, slots + 1])
    for k in range(slots.size):
        rows = order[bounds[0, k] : bounds[1, k]]
        who = row[rows]
        level[who] *= np.exp(-law.arousal_rate * (second[rows] - last[who]))
        level[who] += susceptible[who] * trust[who] * pitches.stir[slots[k]]
        last[who] = second[rows]
        viewers[k] = np.unique(who).size
        mean[k] = level[who].mean() if who.size else math.nan
    return viewers, mean


def _stocks(
    day: Day, pitched: Integers, bought: Integers, start: float, end: float
) -> tuple[Stock, ...]:
    """Units left of the products that sold best here, of those that had a stock this morning."""
    counts = np.bincount(bought, minlength=day.catalog.stock.size)
    stocked = np.array([j for j in np.unique(pitched) if day.catalog.stock[j] > 0], dtype=np.int64)
    best = stocked[np.argsort(-counts[stocked], kind="stable")][:BEST]
    orders = day.checkout.orders
    found = []
    for product in best.tolist():
        placed = np.sort(orders["placed"][orders["product"] == product])
        before = int(np.searchsorted(placed, start))
        during = placed[(placed >= start) & (placed <= end)]
        left = np.maximum(int(day.catalog.stock[product]) - before - np.arange(during.size + 1), 0)
        minutes = np.concatenate([[start], during, [end]])
        found.append(Stock(product, (minutes - start) / MINUTE, np.append(left, left[-1])))
    return tuple(found)
