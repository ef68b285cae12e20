"""Careers of anchors: what a day taught and earned them; who gives up, who arrives, who moves."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.anchors import Anchor
from agents.casting import create_anchors
from agents.places import CLUSTER, best_region, cluster_rent, sourcing_costs
from core.arrays import Floats, Integers, Table
from core.compiled import compiled
from core.units import CENTS_A_YUAN, many_to_cents, to_cents
from model.bargains import sourcing_of
from model.ledger import Party, Reason
from model.own_streams import biggest, free_anchors, let_go, staff_own_streams
from model.records import Aftersales, Audience, Catalog, Channel, Checkout, Deliveries, Schedule
from model.world import World


class Moves(NamedTuple):
    """Indices of the anchors that left, entered and moved today."""

    left: tuple[int, ...]
    entered: tuple[int, ...]
    moved: tuple[int, ...]


class Earned(NamedTuple):
    """What the day brought each anchor and product."""

    exposures: Floats  # [A, F]
    orders: Floats  # [A, F]
    returns: Floats  # [A, F]
    slots: Floats  # [A, F]
    heard: Floats  # [A] exposures of all products
    pitches: Floats  # [A] slots of all products
    paid: Floats  # [A] orders, each weighted by the part of its commission that was due
    cents: Integers  # [A] slot fees, and commissions less those that flowed back today


def review_anchors(
    world: World,
    catalog: Catalog,
    schedule: Schedule,
    audience: Audience,
    checkout: Checkout,
    deliveries: Deliveries,
    aftersales: Aftersales,
) -> Moves:
    """Anchors learn, pay for their place, and a few careers end, begin or move (C54, S65, Q20)."""
    earned = _earned(world, schedule, audience, checkout, deliveries, aftersales)
    costs = _pay_for_places(world, catalog, earned)
    who = np.array([anchor.index for anchor in world.anchors if anchor.active], dtype=np.int64)
    known, at_work = world.experience, Earned._make(c.take(who, axis=0) for c in earned)
    known.learn(who, at_work.exposures, at_work.orders, at_work.returns, at_work.paid)
    known.earn(who, at_work.cents - costs[who], at_work.heard, at_work.slots)
    left, entered = _leave(world), _enter(world)
    hired, dismissed = staff_own_streams(world)
    let_go(world, left + dismissed)
    return Moves(left + dismissed, entered + hired, _move(world, catalog))


def _earned(
    world: World,
    schedule: Schedule,
    audience: Audience,
    checkout: Checkout,
    deliveries: Deliveries,
    aftersales: Aftersales,
) -> Earned:
    anchors, factories = len(world.anchors), len(world.factories)
    exposures, orders, returns, slots = np.zeros((4, anchors, factories))
    heard, pitches, paid = np.zeros((3, anchors))
    cents = np.zeros(anchors, np.int64)
    earned = Earned(exposures, orders, returns, slots, heard, pitches, paid, cents)
    later = world.scenario.contracts.after_session
    _add_slots(earned, schedule.anchor, schedule.slot_session, schedule.slot_product,
               schedule.slot_fee, audience.exposures)  # fmt: skip
    _add_orders(earned, checkout.orders, aftersales.returned, later)
    for undone in (deliveries.cancelled, aftersales.came_back):  # as the ledger refunds them
        _take_off(earned.cents, undone)
    return earned


@compiled
def _add_slots(
    earned: Earned, anchor: Integers, session: Integers, product: Integers, fee: Integers,
    exposures: Integers,
) -> None:  # fmt: skip
    for slot in range(session.size):
        who, what = anchor[session[slot]], product[slot]
        earned.slots[who, what] += 1.0
        earned.pitches[who] += 1.0
        earned.exposures[who, what] += exposures[slot]
        earned.heard[who] += exposures[slot]
        earned.cents[who] += fee[slot]


@compiled
def _add_orders(earned: Earned, placed: Table, returned: Table, later: float) -> None:
    """Of the full commission is due: all while live, a part after it, none on a friend's word."""
    for row in range(placed.size):
        order = placed[row]
        if order.anchor >= 0:
            earned.orders[order.anchor, order.product] += 1.0
            earned.cents[order.anchor] += order.commission
            if order.channel == Channel.LIVE:
                earned.paid[order.anchor] += 1.0
            elif order.commission > 0:
                earned.paid[order.anchor] += later
    for row in range(returned.size):
        if returned[row].anchor >= 0:
            earned.returns[returned[row].anchor, returned[row].product] += 1.0


@compiled
def _take_off(cents: Integers, undone: Table) -> None:
    for row in range(undone.size):
        if undone[row].anchor >= 0:
            cents[undone[row].anchor] -= undone[row].commission


