"""Who streams what, when, and at which price: terms are agreed, the best offers fill the slots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from agents.anchors import Anchor
from agents.behaviour import AnchorView
from agents.contracts import Terms, bargaining_power
from agents.traffic import TrafficView
from core.arrays import Floats, Integers
from core.units import MOMENT_SECONDS, many_to_cents
from model.bargains import Proposals, agree, proposals_of
from model.ledger import Party, Reason
from model.money import merchants
from model.records import Catalog, Schedule

if TYPE_CHECKING:
    from model.world import World


@dataclass(frozen=True)
class Session:
    """One anchor's session before it is laid on the grid of the day."""

    anchor: Anchor
    moment: int  # of its first slot
    products: Integers  # one a slot
    terms: Terms
    hype: float


def schedule_sessions(world: World, catalog: Catalog) -> Schedule:
    """Every live anchor agrees terms, fills its slots; slot fees are paid (model.md 6, C49)."""
    proposals = proposals_of(world, catalog)
    sessions = []
    for anchor in world.anchors:
        platform = world.platforms[anchor.platform]
        if not (
            anchor.active and platform.parameters.live and anchor.is_live(world.day, world.luck)
        ):
            continue
        session = _plan(world, catalog, proposals, anchor)
        if len(session.products):
            sessions.append(session)
        else:
            anchor.turn_away()
    schedule = _lay_out(world, catalog, sessions)
    _pay_fees(world, schedule)
    return schedule


def _plan(world: World, catalog: Catalog, proposals: Proposals, anchor: Anchor) -> Session:
    """Terms old or new, the behaviour's appetite, and the products that fill the slots."""
    contracts = world.scenario.contracts
    power = bargaining_power(contracts, anchor.followers, len(world.consumers))
    days = world.shipping[catalog.region, anchor.region]
    sourcing = anchor.sourcing(days)
    platform = world.platforms[anchor.platform]
    returns = anchor.return_rate(platform.reviews, platform.kept)
    terms = agree(world, catalog, proposals, anchor, power, sourcing, returns)
    here = catalog.open & (catalog.platform == anchor.platform)
    view = AnchorView(
        day=world.day,
        followers=anchor.followers,
        power=power,
        slots=anchor.parameters.slots_per_session,
        expected_views=anchor.expected_views,
        conversion=anchor.conversion,
        live_price=np.minimum(
            np.maximum(terms.live_price, proposals.floor_price), proposals.list_price
        ),
        list_price=proposals.list_price,
        commission=terms.commission,
        commission_share=anchor.commission_share,
        slot_fee=terms.slot_fee,
        deal=terms.deal & here & (proposals.floor_price <= proposals.list_price),
        stock=catalog.stock,
        presale_days=catalog.presale_days,
        price_rank=terms.price_rank,
        believed_quality=catalog.believed,
        return_rate=returns,
        sourcing_cost=sourcing,
        familiarity=anchor.familiarity,
    )
    products = fill_slots(
        anchor.behaviour.appetite(view), view.slots, contracts.repeats, contracts.repeat_gap
    )
    moment = anchor.start_moment(world.day, world.luck)
    return Session(anchor, moment, products, terms, anchor.behaviour.hype(anchor.honesty))


def fill_slots(appetite: Floats, slots: int, repeats: int, gap: int) -> Integers:
    """Products in the order of their pitches: the best offers, the very best again and again.

    The k-th repeat of the offer ranked r competes as though it were ranked r + k x gap, so better
    offers are pitched more often and pitches of one product are spread over the session.
    """
    wanted = np.flatnonzero(appetite > -np.inf)
    ranked = wanted[np.argsort(-appetite[wanted], kind="stable")]
    return ranked[_pattern(len(ranked), slots, repeats, gap)]


@lru_cache
def _pattern(offers: int, slots: int, repeats: int, gap: int) -> Integers:
    """Rank of the offer in each slot."""
    rank = np.arange(offers)[:, None] + gap * np.arange(repeats)[None, :]
    return np.argsort(rank, axis=None, kind="stable")[:slots] // repeats


def _lay_out(world: World, catalog: Catalog, sessions: list[Session]) -> Schedule:
    """One record of all sessions, slots sorted by (moment, session)."""
    lengths = np.array([len(s.products) for s in sessions], dtype=np.int64)
    start = np.array([s.moment for s in sessions], dtype=np.int64)
    row = np.repeat(np.arange(len(sessions)), lengths)
    place = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    moment = start[row] + place
    product = np.concatenate([np.empty(0, np.int64), *(s.products for s in sessions)])
    terms = _gather(sessions)
    order = np.lexsort((row, moment))
    floors = np.array([f.floor_price for f in world.factories], dtype=np.int64)
    price = np.clip(many_to_cents(terms[:, 0]), floors[product], catalog.price[product])
    share = np.array([s.anchor.parameters.information for s in sessions])[row]
    hype = np.array([s.hype for s in sessions])[row]
    believed, true = catalog.believed[product], catalog.quality[product]
    promise = believed + share * (true - believed) + hype
    first = world.seconds + MOMENT_SECONDS * start
    return Schedule(
        anchor=np.array([s.anchor.index for s in sessions], dtype=np.int32),
        platform=np.array([s.anchor.platform for s in sessions], dtype=np.int64),
        start=first,
        end=first + MOMENT_SECONDS * lengths,
        traffic=_traffic(world, sessions),
        slot_session=row[order].astype(np.int32),
        slot_moment=moment[order],
        slot_product=product[order].astype(np.int32),
        slot_price=price[order],
        slot_commission=terms[order, 1],
        slot_promise=promise[order],
        slot_fee=many_to_cents(terms[order, 2]),
    )


def _gather(sessions: list[Session]) -> Floats:
    """Live price, commission and fee of each slot, in the order of sessions: [slots, 3]."""
    parts = [
        np.stack((s.terms.live_price, s.terms.commission, s.terms.slot_fee), axis=1)[s.products]
        for s in sessions
    ]
    return np.concatenate(parts) if parts else np.empty((0, 3))


def _traffic(world: World, sessions: list[Session]) -> Floats:
    """Weights of each platform's own rule, summing to 1 over its sessions."""
    traffic = np.zeros(len(sessions))
    for platform in world.platforms:
        rows = [k for k, s in enumerate(sessions) if s.anchor.platform == platform.index]
        if not rows:
            continue
        anchors = [sessions[k].anchor for k in rows]
        view = TrafficView(
            anchor=np.array([a.index for a in anchors]),
            followers=np.array([a.followers for a in anchors]),
            views=np.array([a.expected_views for a in anchors]),
            conversion=np.array([a.overall_conversion for a in anchors]),
            incubated=np.array([platform.incubated[sessions[k].products].mean() for k in rows]),
        )
        traffic[rows] = platform.traffic_weights(view)
    return traffic


def _pay_fees(world: World, schedule: Schedule) -> None:
    """Merchants pay the slot fees in advance."""
    paying = np.flatnonzero(schedule.slot_fee)
    anchors = schedule.anchor[schedule.slot_session[paying]]
    world.ledger.transfer(
        merchants(world)[schedule.slot_product[paying]],
        world.ledger.account(Party.ANCHORS, anchors),
        schedule.slot_fee[paying],
        Reason.SLOT_FEE,
    )
