"""Shipping, the road, and patience running out on it (docs/odd.md 7.9; C24, C53, LC13b, LC21)."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from core.arrays import Flags, Floats, Integers, Table
from core.compiled import compiled
from core.prefetching import AHEAD, fetch_ahead
from core.quantiles import gamma_nodes, quantile_at
from core.sharing import shards_of, share
from core.units import DAY_SECONDS
from model.appeal import worths
from model.books.money import pay_way_out, reverse_sale, settle_owners
from model.books.supply import take_from_stock
from model.order_book import join
from model.records import Catalog, Checkout, Deliveries
from model.rows import Fate, order_luck
from model.world import World


def deliver(world: World, catalog: Catalog, checkout: Checkout) -> Deliveries:
    """Ship what can be shipped, then hand over or take back what is due today.

    Who waits for a factory that has closed is paid back by its merchant, in debt if need be.
    """
    book = world.orders
    shipped, gave_up = _serve_queue(world, catalog, checkout.orders)
    carriage = _send(world, catalog, shipped)
    received, given_back, late_days, wait_days = _hand_over(
        book.on_the_way.due(world.day), book.in_transit, book.with_consumers, book.coming_back
    )
    back = world.day + world.scenario.returns.days  # unopened, and stock again when they arrive
    book.going_back.put_all(given_back, back)
    cancelled = join([gave_up, given_back])
    reverse_sale(world, catalog, cancelled)
    return Deliveries(shipped, cancelled, received, late_days, wait_days, carriage)


def _serve_queue(world: World, catalog: Catalog, placed: Table) -> tuple[Table, Table]:
    """Who waits: today's stock serves the first in line, some give up. What leaves; who gave up.

    What was sold from stock leaves before what had to wait.
    """
    book, factories = world.orders, world.factories
    stock = np.array([factory.on_hand for factory in factories])
    left = stock.copy()
    book.queue, shipped, gave_up, at_once = _first_in_line(
        book.queue, placed, catalog.open, world.seconds + DAY_SECONDS, world.day, left,
        book.waiting, book.in_transit,
    )  # fmt: skip
    take_from_stock(world, stock - left)
    late = shipped[at_once:]
    _judge_anew(world, catalog, late)
    settle_owners(world, catalog, late)
    return shipped, gave_up


@compiled
def _first_in_line(
    queue: Table, placed: Table, is_open: Flags, midnight: float, day: int, stock: Integers,
    owed: Integers, in_transit: Integers,
) -> tuple[Table, Table, Table, int]:  # fmt: skip
    """First come, first served, as far as patience and stock last; today's orders come last.

    Returns who waits on, what is shipped, who gave up, and how many of the shipped did not wait.
    """
    most = queue.size + placed.size
    waiting, gave_up = np.empty(most, queue.dtype), np.empty(most, queue.dtype)
    shipped = np.empty(most, queue.dtype)
    at_once = 0
    for row in range(placed.size):
        at_once += placed[row].shipped >= 0
    for product in range(owed.size):
        owed[product] = 0
    waits = gives_up = left_already = 0
    leaves = at_once
    for row in range(most):
        order = queue[row] if row < queue.size else placed[row - queue.size]
        if order.shipped >= 0:
            shipped[left_already] = order
            left_already += 1
            in_transit[order.product] += 1
        elif order.cancel_at < midnight or not is_open[order.product]:
            gave_up[gives_up] = order
            gave_up[gives_up].fate = Fate.CANCELLED
            gives_up += 1
        elif stock[order.product] > 0:
            stock[order.product] -= 1
            shipped[leaves] = order
            shipped[leaves].shipped, shipped[leaves].fate = day, Fate.SHIPPED
            leaves += 1
            in_transit[order.product] += 1
        else:
            waiting[waits] = order
            waits += 1
            owed[order.product] += 1
    return waiting[:waits], shipped[:leaves], gave_up[:gives_up], at_once


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


def _send(world: World, catalog: Catalog, shipped: Table) -> Integers:
    """Draw the day of arrival, file the parcels, pay the carrier: what platforms paid."""
    arrivals, home = np.empty(len(shipped), np.int64), world.consumers.traits.region
    key, shape = world.luck.key("road"), world.scenario.shipping.shape

    shards = shards_of(len(shipped))

    def some(begin: int, end: int) -> None:
        rows = slice(len(shipped) * begin // shards, len(shipped) * end // shards)
        scores = ndtri(order_luck(key, shipped[rows]))
        _set_out(
            shipped[rows], gamma_nodes(shape), scores, shape, world.shipping,
            catalog.region, home, world.day, arrivals[rows],
        )  # fmt: skip

    share(some, len(shipped))
    world.orders.on_the_way.put(shipped, arrivals)
    return pay_way_out(world, shipped)


@compiled
def _set_out(
    shipped: Table, nodes: Floats, scores: Floats, shape: float, shipping: Floats, origin: Integers,
    home: Integers, day: int, arrivals: Integers,
) -> None:  # fmt: skip
    """Gamma delivery times around the mean of the region pair; the day on which a parcel is due."""
    for row in range(shipped.size):
        fetch_ahead(shipped[min(row + AHEAD, shipped.size - 1)].consumer, home)
        order = shipped[row]
        mean = shipping[origin[order.product], home[order.consumer]]
        days = mean * (quantile_at(nodes, scores[row]) / shape)
        order.delivered = max(order.placed, day * DAY_SECONDS) + DAY_SECONDS * days
        event = min(order.delivered, order.cancel_at)
        arrivals[row] = max(int(event // DAY_SECONDS), day)


@compiled
def _hand_over(
    due: Table, in_transit: Integers, with_consumers: Integers, coming_back: Integers
) -> tuple[Table, Table, Floats, Floats]:
    """Parcels received, and given up on the road; of the former days late, and order to door."""
    count = 0
    for row in range(due.size):
        count += due[row].delivered <= due[row].cancel_at
    received, given_back = np.empty(count, due.dtype), np.empty(due.size - count, due.dtype)
    late_days, wait_days = np.empty(count), np.empty(count)
    count = 0
    for row in range(due.size):
        order = due[row]
        in_transit[order.product] -= 1
        if order.delivered <= order.cancel_at:
            received[count] = order
            wait = (order.delivered - order.placed) / DAY_SECONDS
            wait_days[count], late_days[count] = wait, max(wait - order.promised_days, 0.0)
            with_consumers[order.product] += 1
            count += 1
        else:
            given_back[row - count] = order
            given_back[row - count].fate = Fate.CANCELLED
            coming_back[order.product] += 1
    return received, given_back, late_days, wait_days
