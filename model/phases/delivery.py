"""Shipping, the road, and patience running out on it (model.md 5; C24, C53, LC13b, LC21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from core.arrays import Flags, Floats, Integers, Table
from core.compiled import compiled
from core.declare import Parameters, param
from core.quantiles import gamma_nodes, quantile_at
from core.tables import parted
from core.units import DAY_SECONDS
from model.appeal import worths
from model.money import pay_way_out, reverse_sale, settle_owners
from model.order_book import join
from model.records import Catalog, Checkout, Deliveries
from model.rows import Fate, order_luck
from model.supply import take_from_stock

if TYPE_CHECKING:
    from model.world import World

WAITS, LEAVES, GIVES_UP = 0, 1, 2

Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]


class ShippingParameters(Parameters):
    """Days from door to door between supply cluster, other inland and abroad."""

    days: Matrix = param(
        ((1.9, 2.55, 11.0), (2.55, 2.7, 12.0), (11.0, 12.0, 3.5)),
        "day", "mean days, from row to column", "S53-S56, 2.9", least=0,
    )  # fmt: skip
    shape: float = param(8.0, "-", "gamma shape of the delivery time", "2.9", 2, 12, least=0.1)
    cost_abroad: float = param(
        4.0, "ratio", "parcel cost across the border against at home", "assumption", 2, 10, least=0
    )


def deliver(world: World, catalog: Catalog, checkout: Checkout) -> Deliveries:
    """Ship what can be shipped, then hand over or take back what is due today.

    Who waits for a factory that has closed is paid back by its merchant, in debt if need be.
    """
    book, placed = world.orders, checkout.orders
    at_once, to_wait = parted(placed, placed["shipped"] >= 0)
    late, cancelled_waiting = _serve_queue(world, catalog, to_wait)
    _judge_anew(world, catalog, late)
    settle_owners(world, catalog, late)
    shipped = join([at_once, late])
    _send(world, catalog, shipped)
    due = book.on_the_way.due(world.day)
    received, cancelled_under_way = parted(due, due["delivered"] <= due["cancel_at"])
    book.in_transit -= _count(world, due)
    _turn_round(world, cancelled_under_way)
    cancelled_waiting["fate"] = Fate.CANCELLED
    cancelled = join([cancelled_waiting, cancelled_under_way])
    reverse_sale(world, catalog, cancelled)
    book.with_consumers += _count(world, received)
    wait = (received["delivered"] - received["placed"]) / DAY_SECONDS
    return Deliveries(
        shipped, cancelled, received, np.maximum(wait - received["promised_days"], 0.0), wait
    )


def _serve_queue(world: World, catalog: Catalog, joining: Table) -> tuple[Table, Table]:
    """Who waits: today's stock serves the first in line, some give up. Returns both, in turn."""
    queue = join([world.orders.queue, joining])
    if not len(queue):
        return queue, queue
    stock = np.array([factory.on_hand for factory in world.factories])
    verdict = np.empty(len(queue), np.uint8)
    midnight = world.seconds + DAY_SECONDS
    _first_in_line(queue, catalog.open, midnight, stock, verdict)
    world.orders.queue, served = parted(queue, verdict == WAITS)
    late, gave_up = parted(served, verdict[verdict != WAITS] == LEAVES)
    take_from_stock(world, _count(world, late))
    late["shipped"] = world.day
    return late, gave_up


@compiled
def _first_in_line(
    queue: Table, is_open: Flags, midnight: float, stock: Integers, verdict: Integers
) -> None:
    """First come, first served, as far as patience and stock last."""
    for row in range(queue.size):
        order = queue[row]
        if order.cancel_at < midnight or not is_open[order.product]:
            verdict[row] = GIVES_UP
        elif stock[order.product] > 0:
            stock[order.product] -= 1
            verdict[row] = LEAVES
        else:
            verdict[row] = WAITS


def _count(world: World, orders: Table) -> Integers:
    return np.bincount(orders["product"], minlength=len(world.factories))


def _judge_anew(world: World, catalog: Catalog, late: Table) -> None:
    """Who waited across a launch gets the new design, and judges what comes by the old promise."""
    if not len(late):
        return
    design = np.array([factory.generation for factory in world.factories])[late["product"]]
    rows = np.flatnonzero(late["generation"] != design)
    if not rows.size:
        return
    worth = np.empty(rows.size)
    consumer, product = (late[name][rows].astype(np.int64) for name in ("consumer", "product"))
    worths(consumer, product, world.consumers.traits, world.offers(catalog), world.weights, worth)
    late["worth"][rows], late["generation"][rows] = worth, design[rows]


def _send(world: World, catalog: Catalog, shipped: Table) -> None:
    """Draw the day of arrival, pay the carrier, file the parcels."""
    if not len(shipped):
        return
    scores, shape = (
        ndtri(order_luck(world.luck.key("road"), shipped)),
        world.scenario.shipping.shape,
    )
    arrivals = np.empty(len(shipped), np.int64)
    _set_out(
        shipped, gamma_nodes(shape), scores, shape, world.shipping, catalog.region,
        world.consumers.traits.region, world.day, arrivals,
    )  # fmt: skip
    world.orders.on_the_way.put(shipped, arrivals)
    world.orders.in_transit += _count(world, shipped)
    pay_way_out(world, shipped)


@compiled
def _set_out(
    shipped: Table, nodes: Floats, scores: Floats, shape: float, shipping: Floats, origin: Integers,
    home: Integers, day: int, arrivals: Integers,
) -> None:  # fmt: skip
    """Gamma delivery times around the mean of the region pair; the day on which a parcel is due."""
    for row in range(shipped.size):
        order = shipped[row]
        mean = shipping[origin[order.product], home[order.consumer]]
        days = mean * (quantile_at(nodes, scores[row]) / shape)
        order.delivered = max(order.placed, day * DAY_SECONDS) + DAY_SECONDS * days
        order.fate = Fate.SHIPPED
        event = min(order.delivered, order.cancel_at)
        arrivals[row] = max(int(event // DAY_SECONDS), day)


def _turn_round(world: World, orders: Table) -> None:
    """Parcels given up on the way go back, unopened, and are stock again when they arrive."""
    orders["fate"] = Fate.CANCELLED
    world.orders.going_back.put_all(orders, world.day + world.scenario.returns.days)
    world.orders.coming_back += _count(world, orders)
