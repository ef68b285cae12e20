"""How the world begins: people, networks, platforms, anchors and a matched start of all modes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from agents.anchors import Anchor
from agents.behaviour import Behaviour
from agents.casting import create_anchors
from agents.consumers import Consumers
from agents.experience import Experience
from agents.platforms import Platform
from agents.population import create_consumers, mind_bytes
from agents.segments import draw_traits, impatience_of_own_taste, pick
from core.arrays import Integers
from core.errors import BadInput
from core.luck import Luck, normals, uniforms
from core.memory import installed
from core.plugins import choose
from core.units import to_cents
from model.books.supply import open_factory, start_reviews
from model.founding import create_factories, research_market
from model.ledger import Ledger, Party, Reason
from model.names import check_names
from model.order_book import OrderBook
from model.own_streams import staff_own_streams
from model.parameters import LEARNINGS, TRAFFICS, Scenario, behaviours_of, strategies_of
from model.phases.ranking import set_shelves
from model.ties.follow_network import FollowNetwork
from model.ties.network_parameters import follow_kind, peer_network, population
from model.views import open_shop
from model.world import World

A_CONSUMER, A_TIE = 160.0, 4.0  # bytes at the peak of docs/generated/speed.md, mind and ties apart
MOST_CONSUMERS = 2**31 - 1


def create_world(market: Any, scenario: Scenario, luck: Luck) -> World:
    """The world before its first day. `market` is the mesa.Model that owns the few agents."""
    check_names(scenario)
    peers_kind, follows_kind = peer_network(scenario.peers), follow_kind(scenario.follows)
    people = population(peers_kind, follows_kind, scenario.consumers.count)
    mind = mind_bytes(len(scenario.market.categories))
    _refuse_too_many(people, A_CONSUMER + mind + A_TIE * scenario.peers.degree)
    home = _home_platforms(scenario, people, luck)
    experience = Experience(scenario.anchors, scenario.anchors.count, scenario.market.factories)
    behaviours = behaviours_of(scenario)
    anchors = _create_anchors(market, scenario, behaviours, experience, luck)
    follows = follows_kind.build(
        people, len(anchors), np.array([a.platform for a in anchors]), home,
        scenario.follows.width, luck,
    )  # fmt: skip
    peers = peers_kind.build(people, luck, follows)  # first, since it needs the most room
    platforms = _create_platforms(market, scenario, home, luck)
    strategies = strategies_of(scenario)
    factories = create_factories(market, scenario, strategies, home, luck)
    learning = choose(LEARNINGS, scenario.learning.kind, "learning.kind")
    world = World(
        market=market,
        scenario=scenario,
        luck=luck,
        consumers=_create_consumers(scenario, home, follows, luck),
        peers=peers,
        follow_network=follows,
        categories=[scenario.categories[name] for name in scenario.market.categories],
        anchors=anchors,
        experience=experience,
        behaviours=behaviours,
        platforms=platforms,
        factories=factories,
        strategies=strategies,
        learning=learning(getattr(scenario.learnings, scenario.learning.kind)),
        taste_centre=np.zeros((len(scenario.market.categories), 2)),
        shipping=np.array(scenario.shipping.days),
        orders=OrderBook(len(factories)),
        ledger=Ledger(len(anchors), len(platforms), len(factories)),
    )
    _open_business(world)
    return world


def _refuse_too_many(people: int, each: float) -> None:
    """Tell what the system would answer with a kill, and what no index could count."""
    room = installed()
    most = MOST_CONSUMERS if room is None else min(int(room / each), MOST_CONSUMERS)
    if people > most:
        step = 10 ** max(len(str(most)) - 2, 0)
        allowed = f"at most about {most // step * step:,}, as one takes some {each:.0f} bytes"
        has = "" if room is None else f" and there are {room / 1e9:.3g} GB"
        raise BadInput("consumers.count", people, allowed + has)


def _home_platforms(scenario: Scenario, people: int, luck: Luck) -> Integers:
    shares = tuple(scenario.platforms[name].share for name in scenario.market.platforms)
    return pick(shares, uniforms(luck.key("home platform"), people)).astype(np.uint8)


def _create_consumers(
    scenario: Scenario, home: Integers, follows: FollowNetwork, luck: Luck
) -> Consumers:
    p, attention = scenario.consumers, scenario.attention
    people = len(home)
    spread = attention.habit_spread
    draws = normals(luck.key("trait habit"), people)
    often = attention.habit * np.exp(spread * draws - spread**2 / 2)
    habit = np.minimum(often, 1.0).astype(np.float32)
    del draws, often  # room for the rest of the people
    consumers = create_consumers(
        draw_traits(p, people, luck),
        categories=len(scenario.market.categories),
        taste_spread=p.taste_spread,
        habit=habit,
        home_platform=home,
        follows=follows.anchors,
        anchors=len(follows.popularity),
        first_trust=attention.first_trust,
        luck=luck,
    )
    traits = consumers.traits
    traits.patience[:] *= impatience_of_own_taste(p.patience_by_taste, traits.taste)
    return consumers


def _create_anchors(
    market: Any,
    scenario: Scenario,
    behaviours: Mapping[str, Behaviour[Any]],
    experience: Experience,
    luck: Luck,
) -> list[Anchor]:
    homes = [scenario.platforms[name] for name in scenario.market.platforms]
    return create_anchors(
        market, range(scenario.anchors.count), range(scenario.anchors.count),
        scenario.anchors, behaviours,
        [home.share * home.live for home in homes], experience, luck,
    )  # fmt: skip


def _create_platforms(
    market: Any, scenario: Scenario, home: Integers, luck: Luck
) -> list[Platform]:
    platforms = []
    for index, name in enumerate(scenario.market.platforms):
        parameters = scenario.platforms[name]
        rule = choose(TRAFFICS, parameters.traffic, f"platforms.{name}.traffic")
        platforms.append(
            Platform(
                market,
                index=index,
                name=name,
                parameters=parameters,
                traffic=rule(getattr(scenario.traffics, parameters.traffic)),
                factories=scenario.market.factories,
                public=int(np.count_nonzero(home == index)),
                luck=luck,
            )
        )
    return platforms


def _open_business(world: World) -> None:
    """Opening cash from outside, opening stock, the prices of the first morning, full shelves."""
    ledger = world.ledger
    for platform in world.platforms:
        cash = to_cents(world.scenario.market.platform_cash * platform.public)
        account = ledger.account(Party.PLATFORMS, platform.index)
        ledger.transfer(ledger.account(Party.OUTSIDE), account, cash, Reason.ENDOWMENT)
    for factory in world.factories:
        open_shop(world, factory)
    research_market(world)
    for factory in world.factories:
        open_factory(world, factory)
        open_shop(world, factory)
    start_reviews(world, -1)
    set_shelves(world)
    staff_own_streams(world)
