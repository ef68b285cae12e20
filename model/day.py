"""The day is a page: what happens, in order. Start reading here."""

from __future__ import annotations

from model.books.accounts import close_the_books
from model.phases.advertising import advertise
from model.phases.aftersales import settle_aftersales
from model.phases.audience import gather_audience
from model.phases.careers import review_anchors
from model.phases.checkout import check_out
from model.phases.delivery import deliver
from model.phases.production import run_factories
from model.phases.ranking import update_platforms
from model.phases.reporting import report_day
from model.phases.review import review_modes
from model.phases.sessions import schedule_sessions
from model.phases.shelf import visit_shelf
from model.phases.shops import open_shops, start_day
from model.phases.streaming import stream_sessions
from model.phases.word_of_mouth import spread_word
from model.records import Careers, Day
from model.world import World


def live_one_day(world: World) -> Day:
    """Everything that happens in one day, in order."""
    # morning
    start_day(world)  # fashion drifts, budgets are renewed
    catalog = open_shops(world)  # prices, stock and promises that shoppers see
    schedule = schedule_sessions(world, catalog)  # who streams what, when, at which price
    advertising = advertise(world, catalog)  # paid reach, and whom it brings in

    # the consumers' day
    audience = gather_audience(world, schedule)  # who watches which pitches
    wishes = stream_sessions(world, catalog, schedule, audience)  # impulses that ring today
    needs = visit_shelf(world, catalog)  # deliberate decisions
    checkout = check_out(world, catalog, wishes, needs)  # first come, first served

    # goods on the road, and what people make of them
    deliveries = deliver(world, catalog, checkout)
    aftersales = settle_aftersales(world, catalog, deliveries)  # kept or returned; trust
    gossip = spread_word(world, catalog, aftersales)  # heard by friends at midnight

    # the few close their day
    report_day(world, catalog, schedule, audience, checkout)  # what platforms show of it
    production = run_factories(world, checkout, deliveries, aftersales)  # goods in, strategies
    update_platforms(world, catalog, schedule, audience, checkout, aftersales, production)
    factories = review_modes(world)  # bankruptcies, and modes learned from others
    anchors = review_anchors(world, catalog, schedule, audience, checkout, deliveries, aftersales)

    stocks = close_the_books(world)  # money sums to zero, every item is somewhere
    day = Day(
        world.day, catalog, schedule, advertising, audience, wishes, needs, checkout, deliveries,
        aftersales, gossip, production,
        Careers(factories.switched, factories.bankrupt, *anchors), stocks,
    )  # fmt: skip
    return end_day(world, day)


def end_day(world: World, day: Day) -> Day:
    """Midnight: what was heard acts tomorrow, which begins."""
    world.gossip = day.gossip
    world.day += 1
    return day
