"""Terms between anchors and merchants: what is on the table, and what is agreed (C49, W4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from agents.anchors import Anchor
from agents.contracts import Terms, employ, kept_unit_value, negotiate
from core.arrays import Floats
from core.units import CENTS_A_YUAN
from model.money import take_rates
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


def proposals_of(world: World, catalog: Catalog) -> Proposals:
    """What every factory would agree to this morning."""
    rows = np.array(
        [(f.floor_price / CENTS_A_YUAN, f.max_commission, f.max_slot_fee / CENTS_A_YUAN)
         for f in world.factories]
    ).reshape(-1, 3)  # fmt: skip
    takes = take_rates(world)
    parcels = np.array([category.shipping_cost for category in world.categories])
    ways = 2.0 if world.scenario.returns.free else 1.0  # a return's way back is the buyer's
    return Proposals(
        list_price=catalog.price / CENTS_A_YUAN,
        floor_price=rows[:, 0],
        max_commission=rows[:, 1],
        max_slot_fee=rows[:, 2],
        take_rate=takes,
        unit_cost=rows[:, 0] * (1.0 - takes),
        return_carriage=ways * parcels[catalog.category],
    )


def agree(
    world: World,
    catalog: Catalog,
    proposals: Proposals,
    anchor: Anchor,
    power: float,
    sourcing: Floats,
    returns: Floats,
) -> Terms:
    """Terms hold for some days; a festival has its own, agreed for the day (S12)."""
    contracts, parameters = world.scenario.contracts, anchor.parameters
    festive = world.day in parameters.festival_days
    if anchor.terms is not None and not festive and world.day < anchor.terms_until:
        return anchor.terms
    least = parameters.festival_discount if festive else 0.0
    if anchor.employer is not None:
        terms = employ(
            anchor.employer,
            anchor.wage,
            proposals.list_price,
            proposals.floor_price,
            discount=max(parameters.own_discount, least),
            reference_price=catalog.reference,
            category=catalog.category,
        )
    else:
        terms = negotiate(
            power,
            anchor.reservation,
            anchor.expected_views * anchor.conversion * (1.0 - returns),
            proposals.list_price,
            proposals.floor_price,
            kept_unit_value(contracts, proposals.unit_cost, proposals.return_carriage, returns),
            discount=max(anchor.behaviour.discount(power), least),
            take_rate=proposals.take_rate,
            max_commission=proposals.max_commission,
            max_slot_fee=proposals.max_slot_fee,
            sourcing_cost=sourcing,
            reference_price=catalog.reference,
            category=catalog.category,
            fee_power=contracts.fee_power,
            discount_share=contracts.festival_share / power
            if festive
            else contracts.discount_share,
            commission_share=anchor.commission_share,
        )
    if not festive:
        anchor.terms, anchor.terms_until = terms, world.day + contracts.renegotiation_days
    return terms
