"""Shipping, the road, and patience running out on it (model.md 5; C24, C53, LC13b, LC21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Flags, Floats, Integers, Table
from core.compiled import compiled
from core.declare import Parameters, param
from core.luck import normals
from core.quantiles import gamma_nodes, interpolate
from core.tables import rows_of
from core.units import DAY_SECONDS
from model.appeal import worths
from model.money import pay_way_out, reverse_sale, settle_owners
from model.order_book import join
from model.records import Catalog, Checkout, Deliveries
from model.rows import Fate

if TYPE_CHECKING:
    from model.world import World

WAITS, LEAVES, GIVES_UP = 0, 1, 2

Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]


class ShippingParameters(Parameters):
    """Days from door to door between supply cluster, other inland and abroad."""

    days: Matrix = param(
        ((1.9, 2.55, 11.0), (2.55, 2.7, 12.0), (11.0, 12.0, 3.5)),
        "day", "mean days, from row to column", "S53-S56, 2.9",
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
    at_once = placed["shipped"] >= 0
    late, cancelled_waiting = _serve_queue(world, catalog, rows_of(placed, ~at_once))
    _judge_anew(world, catalog, late)
    settle_owners(world, late)
    shipped = join([rows_of(placed, at_once), late])
    _send(world, catalog, shipped)
    due = book.on_the_way.due(world.day)
    patient = due["delivered"] <= due["cancel_at"]
    received, cancelled_under_way = rows_of(due, patient), rows_of(due, ~patient)
    book.in_transit -= _count(world, due)
    _turn_round(world, cancelled_under_way)
    cancelled_waiting["fate"] = Fate.CANCELLED
    cancelled = join([cancelled_waiting, cancelled_under_way])
    reverse_sale(world, cancelled)
    book.with_consumers += _count(world, received)
    wait = (received["delivered"] - received["placed"]) / DAY_SECONDS
    return Deliveries(
        shipped, cancelled, received, np.maximum(wait - received["promised_days"], 0.0), wait
    )


def _serve_queue(world: World, catalog: Catalog, joining: Table) -> tuple[Table, Table]:
    """Who waits: today's stock serves the first in line, some give up. Returns both, in turn."""
    queue = join([world.orders.queue, joining])
    stock = np.array([factory.on_hand for factory in world.factories])
    verdict = np.empty(len(queue), np.uint8)
    midnight = world.seconds + DAY_SECONDS
    _first_in_line(queue, catalog.open, midnight, stock, verdict)
    late, gave_up, world.orders.queue = (
        rows_of(queue, verdict == what) for what in (LEAVES, GIVES_UP, WAITS)
    )
    for factory, units in zip(world.factories, _count(world, late).tolist(), strict=True):
        if units:
            factory.take(units)
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
    leaves_at = np.maximum(shipped["placed"], world.seconds)
    shipped["delivered"] = leaves_at + DAY_SECONDS * _days_on_the_road(world, catalog, shipped)
    shipped["fate"] = Fate.SHIPPED
    event = np.minimum(shipped["delivered"], shipped["cancel_at"])
    days = np.maximum(event // DAY_SECONDS, world.day).astype(np.int64)
    world.orders.on_the_way.put(shipped, days)
    world.orders.in_transit += _count(world, shipped)
    pay_way_out(world, shipped)


def _days_on_the_road(world: World, catalog: Catalog, shipped: Table) -> Floats:
    """Gamma delivery times around the mean of the region pair."""
    consumer, product = shipped["consumer"].astype(np.int64), shipped["product"]
    mean = world.shipping[catalog.region[product], world.consumers.traits.region[consumer]]
    scores = normals(world.luck.key("road"), consumer, shipped["placed"].astype(np.int64))
    shape = world.scenario.shipping.shape
    days: Floats = mean * (interpolate(gamma_nodes(shape), scores) / shape)
    return days


def _turn_round(world: World, orders: Table) -> None:
    """Parcels given up on the way go back, unopened, and are stock again when they arrive."""
    orders["fate"] = Fate.CANCELLED
    back = world.day + world.scenario.returns.days
    world.orders.going_back.put(orders, np.full(len(orders), back))
    world.orders.coming_back += _count(world, orders)
