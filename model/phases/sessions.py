"""Who streams what, when, and at which price: terms are agreed, the best offers fill the slots."""

from __future__ import annotations

from itertools import compress, groupby
from operator import attrgetter

import numpy as np

from agents.anchors import Anchor, start_moments, who_streams
from agents.behaviour import AnchorView
from agents.contracts import Terms
from agents.traffic import TrafficView
from core.arrays import Floats, Integers
from core.compiled import compiled
from core.units import MOMENT_SECONDS, MOMENTS_A_DAY, many_to_cents
from model.bargains import Crew, Proposals, agree, crew_of, proposals_of
from model.ledger import Party, Reason
from model.records import Catalog, Schedule
from model.world import World


def schedule_sessions(world: World, catalog: Catalog) -> Schedule:
    """Every live anchor agrees terms, fills its slots; slot fees are paid (model.md 6, C49)."""
    crew = crew_of(world, catalog, _on_air(world))
    proposals = proposals_of(world, catalog)
    terms = agree(world, catalog, proposals, crew)
    contracts, p = world.scenario.contracts, world.scenario.anchors
    slots = np.where(crew.free, p.slots_per_session, p.own_slots)
    appetite = _appetite(crew, _view(world, catalog, proposals, crew, terms))
    pitches = fill_slots(appetite, slots, contracts.repeats, contracts.wear)
    idle = (pitches < 0).all(axis=1)
    if idle.any():
        world.experience.turn_away(crew.row[idle], crew.followers[idle])
    schedule = _lay_out(world, catalog, crew, terms, pitches)
    _pay_fees(world, catalog, schedule)
    return schedule


def _on_air(world: World) -> list[Anchor]:
    """Anchors that would stream today, if they find something to pitch, by behaviour."""
    open_to_live = [platform.parameters.live for platform in world.platforms]
    able = [anchor for anchor in world.anchors if anchor.active and open_to_live[anchor.platform]]
    streams = who_streams(
        world.scenario.anchors,
        np.array([anchor.person for anchor in able], dtype=np.int64),
        np.array([anchor.sessions_per_week for anchor in able]),
        world.day,
        world.luck,
    )
    return sorted(compress(able, streams), key=attrgetter("behaviour.kind"))


def _view(
    world: World, catalog: Catalog, proposals: Proposals, crew: Crew, terms: Terms
) -> AnchorView:
    """What each anchor may know, side by side; prices of today bound what was agreed earlier."""
    floor, listed = proposals.bids.floor_price, proposals.bids.list_price
    here = catalog.open & (catalog.platform == crew.platform[:, None])
    return AnchorView(
        day=world.day,
        followers=crew.followers[:, None],
        power=crew.power[:, None],
        expected_views=crew.views[:, None],
        conversion=crew.conversion,
        live_price=np.minimum(np.maximum(terms.live_price, floor), listed),
        list_price=listed,
        commission=terms.commission,
        commission_share=crew.commission_share[:, None],
        slot_fee=terms.slot_fee,
        deal=terms.deal & here & (floor <= listed),
        stock=catalog.stock,
        presale_days=catalog.presale_days,
        price_rank=terms.price_rank,
        believed_quality=catalog.believed,
        return_rate=crew.returns,
        sourcing_cost=crew.sourcing,
        familiarity=world.experience.familiarity(crew.row),
    )


def _appetite(crew: Crew, view: AnchorView) -> Floats:
    """What each anchor's behaviour wants: [anchors, F]. Those of one behaviour are neighbours."""
    appetite, begin = np.empty(view.deal.shape), 0
    for behaviour, alike in groupby(crew.anchors, attrgetter("behaviour")):
        rows = slice(begin, begin + sum(1 for _ in alike))
        appetite[rows] = behaviour.appetite(view.of(rows))
        begin = rows.stop
    return appetite


@compiled
def fill_slots(appetite: Floats, slots: Integers, repeats: int, wear: float) -> Integers:
    """Products of each anchor in the order of its pitches, -1 for an empty slot.

    [anchors, F] appetites and a number of slots an anchor. Each slot goes to what is then worth
    most: the k-th pitch of an offer is worth k^-wear of its first, and nothing below 0 is pitched.
    So pitches come in proportion to appetite at a wear of 1 (the matching law), and are spread.
    """
    pitches = np.full((slots.size, slots.max() if slots.size else 0), -1)
    worn = np.arange(1.0, repeats + 1.0) ** wear
    for a in range(slots.size):
        pitched = np.zeros(appetite.shape[1], np.int64)
        for k in range(slots[a]):
            best, most = -1, -1.0
            for f in range(pitched.size):
                if appetite[a, f] >= 0.0 and pitched[f] < repeats:
                    worth = appetite[a, f] / worn[pitched[f]]
                    if worth > most:
                        best, most = f, worth
            if best < 0:
                break
            pitches[a, k] = best
            pitched[best] += 1
    return pitches


