"""Terms between anchors and merchants: what is on the table, and what is agreed (C49, W4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from agents.anchors import Anchor
from agents.contracts import Terms, bargaining_power, employ, kept_unit_value, negotiate
from agents.places import sourcing_costs
from core.arrays import Flags, Floats, Integers
from core.units import CENTS_A_YUAN
from model.records import Catalog

if TYPE_CHECKING:
    from model.world import World


@dataclass(frozen=True)
class Proposals:
    """What factories put on the table this morning, in CNY, one row a factory."""

    list_price: Floats
    floor_price: Floats
    max_commission: Floats
    max_slot_fee: Floats
    take_rate: Floats  # platform's share, 0 where it is the merchant
    unit_cost: Floats  # what the floor leaves after the take: all that a kept unit costs
    return_carriage: Floats  # that merchants pay for a unit that comes back


@dataclass(frozen=True)
class Crew:
    """The anchors that stream today, side by side: a row each, a column a factory."""

    anchors: Sequence[Anchor]
    row: Integers  # of their experience
    platform: Integers
    followers: Integers
    power: Floats
    views: Floats  # exposures expected of a slot
    commission_share: Floats
    conversion: Floats  # [A, F]
    returns: Floats  # [A, F]
    sourcing: Floats  # [A, F] CNY a slot


def proposals_of(world: World, catalog: Catalog) -> Proposals:
    """What every factory would agree to this morning."""
    rows = np.array(
        [(f.floor_price / CENTS_A_YUAN, f.max_commission, f.max_slot_fee / CENTS_A_YUAN)
         for f in world.factories]
    ).reshape(-1, 3)  # fmt: skip
    parcels = np.array([category.shipping_cost for category in world.categories])
    ways = 2.0 if world.scenario.returns.free else 1.0  # a return's way back is the buyer's
    return Proposals(
        list_price=catalog.price / CENTS_A_YUAN,
        floor_price=rows[:, 0],
        max_commission=rows[:, 1],
        max_slot_fee=rows[:, 2],
        take_rate=catalog.take,
        unit_cost=rows[:, 0] * (1.0 - catalog.take),
        return_carriage=ways * parcels[catalog.category],
    )


def crew_of(world: World, catalog: Catalog, anchors: Sequence[Anchor]) -> Crew:
    """What these anchors know and can ask for this morning."""
    known = world.experience
    row = np.array([anchor.index for anchor in anchors], dtype=np.int64)
    platform = np.array([anchor.platform for anchor in anchors], dtype=np.int64)
    followers = np.array([anchor.followers for anchor in anchors], dtype=np.int64)
    reviews = np.array([home.reviews for home in world.platforms])[platform]
    kept = np.array([home.kept for home in world.platforms])[platform]
    return Crew(
        anchors=anchors,
        row=row,
        platform=platform,
        followers=followers,
        power=bargaining_power(world.scenario.contracts, 1.0 * followers, len(world.consumers)),
        views=known.expected_views(row, followers),
        commission_share=known.commission_share(row),
        conversion=known.conversion(row),
        returns=known.return_rate(row, reviews, kept),
        sourcing=sourcing_of(world, catalog, anchors),
    )


def sourcing_of(world: World, catalog: Catalog, anchors: Sequence[Anchor]) -> Floats:
    """CNY a slot of each factory's goods; nothing for who works in one: [anchors, F]."""
    row = np.array([anchor.index for anchor in anchors], dtype=np.int64)
    region = np.array([anchor.region for anchor in anchors], dtype=np.int64)
    free = _flags(anchor.employer is None for anchor in anchors)
    days = world.shipping.T[region][:, catalog.region]
    income = world.experience.income[row, None]
    return sourcing_costs(world.scenario.anchors, income, days) * free[:, None]


def _flags(answers: Iterable[bool]) -> Flags:
    return np.array(list(answers), dtype=bool)


def agree(world: World, catalog: Catalog, proposals: Proposals, crew: Crew) -> Terms:
    """Terms hold for some days; a festival has its own, agreed for the day (S12)."""
    festive = world.day in world.scenario.anchors.festival_days
    until = world.day + world.scenario.contracts.renegotiation_days
    agreed = [anchor.terms for anchor in crew.anchors]
    due = _flags(festive or not a.terms or world.day >= a.terms_until for a in crew.anchors)
    free = _flags(anchor.employer is None for anchor in crew.anchors)
    for how, whom in ((_bargain, free), (_employ, ~free)):
        places = np.flatnonzero(due & whom)
        if not places.size:
            continue
        terms_of_each = how(world, catalog, proposals, crew, places).each()
        for place, terms in zip(places.tolist(), terms_of_each, strict=True):
            agreed[place] = terms
            if not festive:
                crew.anchors[place].terms, crew.anchors[place].terms_until = terms, until
    return Terms.together([terms for terms in agreed if terms], len(catalog.open))


def _bargain(
    world: World, catalog: Catalog, proposals: Proposals, crew: Crew, places: Integers
) -> Terms:
    """What free anchors and merchants agree on."""
    contracts, power = world.scenario.contracts, crew.power[places, None]
    returns, views = crew.returns[places], crew.views[places, None]
    least, festive = _least_discount(world)
    asked = [crew.anchors[k].behaviour.discount(float(crew.power[k])) for k in places.tolist()]
    return negotiate(
        power,
        world.experience.reservation(crew.row[places])[:, None],
        views * crew.conversion[places] * (1.0 - returns),
        proposals.list_price,
        proposals.floor_price,
        kept_unit_value(contracts, proposals.unit_cost, proposals.return_carriage, returns),
        discount=np.maximum(np.array(asked).reshape(-1, 1), least),
        take_rate=proposals.take_rate,
        max_commission=proposals.max_commission,
        max_slot_fee=proposals.max_slot_fee,
        sourcing_cost=crew.sourcing[places],
        reference_price=catalog.reference,
        category=catalog.category,
        fee_power=contracts.fee_power,
        discount_share=contracts.festival_share / power if festive else contracts.discount_share,
        commission_share=crew.commission_share[places, None],
    )


def _employ(
    world: World, catalog: Catalog, proposals: Proposals, crew: Crew, places: Integers
) -> Terms:
    """What factories pay the anchors of their own streams (S63)."""
    p = world.scenario.anchors
    return employ(
        np.array([crew.anchors[k].employer for k in places.tolist()], dtype=np.int64),
        p.own_wage * p.outside_option,
        proposals.list_price,
        proposals.floor_price,
        discount=max(p.own_discount, _least_discount(world)[0]),
        reference_price=catalog.reference,
        category=catalog.category,
    )


def _least_discount(world: World) -> tuple[float, bool]:
    """Share off the list price that the day asks for, and whether the day is a festival (S12)."""
    p = world.scenario.anchors
    festive = world.day in p.festival_days
    return p.festival_discount if festive else 0.0, festive
