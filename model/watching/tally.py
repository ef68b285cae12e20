"""A day counted by factory, by anchor and by session: arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from core.arrays import Flags, Floats, Integers
from core.tables import sums
from core.units import CENTS_A_YUAN
from model.books.dues import FACTORY, dues_of
from model.books.platform_books import carriage_of, from_platforms
from model.books.supply import value_goods
from model.ledger import Party, Reason
from model.records import Channel, Day
from model.watching.counting import Shown
from model.world import World

Arrays: TypeAlias = dict[str, npt.NDArray[Any]]

MAKING = (Reason.PRODUCTION, Reason.SETUP)
COMMISSION = (Reason.COMMISSION, Reason.COMMISSION_REFUND)


@dataclass(frozen=True)
class Names:
    """What the indices of categories and platforms stand for."""

    categories: npt.NDArray[np.str_]
    platforms: npt.NDArray[np.str_]


def factory_rows(day: Shown, world: World, names: Names) -> Arrays:
    """Rows of `factories` (columns.FACTORIES)."""
    number, catalog, made = len(world.factories), day.catalog, day.production
    refused = day.checkout.refused_stock + day.checkout.refused_promise
    gap, dues = catalog.design - world.taste_centre[catalog.category], dues_of(world)
    goods = value_goods(world.factories, day.stocks, dues)
    return {
        "day": np.full(number, day.number),
        "factory": np.arange(number),
        "mode": np.array(day.careers.sold_as(f.mode for f in world.factories), str),
        "category": names.categories[catalog.category],
        "platform": names.platforms[catalog.platform],
        "open": catalog.open.copy(),
        "generation": np.array([factory.generation for factory in world.factories], int),
        "launched": day.production.redesigned.copy(),
        "price": catalog.price / CENTS_A_YUAN,
        "live_price": _mean(day.schedule.slot_product, day.schedule.slot_price, number),
        "unit_cost": made.unit_cost.astype(float),
        "quality": catalog.quality.astype(float),
        "believed": catalog.believed.astype(float),
        "taste_distance": np.sqrt(np.square(gap).sum(axis=1)),
        "awareness": catalog.awareness.astype(float),
        "picked": np.logical_or.reduce([home.incubated for home in world.platforms]),
        "on_hand": day.stocks.on_hand,
        "warehouse": day.stocks.warehouse,
        "on_order": day.stocks.on_order,
        "chain_stock": day.stocks.chain,
        **{f"goods_{owner}": worth for owner, worth in goods._asdict().items()},
        "backlog": world.orders.waiting.astype(np.int64),
        "lead_days": np.array([factory.lead_days for factory in world.factories], int),
        "forecast": made.forecast.astype(float),
        "demand": day.checkout.demand.astype(np.int64),
        "demand_seen": made.demand.astype(float),
        "refused": refused.astype(np.int64),
        "stockout": day.checkout.refused_stock > 0,
        "units_started": made.started.astype(np.int64),
        "units_finished": made.finished.astype(np.int64),
        **_factory_trade(day, world),
        "refunds_owed": dues.refunds[FACTORY] / CENTS_A_YUAN,
    }


def _factory_trade(day: Shown, world: World) -> Arrays:
    placed = day.placed.product
    return {
        "orders": placed.orders,
        **{f"orders_{channel.name.lower()}": placed.doors[channel] for channel in Channel},
        "units_sold": day.shipped.orders,
        "units_kept": day.kept.orders,
        "units_cancelled": day.cancelled.orders,
        "units_returned": day.returned.orders,
        **_factory_money(day, world),
    }


def _factory_money(day: Shown, world: World) -> Arrays:
    """What each party has of net sales: as booked, but refunds when the buyer has decided."""
    number, books = len(world.factories), world.ledger.closed
    placed, undone = day.placed.product, (day.cancelled, day.returned)
    gmv = placed.price / CENTS_A_YUAN
    net_sales = gmv - sum(orders.price / CENTS_A_YUAN for orders in undone)
    commission = placed.commission / CENTS_A_YUAN
    commission -= sum(orders.commission / CENTS_A_YUAN for orders in undone)
    schedule = day.schedule
    slot_fees = sums(schedule.slot_product, schedule.slot_fee, number) / CENTS_A_YUAN
    making, outside = np.zeros(number), np.zeros(number)
    for party in (Party.FACTORIES, Party.DEALERS):
        making -= books.received(party, MAKING) / CENTS_A_YUAN
        outside -= books.profit(party, Party.OUTSIDE) / CENTS_A_YUAN
    parcels = carriage_of(day, world)
    carriage = parcels.sum(axis=0) / CENTS_A_YUAN
    platforms = from_platforms(day, world, parcels[0])
    gains = np.array([books.profit(Party.FACTORIES), books.profit(Party.DEALERS), platforms])
    profit, dealers, platform = (gains - day.newly_owed) / CENTS_A_YUAN
    return {
        "gmv": gmv,
        "net_sales": net_sales,
        "making": making,
        "other_costs": outside - making,
        "carriage": carriage,
        "commission": commission,
        "slot_fees": slot_fees,
        "profit": profit,
        "dealers_profit": dealers,
        "platform_gain": platform,
        "chain_profit": net_sales - outside - carriage,
        "cash": world.ledger.balance(Party.FACTORIES) / CENTS_A_YUAN,
    }


def anchor_rows(day: Shown, world: World, names: Names) -> Arrays:
    """Rows of `anchors` (columns.ANCHORS)."""
    number, schedule, books = len(world.anchors), day.schedule, world.ledger.closed
    moved = day.placed.anchor
    return {
        "day": np.full(number, day.number),
        "anchor": np.arange(number),
        "platform": names.platforms[np.array([anchor.platform for anchor in world.anchors], int)],
        "region": np.array([anchor.region for anchor in world.anchors], int),
        "behaviour": np.array([anchor.behaviour.kind for anchor in world.anchors], str),
        "employer": np.array(
            [-1 if anchor.employer is None else anchor.employer for anchor in world.anchors], int
        ),
        "active": np.array([anchor.active for anchor in world.anchors], bool),
        "followers": np.array([anchor.followers for anchor in world.anchors], int),
        "sessions": np.bincount(schedule.anchor, minlength=number),
        "visits": sums(schedule.anchor, day.audience.visits, number),
        "exposures": sums(schedule.anchor, _exposures(day), number),
        "orders_live": moved.doors[Channel.LIVE],
        "orders_spillover": moved.doors[Channel.SPILLOVER],
        "gmv": moved.price / CENTS_A_YUAN,
        "commission": books.received(Party.ANCHORS, COMMISSION) / CENTS_A_YUAN,
        "slot_fees": books.received(Party.ANCHORS, (Reason.SLOT_FEE,)) / CENTS_A_YUAN,
        "income": books.profit(Party.ANCHORS) / CENTS_A_YUAN,
    }


def session_rows(day: Shown, names: Names, seen: int) -> Arrays:
    """Rows of `sessions` (columns.SESSIONS); `seen` sessions came on earlier days."""
    schedule = day.schedule
    number = schedule.anchor.size
    orders = day.placed.session
    return {
        "day": np.full(number, day.number),
        "session": seen + np.arange(number),
        "anchor": schedule.anchor.astype(np.int64),
        "platform": names.platforms[schedule.platform],
        "start": schedule.start.astype(float),
        "end": schedule.end.astype(float),
        "slots": np.bincount(schedule.slot_session, minlength=number),
        "visits": day.audience.visits.astype(np.int64),
        "dwell": day.audience.dwell.astype(float),
        "exposures": _exposures(day),
        "orders_live": orders.doors[Channel.LIVE],
        "gmv": orders.price / CENTS_A_YUAN,
        "sell_outs": sell_outs(day).sum(axis=1),
    }


def sell_outs(day: Day) -> Flags:
    """[sessions, products]: what was pitched and sold out while the session ran."""
    schedule, second = day.schedule, day.checkout.sold_out
    pitched = np.zeros((schedule.anchor.size, second.size), dtype=bool)
    pitched[schedule.slot_session, schedule.slot_product] = True
    during = (second >= schedule.start[:, None]) & (second <= schedule.end[:, None])
    return np.asarray(pitched & during)


def _exposures(day: Day) -> Integers:
    of_slot, sessions = day.audience.exposures, day.schedule.anchor.size
    return sums(day.schedule.slot_session, of_slot, sessions)


def _mean(where: Integers, cents: Integers, number: int) -> Floats:
    total, count = sums(where, cents, number), np.bincount(where, minlength=number)
    mean = np.full(number, np.nan)
    np.divide(total, count * CENTS_A_YUAN, out=mean, where=count > 0)
    return mean
