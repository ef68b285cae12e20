"""Terms between anchors and merchants: what is on the table, and what is agreed (C49, W4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from agents.anchors import Anchor
from agents.contracts import (
    Asks,
    Bids,
    Terms,
    bargaining_power,
    employ,
    kept_unit_value,
    negotiate,
)
from agents.places import sourcing_costs
from core.arrays import Flags, Floats, Integers
from core.units import CENTS_A_YUAN
from model.records import Catalog
from model.world import World

NOBODY = -1  # employer of who is free


class Proposals(NamedTuple):
    """What factories put on the table this morning, in CNY, one row a factory."""

    bids: Bids
    floor: Integers  # lowest live price [cents]
    least_left: Floats  # of a kept unit's price after all shares: cost, parcel and least margin
    return_carriage: Floats  # that merchants pay for a unit that comes back


class Crew(NamedTuple):
    """The anchors that stream today, side by side: a row each, a column a factory."""

    anchors: Sequence[Anchor]
    row: Integers  # of their experience
    person: Integers  # whose luck it has
    platform: Integers
    employer: Integers  # factory, -1 for who is free
    free: Flags  # works for no factory
    followers: Integers
    power: Floats
    views: Floats  # exposures expected of a slot
    commission_share: Floats
    conversion: Floats  # [A, F]
    returns: Floats  # [A, F]
    sourcing: Floats  # [A, F] CNY a slot


def proposals_of(world: World, catalog: Catalog) -> Proposals:
    """What every factory would agree to this morning."""
    cents = np.array([factory.floor_price for factory in world.factories], np.int64)
    commission = np.array([factory.max_commission for factory in world.factories], np.float64)
    fee = np.array([factory.max_slot_fee for factory in world.factories]) / CENTS_A_YUAN
    floor = cents / CENTS_A_YUAN
    shares = catalog.take + catalog.programme
    ways = 2.0 if world.scenario.returns.free else 1.0  # a return's way back is the buyer's
    return Proposals(
        bids=Bids(
            catalog.price / CENTS_A_YUAN, floor, shares, commission, fee, catalog.reference,
            catalog.category,
        ),
        floor=cents,
        least_left=floor * (1.0 - shares),
        return_carriage=ways * world.lines.carriage,
    )  # fmt: skip


def crew_of(world: World, catalog: Catalog, anchors: Sequence[Anchor]) -> Crew:
    """What these anchors know and can ask for this morning."""
    known = world.experience
    row, person, platform, region, employer, followers = columns(
        [(a.index, a.person, a.platform, a.region, NOBODY if a.employer is None else a.employer,
          a.followers) for a in anchors],
        6,
    )  # fmt: skip
    free = employer < 0
    public = np.array([(home.reviews, home.kept) for home in world.platforms])
    public = public.take(platform, axis=0)
    return Crew(
        anchors=anchors,
        row=row,
        person=person,
        platform=platform,
        employer=employer,
        free=free,
        followers=followers,
        power=bargaining_power(world.scenario.contracts, 1.0 * followers, len(world.consumers)),
        views=known.expected_views(row, followers),
        commission_share=known.commission_share(row),
        conversion=known.conversion(row),
        returns=known.return_rate(row, public[:, 0], public[:, 1]),
        sourcing=sourcing_of(world, catalog, row, region, free),
    )


def columns(rows: Sequence[tuple[int, ...]], count: int) -> Integers:
    """Whole numbers of some agents, a tuple each, as `count` columns."""
    return np.array(rows, np.int64).reshape(-1, count).T.copy()


def sourcing_of(
    world: World, catalog: Catalog, row: Integers, region: Integers, free: Flags
) -> Floats:
    """CNY a slot of each factory's goods; nothing for who works in one: [anchors, F]."""
    days = world.shipping.take(catalog.region, axis=0).take(region, axis=1).T
    income = world.experience.income[row, None]
    return sourcing_costs(world.scenario.anchors, income, days) * free[:, None]


def agree(world: World, proposals: Proposals, crew: Crew) -> Terms:
    """Terms hold for some days; a festival has its own, agreed for the day (S12)."""
    festive = world.day in world.scenario.anchors.festival_days
    until = world.day + world.scenario.contracts.renegotiation_days
    known = world.experience
    due = known.terms_until[crew.row] <= (np.inf if festive else world.day)
    agreed = []
    for how, whom in ((_bargain, crew.free), (_employ, ~crew.free)):
        places = (due & whom).nonzero()[0]
        if places.size:
            agreed.append((places, how(world, proposals, crew, places)))
    if not festive:
        for places, terms in agreed:
            known.sign(crew.row[places], terms, until)
    in_force = known.terms(crew.row)
    if festive:
        for places, terms in agreed:
            in_force.replace(places, terms)
    return in_force


def _bargain(world: World, proposals: Proposals, crew: Crew, places: Integers) -> Terms:
    """What free anchors and merchants agree on."""
    contracts, power, returns = world.scenario.contracts, crew.power[places], crew.returns[places]
    as_price = [crew.anchors[k].behaviour.price_share for k in places.tolist()]
    asks = Asks(
        power=power,
        reservation=world.experience.reservation(crew.row[places]),
        price_share=np.array(as_price),
        commission_share=crew.commission_share[places],
    )
    return negotiate(
        contracts,
        asks,
        proposals.bids,
        crew.views[places, None] * crew.conversion[places] * (1.0 - returns),
        kept_unit_value(contracts, proposals.least_left, proposals.return_carriage, returns),
        crew.sourcing[places],
        _festival_discount(world),
    )


def _employ(world: World, proposals: Proposals, crew: Crew, places: Integers) -> Terms:
    """What factories pay the anchors of their own streams (S63)."""
    p, bids = world.scenario.anchors, proposals.bids
    return employ(
        crew.employer[places],
        p.own_wage * p.outside_option,
        bids.list_price,
        bids.floor_price,
        discount=max(p.own_discount, _festival_discount(world)),
        reference_price=bids.reference_price,
        category=bids.category,
    )


def _festival_discount(world: World) -> float:
    """Share off the list price that the day asks of all; none but on a festival (S12)."""
    p = world.scenario.anchors
    return p.festival_discount if world.day in p.festival_days else 0.0
