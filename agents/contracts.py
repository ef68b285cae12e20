"""Contracts between an anchor and factories: negotiated, never assumed (C49, W4)."""

from __future__ import annotations

from typing import NamedTuple, Self, TypeVar

import numpy as np
from pydantic import model_validator

from core.arrays import Flags, Floats, Integers
from core.compiled import compiled
from core.declare import Parameters, Unfit, param

Amount = TypeVar("Amount", float, Floats)  # of one anchor, or of several

LEAST_UNITS = 1e-9  # kept units a slot below which nothing is expected to sell


class ContractParameters(Parameters):
    """How anchors and merchants bargain."""

    # fmt: off
    renegotiation_days: int = param(
        7, "day", "days that agreed terms hold", "assumption", 1, 90, least=1
    )
    least_power: float = param(
        0.04, "share", "bargaining power without an audience",
        "calibrated: commissions (S12, S13)",
        0.01, 0.5, least=0.001, most=0.999,
    )
    most_power: float = param(
        0.85, "share", "bargaining power of an anchor whom all follow", "assumption",
        0.5, 0.99, least=0.001, most=0.999,
    )
    power_half: float = param(
        0.05, "share", "followers, as a share of the public, for half the rise in power",
        "calibrated: commissions (S12, S13)", 0.01, 0.5, least=1e-6,
    )
    fee_power: float = param(
        0.5, "share", "bargaining power from which a slot fee can be asked", "S106, assumption",
        0.2, 1.0, least=0, most=1,
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
        0.1, "share", "part of cost, parcel and margin that a return loses", "assumption",
        0.0, 0.5, least=0, most=1,
    )
    repeats: int = param(
        100, "pitches", "most pitches of one product in a session; a session of base has fewer "
        "slots", "assumption", 1, 288, least=1,
    )
    wear: float = param(
        1.0, "1", "how fast an offer wears out: its k-th pitch is worth k^-wear of its first. 0: "
        "the best over and over; 1: pitches in proportion to worth (matching law); more: in turn",
        "assumption", 0.0, 10.0, least=0, most=50,
    )
    # fmt: on

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.least_power > self.most_power:
            raise Unfit("least_power", self.least_power, f"up to most_power, {self.most_power:g}")
        return self


class Terms(NamedTuple):
    """What an anchor and each factory agreed on; CNY and shares.

    One row a factory, or, for several anchors at once, one row an anchor and a column a factory.
    """

    live_price: Floats
    commission: Floats  # share of the live price, 0 without a deal
    slot_fee: Floats  # CNY a slot, 0 without a deal
    deal: Flags
    price_rank: Floats  # 0 cheapest ... 1 dearest in its category, against its reference price

    def replace(self, rows: Integers, others: Terms) -> None:
        """Other terms for some of the anchors."""
        for mine, new in zip(self, others, strict=True):
            mine[rows] = new


class Asks(NamedTuple):
    """What anchors bring to the table, one row an anchor."""

    power: Floats  # bargaining power in (0, 1)
    reservation: Floats  # CNY a slot that a deal must bring
    price_share: Floats  # of its claim, that it takes as a lower price
    commission_share: Floats  # part of the agreed commission that an order pays on average


class Bids(NamedTuple):
    """What merchants put on the table, one row a factory; prices in CNY."""

    list_price: Floats
    floor_price: Floats  # lowest live price
    shares: Floats  # of the price that go to its platform; 0 where that is the merchant
    max_commission: Floats
    max_slot_fee: Floats
    reference_price: Floats
    category: Integers


def bargaining_power(parameters: ContractParameters, followers: Amount, public: float) -> Amount:
    """Power in (0, 1): rises with the share of the public that follows, and saturates."""
    share = followers / max(public, 1.0)
    rise = share / (share + parameters.power_half) * (1.0 + parameters.power_half)
    return parameters.least_power + (parameters.most_power - parameters.least_power) * rise


def kept_unit_value(
    parameters: ContractParameters, least_left: Floats, carriage: Floats, return_rate: Floats
) -> Floats:
    """What a unit that stays with its buyer must bring the merchant [CNY], returns counted.

    That is `least_left` (cost, parcel and least margin) and, for each of the r / (1 - r) units that
    come back, the `carriage` [CNY] and a part of `least_left`.
    """
    returns = return_rate / (1.0 - return_rate)
    lost: Floats = carriage + parameters.return_loss * least_left
    return least_left + returns * lost


