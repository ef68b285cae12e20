"""Shipping, the road, and patience running out on it (model.md 5; C24, C53, LC13b, LC21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaincinv

from core.arrays import Flags, Floats, Integers, Table
from core.declare import Parameters, param
from core.luck import uniforms
from core.units import DAY_SECONDS
from model.money import pay_way_out, reverse_sale, settle_owners
from model.order_book import join
from model.records import Catalog, Checkout, Deliveries, Fate

if TYPE_CHECKING:
    from model.world import World

Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]


class ShippingParameters(Parameters):
    """Days from door to door between supply cluster, other inland and abroad."""

    days: Matrix = param(
        ((1.8, 2.4, 11.0), (2.4, 2.6, 12.0), (11.0, 12.0, 3.5)),
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
    book, midnight = world.orders, world.seconds + DAY_SECONDS
    queue = join([book.queue, checkout.orders[checkout.orders["shipped"] < 0]])
    gave_up = (queue["cancel_at"] < midnight) | ~catalog.open[queue["product"]]
    cancelled_waiting, queue = queue[gave_up], queue[~gave_up]
    leaves = _first_in_line(world, queue)
    late, book.queue = queue[leaves], queue[~leaves]
    late["shipped"] = world.day
    shipped = join([checkout.orders[checkout.orders["shipped"] >= 0], late])
    settle_owners(world, late)
    _send(world, catalog, shipped)
    due = book.on_the_way.due(world.day)
    patient = due["delivered"] <= due["cancel_at"]
    received, cancelled_under_way = due[patient], due[~patient]
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


def _count(world: World, orders: Table) -> Integers:
    return np.bincount(orders["product"], minlength=len(world.factories))


def _first_in_line(world: World, queue: Table) -> Flags:
    """Which waiting orders today's stock can serve, first come first served."""
    product = queue["product"]
    by_product = np.argsort(product, kind="stable")
    starts = np.searchsorted(product[by_product], np.arange(len(world.factories)))
    place = np.empty(len(queue), np.int64)
    place[by_product] = np.arange(len(queue)) - starts[product[by_product]]
    stock = np.array([factory.on_hand for factory in world.factories])
    leaves: Flags = place < stock[product]
    for factory, units in zip(world.factories, _count(world, queue[leaves]).tolist(), strict=True):
        if units:
            factory.take(units)
    return leaves


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
    seconds = shipped["placed"].astype(np.int64)
    draws = uniforms(world.luck.key("road"), consumer, seconds)
    shape = world.scenario.shipping.shape
    days: Floats = mean * gammaincinv(shape, draws) / shape
    return days


def _turn_round(world: World, orders: Table) -> None:
    """Parcels given up on the way go back, unopened, and are stock again when they arrive."""
    orders["fate"] = Fate.CANCELLED
    back = world.day + world.scenario.returns.days
    world.orders.going_back.put(orders, np.full(len(orders), back))
    world.orders.coming_back += _count(world, orders)
