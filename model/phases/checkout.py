"""The cash desk: orders served in order of their second, first come first served (C03, LC33).

An impulse that finds its product sold out is not spent: its trace decays on, and it may ring again
from midnight with the hazard that is left (LC13). A presale promise that the appeal did not know of
thins the impulse by exp(-patience x days), exactly for this ring; a ring thinned away is dropped.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from agents.clocks import NEVER, Pending, set_clock
from agents.consumers import Joined, State, Traits
from core.arrays import Flags, Floats, Integers, Table
from core.compiled import compiled
from core.declare import Parameters, param
from core.luck import exponential, uniform
from core.sorting import in_time
from core.units import DAY_SECONDS
from model.appeal import worths
from model.impulse import LN2, Clock, clock_of
from model.money import collect_sale, merchants, programme_rates, take_rates
from model.records import Catalog, Channel, Checkout, Needs, Wishes
from model.rows import ORDER, Fate

if TYPE_CHECKING:
    from model.world import World

SERVED, NO_STOCK, NO_PATIENCE, NO_BUDGET = 0, 1, 2, 3


class WaitingParameters(Parameters):
    """The wait clock: an order survives w days of waiting with probability 2^(-w/h) (W1)."""

    half_life_deliberate: float = param(
        65.0, "day", "half-life of a deliberate order", "S29", 14, 365, least=1e-6
    )
    half_life_impulse: float = param(
        14.0,
        "day",
        "half-life of a purely impulsive order; the parameter to sweep",
        "W1, C24",
        1,
        65,
        least=1e-6,
    )


class Basket(NamedTuple):
    """Wishes and needs of the day in order of second, one row a would-be order."""

    consumer: Integers
    product: Integers
    anchor: Integers
    session: Integers
    second: Floats
    price: Integers
    commission: Floats
    channel: Integers
    impulse: Floats
    promise: Floats
    hazard: Floats
    trace: Integers


class CashDesk(NamedTuple):
    """What the cash desk knows of the products, and today's luck. One row a product."""

    stock: Integers  # units left, updated as orders are served
    presale_days: Integers
    promised: Integers  # 1 where the morning's promise already included the presale wait
    patience_key: np.uint64
    midnight: float


def check_out(world: World, catalog: Catalog, wishes: Wishes, needs: Needs) -> Checkout:
    """Serve wishes and needs; book the money; keep refused impulses alive."""
    basket = _basket(wishes, needs)
    products = len(catalog.price)
    verdict = np.zeros(len(basket.second), np.uint8)
    sold_out = np.full(products, np.nan)
    desk = CashDesk(
        catalog.stock.copy(), catalog.presale_days, (catalog.stock == 0).astype(np.uint8),
        world.luck.key("presale patience", world.day), world.seconds,
    )  # fmt: skip
    consumers = world.consumers
    from_stock = np.zeros(len(verdict), np.bool_)
    _serve(basket, consumers.traits, consumers.state, desk, verdict, from_stock, sold_out)
    served = np.flatnonzero(verdict == SERVED)
    orders = _write_orders(world, catalog, basket, served, from_stock[served])
    _take_from_stock(world, orders)
    collect_sale(world, orders)
    again = np.flatnonzero((verdict == NO_STOCK) & (basket.hazard > 0))
    _wish_again(
        again, basket, consumers.pending, clock_of(world.scenario.impulse),
        world.luck.key("wish again", world.day), world.seconds + DAY_SECONDS,
    )  # fmt: skip
    return Checkout(
        orders=orders,
        refused_stock=np.bincount(basket.product[verdict == NO_STOCK], minlength=products),
        refused_promise=np.bincount(basket.product[verdict == NO_PATIENCE], minlength=products),
        refused_budget=int(np.count_nonzero(verdict == NO_BUDGET)),
        lost_impulse=math.fsum(basket.hazard[verdict != SERVED].tolist()),
        sold_out=sold_out,
        demand=np.bincount(basket.product, minlength=products),
    )


def _basket(wishes: Wishes, needs: Needs) -> Basket:
    """Merge both ways of wanting, by second; ties by consumer."""
    shelf = len(needs.consumer)
    nobody = np.full(shelf, -1, np.int32)
    nothing = np.zeros(shelf)
    of_needs = Basket(
        needs.consumer, needs.product, nobody, nobody, needs.second, needs.price, nothing,
        np.full(shelf, Channel.SHELF, np.uint8), nothing, needs.promise, nothing,
        np.zeros(shelf, np.uint8),
    )  # fmt: skip
    of_wishes = [getattr(wishes, name) for name in Basket._fields]
    columns = [np.concatenate(pair) for pair in zip(of_wishes, of_needs, strict=True)]
    both = Basket(*columns)
    order = in_time(both.second, both.consumer)
    sorted_columns = Basket(*(column[order] for column in columns))
    return sorted_columns._replace(
        product=sorted_columns.product.astype(np.int64),
        trace=sorted_columns.trace.astype(np.int64),
    )


