"""Contracts between an anchor and factories: negotiated, never assumed (C49, W4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TypeVar

import numpy as np

from core.arrays import Flags, Floats, Integers
from core.declare import Parameters, param

Amount = TypeVar("Amount", float, Floats)  # of one anchor, or of several

LEAST_UNITS = 1e-9  # kept units a slot below which nothing is expected to sell


class ContractParameters(Parameters):
    """How anchors and merchants bargain."""

    # fmt: off
    renegotiation_days: int = param(
        7, "day", "days that agreed terms hold", "assumption", 1, 90, least=1
    )
    least_power: float = param(
        0.05, "share", "bargaining power without an audience",
        "calibrated: commissions (S12, S13)",
        0.01, 0.5, least=0.001, most=0.999,
    )
    most_power: float = param(
        0.85, "share", "bargaining power of an anchor whom all follow", "assumption",
        0.5, 0.99, least=0.001, most=0.999,
    )
    power_half: float = param(
        0.1, "share", "followers, as a share of the public, for half the rise in power",
        "assumption", 0.01, 0.5, least=1e-6,
    )
    fee_power: float = param(
        0.5, "share", "bargaining power from which a slot fee can be asked", "S106, assumption",
        0.2, 1.0, least=0, most=1,
    )
    discount_share: float = param(
        0.6, "share", "of what its power could claim of the margin, that a discount may take",
        "S16, assumption", 0.0, 0.9, least=0, most=0.99,
    )
    festival_share: float = param(
        0.9, "share", "of the whole margin to spare, that a festival's discount may take, whatever "
        "the power", "S12 (30 to 50 % off), assumption", 0.5, 0.99, least=0, most=0.99,
    )
    after_session: float = param(
        0.5, "share", "part of the commission due on orders placed after the session ended",
        "assumption", 0.0, 1.0, least=0, most=1,
    )
    return_loss: float = param(
        0.1, "share", "part of the unit cost that merchants reckon a return loses", "assumption",
        0.0, 0.5, least=0, most=1,
    )
    repeats: int = param(
        10, "pitches", "most pitches of one product in a session", "assumption", 1, 40, least=1
    )
    repeat_gap: int = param(
        4, "offers", "next best offers pitched before the best comes again", "assumption",
        1, 50, least=1,
    )
    # fmt: on


@dataclass(frozen=True)
class Terms:
    """What an anchor and each factory agreed on; CNY and shares.

    One row a factory, or, for several anchors at once, one row an anchor and a column a factory.
    """

    live_price: Floats
    commission: Floats  # share of the live price, 0 without a deal
    slot_fee: Floats  # CNY a slot, 0 without a deal
    deal: Flags
    price_rank: Floats  # 0 cheapest ... 1 dearest in its category, against its reference price

    def each(self) -> list[Terms]:
        """Those of each anchor by itself."""
        return [Terms(*columns) for columns in zip(*vars(self).values(), strict=True)]

    @classmethod
    def together(cls, agreed: Sequence[Terms], factories: int) -> Terms:
        """Those of several anchors, side by side."""
        shape = len(agreed), factories
        columns = [np.concatenate(rows) for rows in zip(_NOBODYS, *map(_rows, agreed), strict=True)]
        return cls(*(column.reshape(shape) for column in columns))


_rows = attrgetter(*(field.name for field in fields(Terms)))
_NOBODYS = [np.empty(0, bool if field.name == "deal" else float) for field in fields(Terms)]


def bargaining_power(parameters: ContractParameters, followers: Amount, public: float) -> Amount:
    """Power in (0, 1): rises with the share of the public that follows, and saturates."""
    share = followers / max(public, 1.0)
    rise = share / (share + parameters.power_half) * (1.0 + parameters.power_half)
    return parameters.least_power + (parameters.most_power - parameters.least_power) * rise


def kept_unit_value(
    parameters: ContractParameters, unit_cost: Floats, carriage: Floats, return_rate: Floats
) -> Floats:
    """What a unit that stays with its buyer costs the merchant [CNY], its share of returns added.

    For each kept unit, r / (1 - r) others come back: the `carriage` of such a unit [CNY] and a
    part of its cost are lost.
    """
    returns = return_rate / (1.0 - return_rate)
    lost: Floats = carriage + parameters.return_loss * unit_cost
    return unit_cost + returns * lost


def negotiate(
    power: Floats | float,
    reservation: Floats | float,
    expected_units: Floats,
    list_price: Floats,
    floor_price: Floats,
    unit_value: Floats,
    *,
    discount: Floats | float,
    take_rate: Floats | float,
    max_commission: Floats,
    max_slot_fee: Floats,
    sourcing_cost: Floats,
    reference_price: Floats,
    category: Integers,
    fee_power: float,
    discount_share: Floats | float,
    commission_share: Floats | float,
) -> Terms:
    """Generalised Nash bargaining over one slot with every factory at once (C49, S106, W4).

    Several anchors do so at once if what is theirs has a row for each. A discount goes down to the
    floor, or by `discount_share` of the margin it could claim. The joint gain of a slot is
    expected_units x (live price x (1 - take rate) - unit_value) less what the anchor gives up
    (reservation and sourcing, CNY a slot); the anchor's share of it is its power. It is paid as
    commission up to what the factory allows (`commission_share` of it is due on average); a
    powerful anchor asks the rest as a fixed fee. There is a deal where both gain. Units are kept.
    """
    given_up = reservation + sourcing_cost
    sells = expected_units > LEAST_UNITS
    a_unit = np.divide(given_up, expected_units, out=np.zeros_like(unit_value), where=sells)
    even = (unit_value + a_unit) / (1.0 - take_rate)
    given = discount_share * power * np.maximum(list_price - even, 0.0)
    lowest = np.maximum(list_price - given, floor_price)
    live = np.minimum(np.maximum(list_price * (1.0 - discount), lowest), list_price)
    margin = expected_units * (live * (1.0 - take_rate) - unit_value)
    wanted = given_up + power * (margin - given_up)
    turnover = expected_units * live * commission_share
    share = np.divide(wanted, turnover, out=np.zeros_like(turnover), where=sells)
    commission = np.clip(share, 0.0, max_commission)
    paid = commission * turnover
    fee = np.clip(wanted - paid, 0.0, np.where(power >= fee_power, max_slot_fee, 0.0))
    deal = (given_up < paid + fee) & (paid + fee < margin) & sells & (floor_price <= list_price)
    return Terms(
        live_price=live,
        commission=np.where(deal, commission, 0.0),
        slot_fee=np.where(deal, fee, 0.0),
        deal=deal,
        price_rank=rank_within(live / reference_price, category),
    )


def employ(
    own: Integers | int,
    wage: float,
    list_price: Floats,
    floor_price: Floats,
    *,
    discount: float,
    reference_price: Floats,
    category: Integers,
) -> Terms:
    """Terms of factories' own streams: the `own` line only, a `wage` [CNY] a slot, no commission.

    The way to live selling that is left to a price near cost, which can pay no commission (W4,
    2.5). Nobody bargains: how often it streams is its strategy's business, as its advertising is.
    """
    live = np.minimum(np.maximum(list_price * (1.0 - discount), floor_price), list_price)
    deal = (np.arange(len(live)) == np.expand_dims(own, -1)) & (floor_price <= list_price)
    return Terms(
        live_price=np.broadcast_to(live, deal.shape),
        commission=np.zeros(deal.shape),
        slot_fee=np.where(deal, wage, 0.0),
        deal=deal,
        price_rank=np.broadcast_to(rank_within(live / reference_price, category), deal.shape),
    )


def rank_within(values: Floats, groups: Integers) -> Floats:
    """Rank of each value among those of its group, from 0 (lowest) to 1 (highest).

    Groups are of the last axis; each row of values is ranked by itself.
    """
    order = np.lexsort((values, np.broadcast_to(groups, values.shape)))
    sorted_groups = np.sort(groups)
    begins = np.searchsorted(sorted_groups, sorted_groups, side="left")
    sizes = np.searchsorted(sorted_groups, sorted_groups, side="right") - begins
    ranks = np.empty(values.shape)
    place = (np.arange(len(groups)) - begins) / np.maximum(sizes - 1, 1)
    np.put_along_axis(ranks, order, np.broadcast_to(place, values.shape), axis=-1)
    return ranks