def _rent(world: World) -> float:
    """CNY a slot in the cluster, at today's crowding."""
    homes = [world.anchors[row].region for row in free_anchors(world)]
    return cluster_rent(world.scenario.anchors, homes.count(CLUSTER) / max(len(homes), 1))


def _pay_for_places(world: World, catalog: Catalog, earned: Earned) -> Integers:
    """Samples, trips and rent of today's slots, in cents an anchor, paid to the outside."""
    rent, ledger, costs = _rent(world), world.ledger, np.zeros_like(earned.cents)
    rows = earned.pitches.nonzero()[0]
    streamed = [world.anchors[row] for row in rows.tolist()]
    region = np.array([one.region for one in streamed], np.int64)
    free = np.array([one.is_free for one in streamed], np.bool_)
    housed = (region == CLUSTER) & free  # who works in a factory lives there
    sourcing = sourcing_of(world, catalog, rows, region, free)
    accounts, outside = ledger.first(Party.ANCHORS) + rows, ledger.account(Party.OUTSIDE)
    paid_sourcing = many_to_cents(np.vecdot(sourcing, earned.slots.take(rows, axis=0)))
    paid_rent = many_to_cents(rent * earned.pitches[rows] * housed)
    ledger.transfer(accounts, outside, paid_sourcing, Reason.SOURCING)
    ledger.transfer(accounts, outside, paid_rent, Reason.OPERATION)
    costs[rows] = paid_sourcing + paid_rent
    return costs


def _leave(world: World) -> tuple[int, ...]:
    """Who gives up after too many live days at a loss; now and then the biggest is banned."""
    losing = world.experience.losing_days.tolist()
    leaving = [
        anchor
        for anchor, days in zip(world.anchors, losing, strict=True)
        if days >= anchor.parameters.exit_patience and anchor.active and anchor.is_free
    ]
    if world.day in world.scenario.anchors.bans and (star := biggest(world)) is not None:
        leaving = [anchor for anchor in leaving if anchor.index != star] + [world.anchors[star]]
    return tuple(anchor.index for anchor in leaving)


def _enter(world: World) -> tuple[int, ...]:
    """A Poisson number of newcomers, with an account and no followers, where anchors are at all."""
    parameters = world.scenario.anchors
    count = world.luck.count("anchor entry", world.day, parameters.entry_rate)
    persons = sum(anchor.is_free for anchor in world.anchors)
    if count == 0 or persons == 0:
        return ()
    places = [p.parameters.share * p.parameters.live for p in world.platforms]
    if not any(places):
        return ()
    first = len(world.anchors)
    world.experience.grow(count)
    newcomers = create_anchors(
        world.market,
        range(first, first + count),
        range(persons, persons + count),
        parameters,
        world.behaviours,
        places,
        world.experience,
        world.luck,
    )
    for anchor in newcomers:
        world.ledger.add_anchor()
        world.anchors.append(anchor)
    return tuple(anchor.index for anchor in newcomers)


def _move(world: World, catalog: Catalog) -> tuple[int, ...]:
    """Anchors look at the map in turn and move where their slots cost less (C54)."""
    moved: list[int] = []
    p, known = world.scenario.anchors, world.experience
    price, today = to_cents(p.relocation_cost), p.relocation_review - 1 - world.day
    due = [
        anchor
        for anchor in world.anchors[today % p.relocation_review :: p.relocation_review]
        if anchor.active and anchor.is_free and known.streamed[anchor.index]
        and world.ledger.cash(Party.ANCHORS, anchor.index) >= price
    ]  # fmt: skip
    rent = _rent(world) if due else 0.0
    for anchor in due:
        goal = best_region(
            _place_costs(world, catalog, anchor, rent),
            anchor.region,
            p.sessions_per_week / 7.0 * p.slots_per_session * p.relocation_horizon,
            price / CENTS_A_YUAN,
        )
        if goal != anchor.region:
            payer = world.ledger.account(Party.ANCHORS, anchor.index)
            outside = world.ledger.account(Party.OUTSIDE)
            world.ledger.transfer(payer, outside, price, Reason.RELOCATION)
            anchor.region = goal
            moved.append(anchor.index)
    return tuple(moved)


def _place_costs(world: World, catalog: Catalog, anchor: Anchor, rent: float) -> Floats:
    """CNY a slot in each region, for the partners the anchor works with."""
    days = np.asarray(world.shipping)[catalog.region]  # [F, regions]
    known, row = world.experience, anchor.index
    income = float(known.income[row])
    costs = sourcing_costs(anchor.parameters, income, days).T @ known.familiarity(row)
    costs[CLUSTER] += rent
    return costs
