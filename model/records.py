"""What flows from phase to phase in a day: frozen records of arrays, written once, read by many.

Factory j makes one product line, so `product` is a factory index. Seconds count from the start of
the run. Money is whole cents (int64). An anchor of -1 means nobody: the purchase was not live.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from core.arrays import Flags, Floats, Integers, Table
from core.sorting import distinct


class Channel(IntEnum):
    """Through which door an order came."""

    LIVE = 0  # while the anchor's session still ran, at the live price
    SPILLOVER = 1  # moved by an anchor, bought later in the ordinary shop at the list price
    SHELF = 2  # a deliberate purchase


class Catalog(NamedTuple):
    """The shop windows of a morning, one row a factory."""

    open: Flags  # on sale at all (not bankrupt)
    category: Integers
    platform: Integers
    region: Integers
    price: Integers  # list price [cents]
    reference: Floats  # reference price of the category [CNY]
    quality: Floats  # true quality, standard scale (mean 0, sd 1 over factories)
    believed: Floats  # what the public believes of the quality, same scale
    design: Floats  # [F, 2] point in the taste space of the category
    stock: Integers  # sellable units on hand
    presale_days: Integers  # promised wait when out of stock [day]; -1: no presale, sold out
    position: Integers  # shelf position on its platform and category, 0 is the top
    score: Floats  # what its platform ranks it by
    awareness: Floats  # brand awareness, share of people reached (adstock)
    counter: Floats  # units sold recently, as shown to shoppers
    merchant: Integers  # ledger account that sells it
    take: Floats  # platform's share of its sales
    programme: Floats  # what an incubating platform keeps of them beyond the take

    @property
    def buyable(self) -> Flags:
        """Products that can be ordered: on sale, and in stock or on presale."""
        return self.open & ((self.stock > 0) | (self.presale_days >= 0))


class Schedule(NamedTuple):
    """Today's live sessions and their slots. Slots are sorted by (moment, session)."""

    anchor: Integers  # who streams it; one row a session, to traffic
    platform: Integers  # platform on which it is streamed
    start: Floats  # second
    end: Floats  # second
    traffic: Floats  # weight of the platform's traffic rule, sums to 1 over a platform's sessions
    # one row a slot: five minutes for one product at one live price
    slot_session: Integers
    slot_moment: Integers  # moment of the day, 0 ... 287
    slot_product: Integers
    slot_price: Integers  # live price [cents], never above the list price
    slot_commission: Floats  # anchor's share of the price
    slot_promise: Floats  # quality promised: believed, corrected by information, plus hype
    slot_fee: Integers  # fixed fee that the merchant pays the anchor for the slot [cents]


class Audience(NamedTuple):
    """Who heard which pitch at which second: exposures sorted by (consumer, second)."""

    openers: Integers  # consumers who opened the live channel today, ascending
    heard: Table  # dtype EXPOSURE
    starts: Integers  # [openers + 1] exposures of opener k are rows starts[k] : starts[k + 1]
    exposures: Integers  # one number a slot
    reach: int  # openers who heard anything
    visits: Integers  # room visits, one number a session
    dwell: Floats  # seconds watched, one number a session

    @property
    def consumer(self) -> Integers:
        """Who heard it, one row an exposure."""
        return np.repeat(self.openers, np.diff(self.starts))

    @property
    def slot(self) -> Integers:
        """Which pitch, one row an exposure."""
        return self.heard["slot"]

    @property
    def second(self) -> Floats:
        """When, one row an exposure."""
        return self.heard["second"]


class Wishes(NamedTuple):
    """Impulses whose clock rang today, one row a wish to buy, in order of second."""

    consumer: Integers
    product: Integers
    anchor: Integers
    session: Integers  # row of today's schedule, -1 when the session was on an earlier day
    second: Floats
    price: Integers  # live price before the session's end, list price after [cents]
    commission: Floats
    channel: Integers  # a Channel
    impulse: Floats  # share of the decision that was impulse, in (0, 1)
    promise: Floats  # fit and quality that the buyer was led to expect, in utility
    hazard: Floats  # hazard not yet spent when the clock rang
    trace: Integers  # which memory trace carries it (its decay rate)