@compiled
def _serve(
    basket: Basket, traits: Traits, state: State, desk: CashDesk,
    verdict: Integers, from_stock: Flags, sold_out: Floats,
) -> None:  # fmt: skip
    """One cash desk, one queue: budget, then stock, then the presale's promise."""
    for row in range(verdict.size):
        i, j = basket.consumer[row], basket.product[row]
        if basket.price[row] > state.budget_left[i]:
            verdict[row] = NO_BUDGET
            continue
        if desk.stock[j] > 0:
            desk.stock[j] -= 1
            from_stock[row] = True
            if desk.stock[j] == 0:
                sold_out[j] = basket.second[row]
        elif desk.presale_days[j] < 0:
            verdict[row] = NO_STOCK
            continue
        elif not desk.promised[j]:
            stays = math.exp(-traits.patience[i] * desk.presale_days[j])
            luck_slot = int(basket.second[row] - desk.midnight)
            if uniform(desk.patience_key, i, luck_slot) >= stays:
                verdict[row] = NO_PATIENCE
                continue
        state.budget_left[i] -= basket.price[row]
        if state.joined[i] == Joined.NOT_YET:
            friend = basket.anchor[row] < 0
            state.joined[i] = Joined.WORD_OF_MOUTH if friend else Joined.LIVE


def _write_orders(
    world: World, catalog: Catalog, basket: Basket, served: Integers, from_stock: Flags
) -> Table:
    """Orders with their prices, promises and the second at which patience ends."""
    orders = np.zeros(len(served), ORDER)
    for name in (
        "consumer",
        "product",
        "anchor",
        "session",
        "channel",
        "price",
        "impulse",
        "promise",
    ):
        orders[name] = getattr(basket, name)[served]
    consumer, product = orders["consumer"].astype(np.int64), orders["product"].astype(np.int64)
    orders["placed"] = basket.second[served]
    orders["generation"] = np.array([f.generation for f in world.factories])[product]
    orders["merchant"] = merchants(world)[product]
    own_shop = np.where(
        orders["channel"] == Channel.LIVE, 1.0, world.scenario.contracts.after_session
    )
    rate = basket.commission[served].astype(np.float64) * own_shop
    orders["commission"] = np.floor(orders["price"] * rate)
    orders["take"] = np.floor(orders["price"] * take_rates(world)[product])
    orders["programme"] = np.floor(orders["price"] * programme_rates(world)[product])
    offers = world.offers(catalog)
    worth = np.empty(len(served))
    worths(consumer, product, world.consumers.traits, offers, world.weights, worth)
    orders["worth"] = worth
    region = world.consumers.traits.region[consumer]
    extra = np.where(from_stock | (catalog.stock[product] == 0), 0, catalog.presale_days[product])
    orders["promised_days"] = np.ceil(offers.days[region, product] + extra)
    waiting = world.scenario.waiting
    days = _patience_days(
        basket.impulse[served].astype(np.float64), consumer,
        (orders["placed"] - world.seconds).astype(np.int64), waiting.half_life_deliberate,
        waiting.half_life_impulse, world.luck.key("wait", world.day),
    )  # fmt: skip
    orders["cancel_at"] = orders["placed"] + DAY_SECONDS * days
    orders["shipped"] = np.where(from_stock, world.day, -1)
    orders["delivered"] = np.nan
    orders["fate"] = np.where(from_stock, Fate.SHIPPED, Fate.WAITING)
    return orders


@compiled
def _patience_days(
    impulse: Floats, consumer: Integers, second: Integers, deliberate: float, impulsive: float,
    key: np.uint64,
) -> Floats:  # fmt: skip
    """Days an order survives: half-life between the deliberate and the impulsive one (W1)."""
    days = np.empty(impulse.size)
    for row in range(impulse.size):
        half_life = deliberate * math.exp(impulse[row] * math.log(impulsive / deliberate))
        days[row] = exponential(key, consumer[row], second[row]) * half_life / LN2
    return days


def _take_from_stock(world: World, orders: Table) -> None:
    leaving = np.bincount(orders["product"][orders["shipped"] >= 0], minlength=len(world.factories))
    for factory, units in zip(world.factories, leaving.tolist(), strict=True):
        if units:
            factory.take(units)


@compiled
def _wish_again(
    rows: Integers, basket: Basket, pending: Pending, clock: Clock, key: np.uint64, midnight: float
) -> None:
    """Refused impulses ring again after midnight with what is left of their hazard (LC13)."""
    for k in range(rows.size):
        row = rows[k]
        i = basket.consumer[row]
        rate = clock.rates[basket.trace[row]]
        left = basket.hazard[row] * math.exp(-rate * (midnight - basket.second[row]))
        draw = exponential(key, i, int(DAY_SECONDS - (midnight - basket.second[row])))
        if draw >= left:
            continue
        rings = midnight - math.log(1.0 - draw / left) / rate
        if rings < pending.second[i]:
            set_clock(
                pending, i, rings, basket.product[row], basket.anchor[row], -1, -NEVER,
                basket.price[row], basket.commission[row], left - draw, basket.impulse[row],
                basket.promise[row], basket.trace[row],
            )  # fmt: skip
