"""A day in another order, where the order of model/day.py is a matter of taste."""

from __future__ import annotations

from model.books.accounts import close_the_books
from model.day import end_day
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


def live_other_day(world: World) -> Day:
    """As `model.day.live_one_day`, but four pairs of phases change places.

    The shelf before the sessions (both are sorted by second at the cash desk), advertising last in
    the consumers' day, anchors reviewed before factories decide, factories' platforms reported
    after word has spread.
    """
    start_day(world)
    catalog = open_shops(world)
    schedule = schedule_sessions(world, catalog)
    needs = visit_shelf(world, catalog)
    audience = gather_audience(world, schedule)
    wishes = stream_sessions(world, catalog, schedule, audience)
    advertising = advertise(world, catalog)
    checkout = check_out(world, catalog, wishes, needs)
    deliveries = deliver(world, catalog, checkout)
    aftersales = settle_aftersales(world, catalog, deliveries)
    report_day(world, catalog, schedule, audience, checkout)
    gossip = spread_word(world, catalog, aftersales)
    anchors = review_anchors(world, catalog, schedule, audience, checkout, deliveries, aftersales)
    production = run_factories(world, checkout, deliveries, aftersales)
    update_platforms(world, catalog, schedule, audience, checkout, aftersales, production)
    factories = review_modes(world)
    stocks = close_the_books(world)
    day = Day(
        world.day, catalog, schedule, advertising, audience, wishes, needs, checkout, deliveries,
        aftersales, gossip, production,
        Careers(factories.switched, factories.bankrupt, *anchors), stocks,
    )  # fmt: skip
    return end_day(world, day)