def negotiate(
    contracts: ContractParameters, asks: Asks, bids: Bids, units: Floats, unit_value: Floats,
    sourcing: Floats, festival_discount: float = 0.0,
) -> Terms:  # fmt: skip
    """Generalised Nash bargaining over one slot, of every anchor with every factory (C49, S106).

    [anchors, F] each: `units` that a slot is expected to sell and not to get back, what a kept
    unit costs the merchant and what the anchor's sourcing costs [CNY a slot]. The joint gain of
    a slot is units x (price x (1 - shares) - unit_value) less what the anchor gives up (reservation
    and sourcing), at the list price, of which a festival takes `festival_discount` off, from
    whom can spare it. Of that gain the anchor claims its power's part (W4): `price_share` of the
    claim as a lower live price, down to the floor, and the rest as pay on top of what it gives up:
    commission up to what the factory allows (`commission_share` of it is due on average), and for
    who has `fee_power` a fixed fee beyond. There is a deal where both gain.
    """
    shape = units.shape
    terms = Terms(
        np.empty(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape, bool), np.empty(shape)
    )
    _negotiate(
        asks, bids, units, unit_value, sourcing, contracts.fee_power, festival_discount,
        contracts.festival_share, terms.live_price, terms.commission, terms.slot_fee, terms.deal,
    )  # fmt: skip
    terms.price_rank[:] = rank_within(terms.live_price / bids.reference_price, bids.category)
    return terms


@compiled
def _negotiate(
    asks: Asks, bids: Bids, units: Floats, unit_value: Floats, sourcing: Floats, fee_power: float,
    festival_discount: float, festival_share: float,
    live_price: Floats, commission: Floats, slot_fee: Floats, deal: Flags,
) -> None:  # fmt: skip
    for a in range(units.shape[0]):
        power = asks.power[a]
        for f in range(units.shape[1]):
            listed, floor, left = bids.list_price[f], bids.floor_price[f], 1.0 - bids.shares[f]
            sold, value = units[a, f], unit_value[a, f]
            given_up = asks.reservation[a] + sourcing[a, f]
            sells = sold > LEAST_UNITS
            even = (value + (given_up / sold if sells else 0.0)) / left
            spare = max(listed - even, 0.0)
            offered = listed - min(festival_discount * listed, festival_share * spare)
            claim = power * max(offered - even, 0.0)  # of the price of a unit
            live = min(max(offered - asks.price_share[a] * claim, floor), listed)
            margin = sold * (live * left - value)
            wanted = given_up + (claim - max(offered - live, 0.0)) * left * sold
            turnover = sold * live * asks.commission_share[a]
            share = min(max(wanted / turnover if sells else 0.0, 0.0), bids.max_commission[f])
            paid = share * turnover
            fee = min(max(wanted - paid, 0.0), bids.max_slot_fee[f] if power >= fee_power else 0.0)
            live_price[a, f] = live
            deal[a, f] = given_up < paid + fee < margin and sells and floor <= listed
            if deal[a, f]:
                commission[a, f], slot_fee[a, f] = share, fee


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
    deal = (np.arange(len(live)) == np.asarray(own)[..., None]) & (floor_price <= list_price)
    nothing = np.zeros(deal.shape)
    return Terms(
        live_price=nothing + live,
        commission=nothing,
        slot_fee=deal * wage,
        deal=deal,
        price_rank=nothing + rank_within(live / reference_price, category),
    )


def rank_within(values: Floats, groups: Integers) -> Floats:
    """Rank of each value among those of its group, from 0 (lowest) to 1 (highest).

    Groups are of the last axis; each row of values is ranked by itself.
    """
    return _ranks(np.atleast_2d(values), groups).reshape(values.shape)


@compiled
def _ranks(values: Floats, groups: Integers) -> Floats:
    ranks = np.empty(values.shape)
    for row in range(values.shape[0]):
        for one in range(groups.size):
            before = others = 0
            for other in range(groups.size):
                if other != one and groups[other] == groups[one]:
                    others += 1
                    gap = values[row, one] - values[row, other]
                    before += gap > 0.0 or (gap == 0.0 and other < one)
            ranks[row, one] = before / max(others, 1)
    return ranks