class Needs(NamedTuple):
    """Deliberate decisions to buy from the shelf today, in order of second."""

    consumer: Integers
    product: Integers
    second: Floats
    price: Integers
    promise: Floats
    visits: int  # shelf visits, with or without a purchase
    looks: Integers  # products looked at, one number a visit, by consumer
    visits_by_platform: Integers


class Checkout(NamedTuple):
    """What the cash desk made of wishes and needs."""

    orders: Table  # dtype ORDER, in order of second
    refused_stock: Integers  # refusals by product: sold out
    refused_promise: Integers  # by product: the promised wait was too long
    refused_budget: int
    lost_impulse: float  # hazard of refused wishes that is gone by midnight
    sold_out: Floats  # [F] second at which the last unit went, nan if never
    demand: Integers  # [F] units wanted, served or not


class Deliveries(NamedTuple):
    """Parcels of today."""

    shipped: Table  # orders that left today
    cancelled: Table  # orders whose patience ended, waiting or on the way
    received: Table  # orders handed over today
    late_days: Floats  # received: days beyond the promise, 0 if in time
    wait_days: Floats  # received: order to door [day]
    carriage: Integers  # [F] cents that platforms paid for parcels out


class Aftersales(NamedTuple):
    """What people did with what they received."""

    kept: Table
    returned: Table  # decided today to send back
    came_back: Table  # returned goods that reached the merchant today
    resellable: Flags  # one a row of came_back
    unopened: Table  # parcels given up on the road that reached the merchant today
    followed: int  # follows begun after a purchase that was kept
    unfollowed: int  # follows given up after a return
    carriage: Integers  # [F] cents that platforms paid for parcels back


class Gossip(NamedTuple):
    """Word of mouth of today, heard tomorrow."""

    teller: Integers  # who told friends, one row a (person, product)
    topic: Integers  # of teller: the product
    credit: Integers  # of teller: the anchor it was bought from, -1 for the shelf
    told: Integers  # who heard something new, one row a (person, product)
    product: Integers  # of told
    anchor: Integers  # of told, -1 if the teller bought from the shelf
    source: Integers  # of told: who told them
    followed: int  # follows begun on a friend's advice

    @property
    def tellers(self) -> Integers:
        """Each person who told of anything, once."""
        return distinct(self.teller)


class Production(NamedTuple):
    """What the supply side did today, one row a factory."""

    started: Integers  # units put into production
    finished: Integers  # units that came off the line
    forecast: Floats  # units a day that its strategy expects
    demand: Floats  # units a day as its strategy was shown them
    unit_cost: Floats  # CNY
    redesigned: Flags
    dealer_orders: Floats  # units ordered by the tier next to the factory (nan without dealers)


class Stocks(NamedTuple):
    """Pieces at the close of the day, one row a factory."""

    on_hand: Integers  # that consumers can buy at once
    warehouse: Integers  # finished, not with dealers
    on_order: Integers  # in production
    chain: Integers  # that dealers own


class Careers(NamedTuple):
    """Changes among the few: modes switched, exits, entries, moves."""

    switched: tuple[tuple[int, str, str], ...]  # factory, mode before, mode after
    bankrupt: tuple[int, ...]
    anchors_left: tuple[int, ...]
    anchors_entered: tuple[int, ...]
    anchors_moved: tuple[int, ...]

    def sold_as(self, modes: Iterable[str]) -> list[str]:
        """How factories sold today whose modes are these in the evening."""
        sold = list(modes)
        for factory, before, _ in self.switched:
            sold[factory] = before
        return sold


class Advertising(NamedTuple):
    """Paid reach of today, one row a platform."""

    spend: Integers  # cents
    own: Integers  # cents of it that platforms spend for themselves, not on a brand
    reached: Integers  # people
    acquired: Integers  # new online customers


class Day(NamedTuple):
    """Everything that happened in one day."""

    number: int
    catalog: Catalog
    schedule: Schedule
    advertising: Advertising
    audience: Audience
    wishes: Wishes
    needs: Needs
    checkout: Checkout
    deliveries: Deliveries
    aftersales: Aftersales
    gossip: Gossip
    production: Production
    careers: Careers
    stocks: Stocks
