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
from core.units import CENTS_A_YUAN, MOMENT_SECONDS, MOMENTS_A_DAY
from model.bargains import Crew, Proposals, agree, crew_of, proposals_of
from model.ledger import Party, Reason
from model.records import Catalog, Schedule
from model.world import World


def schedule_sessions(world: World, catalog: Catalog) -> Schedule:
    """Every live anchor agrees terms, fills its slots; slot fees are paid (odd.md 7.3, C49)."""
    crew = crew_of(world, catalog, _on_air(world))
    proposals = proposals_of(world, catalog)
    terms = agree(world, proposals, crew)
    contracts, p = world.scenario.contracts, world.scenario.anchors
    slots = np.where(crew.free, p.slots_per_session, p.own_slots)
    appetite = _appetite(crew, _view(world, catalog, proposals, crew, terms))
    pitches = fill_slots(appetite, slots, contracts.repeats, contracts.wear)
    lengths = (pitches >= 0).sum(axis=1)
    idle = (lengths == 0).nonzero()[0]
    if idle.size:
        world.experience.turn_away(crew.row[idle], crew.followers[idle])
    schedule = _lay_out(world, catalog, crew, proposals.floor, terms, pitches, lengths)
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
    world: World, catalog: Catalog, crew: Crew, floors: Integers, terms: Terms, pitches: Integers,
    lengths: Integers,
) -> Schedule:  # fmt: skip
    """One record of all sessions, slots sorted by (moment, session)."""
    p = world.scenario.anchors
    rows = lengths.nonzero()[0]  # of the crew, a session each, by anchor
    rows = rows[np.argsort(crew.row[rows])]
    lengths = lengths[rows]
    start = start_moments(p, crew.person[rows], lengths, world.day, world.luck)
    hype = np.array([anchor.hype for anchor in crew.anchors])
    informed = catalog.believed + p.information * (catalog.quality - catalog.believed)
    slots = _in_order(rows, start, lengths, pitches, terms, floors, catalog.price, informed, hype)
    first = world.seconds + MOMENT_SECONDS * start
    return Schedule(
        crew.row[rows].astype(np.int32),
        crew.platform[rows],
        first,
        first + MOMENT_SECONDS * lengths,
        _traffic(world, crew, rows, lengths, slots[0], slots[2]),
        *slots,
    )


@compiled
def _in_order(
    rows: Integers, start: Integers, lengths: Integers, pitches: Integers, terms: Terms,
    floors: Integers, listed: Integers, informed: Floats, hype: Floats,
) -> tuple[Integers, Integers, Integers, Integers, Floats, Floats, Integers]:  # fmt: skip
    """Columns of a `Schedule` that have a row a slot, by (moment, session)."""
    place = np.zeros(MOMENTS_A_DAY + 1, np.int64)
    for s in range(rows.size):
        for k in range(lengths[s]):
            place[start[s] + k + 1] += 1
    for moment_of_day in range(MOMENTS_A_DAY):
        place[moment_of_day + 1] += place[moment_of_day]
    count = place[-1]
    session, product = np.empty(count, np.int32), np.empty(count, np.int32)
    moment, price, fee = np.empty((3, count), np.int64)
    commission, promise = np.empty((2, count))
    for s in range(rows.size):
        a = rows[s]
        for k in range(lengths[s]):
            j, at = pitches[a, k], place[start[s] + k]
            place[start[s] + k] += 1
            session[at], moment[at], product[at] = s, start[s] + k, j
            live = int(np.rint(terms.live_price[a, j] * CENTS_A_YUAN))
            price[at] = min(max(live, floors[j]), listed[j])
            commission[at], promise[at] = terms.commission[a, j], informed[j] + hype[a]
            fee[at] = int(np.rint(terms.slot_fee[a, j] * CENTS_A_YUAN))
    return session, moment, product, price, commission, promise, fee


def _traffic(
    world: World, crew: Crew, rows: Integers, lengths: Integers, session: Integers,
    product: Integers,
) -> Floats:  # fmt: skip
    """Weights of each platform's own rule, summing to 1 over its sessions."""
    picked = np.logical_or.reduce([platform.incubated for platform in world.platforms])
    platform, count = crew.platform[rows], len(rows)
    incubated = np.bincount(session, picked[product], count) / lengths
    conversion = world.experience.overall_conversion(crew.row[rows])
    traffic = np.zeros(count)
    for home in world.platforms:
        here = (platform == home.index).nonzero()[0]
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
    paying = schedule.slot_fee.nonzero()[0]
    if not paying.size:
        return
    anchors = schedule.anchor[schedule.slot_session[paying]]
    world.ledger.transfer(
        catalog.merchant[schedule.slot_product[paying]],
        world.ledger.first(Party.ANCHORS) + anchors,
        schedule.slot_fee[paying],
        Reason.SLOT_FEE,
    )