def _lay_out(
    world: World, catalog: Catalog, crew: Crew, terms: Terms, pitches: Integers
) -> Schedule:
    """One record of all sessions, slots sorted by (moment, session)."""
    p = world.scenario.anchors
    lengths = (pitches >= 0).sum(axis=1)
    rows = np.flatnonzero(lengths)  # of the crew, a session each, by anchor
    rows = rows[np.argsort(crew.row[rows])]
    lengths = lengths[rows]
    start = start_moments(p, crew.person[rows], lengths, world.day, world.luck)
    session, moment, product, row = _in_order(rows, start, lengths, pitches)
    floors = np.array([f.floor_price for f in world.factories], dtype=np.int64)
    cents = many_to_cents(terms.live_price[row, product])
    hype = np.array([anchor.hype for anchor in crew.anchors])
    informed = catalog.believed + p.information * (catalog.quality - catalog.believed)
    first = world.seconds + MOMENT_SECONDS * start
    return Schedule(
        anchor=crew.row[rows].astype(np.int32),
        platform=crew.platform[rows],
        start=first,
        end=first + MOMENT_SECONDS * lengths,
        traffic=_traffic(world, crew, rows, session, product),
        slot_session=session,
        slot_moment=moment,
        slot_product=product,
        slot_price=np.minimum(np.maximum(cents, floors[product]), catalog.price[product]),
        slot_commission=terms.commission[row, product],
        slot_promise=informed[product] + hype[row],
        slot_fee=many_to_cents(terms.slot_fee[row, product]),
    )


@compiled
def _in_order(
    rows: Integers, start: Integers, lengths: Integers, pitches: Integers
) -> tuple[Integers, Integers, Integers, Integers]:
    """Session, moment, product and row of each slot, by (moment, session)."""
    place = np.zeros(MOMENTS_A_DAY + 1, np.int64)
    for s in range(rows.size):
        for k in range(lengths[s]):
            place[start[s] + k + 1] += 1
    for moment_of_day in range(MOMENTS_A_DAY):
        place[moment_of_day + 1] += place[moment_of_day]
    count = place[-1]
    session, product = np.empty(count, np.int32), np.empty(count, np.int32)
    moment, row = np.empty(count, np.int64), np.empty(count, np.int64)
    for s in range(rows.size):
        for k in range(lengths[s]):
            at = place[start[s] + k]
            place[start[s] + k] += 1
            session[at], moment[at], row[at] = s, start[s] + k, rows[s]
            product[at] = pitches[rows[s], k]
    return session, moment, product, row


def _traffic(
    world: World, crew: Crew, rows: Integers, session: Integers, product: Integers
) -> Floats:
    """Weights of each platform's own rule, summing to 1 over its sessions."""
    picked = np.array([platform.incubated for platform in world.platforms])
    platform, count = crew.platform[rows], len(rows)
    pitched = np.bincount(session, picked[platform[session], product], count)
    incubated = pitched / np.bincount(session, minlength=count)
    conversion = world.experience.overall_conversion(crew.row[rows])
    traffic = np.zeros(count)
    for home in world.platforms:
        here = np.flatnonzero(platform == home.index)
        if not here.size:
            continue
        who = rows[here]
        view = TrafficView(
            anchor=crew.row[who],
            followers=crew.followers[who],
            views=crew.views[who],
            conversion=conversion[here],
            incubated=incubated[here],
        )
        traffic[here] = home.traffic_weights(view)
    return traffic


def _pay_fees(world: World, catalog: Catalog, schedule: Schedule) -> None:
    """Merchants pay the slot fees in advance."""
    paying = np.flatnonzero(schedule.slot_fee)
    if not paying.size:
        return
    anchors = schedule.anchor[schedule.slot_session[paying]]
    world.ledger.transfer(
        catalog.merchant[schedule.slot_product[paying]],
        world.ledger.first(Party.ANCHORS) + anchors,
        schedule.slot_fee[paying],
        Reason.SLOT_FEE,
    )
