"""The world: all that is, in one place. Phases read it and write the agents they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import mesa
import numpy as np

from agents.anchors import Anchor
from agents.behaviour import Behaviour
from agents.categories import CategoryParameters
from agents.consumers import Consumers
from agents.experience import Experience
from agents.factories import Factory
from agents.learning import Learning
from agents.places import ABROAD
from agents.platforms import Platform
from agents.strategy import Strategy
from core.arrays import Floats, Integers
from core.luck import Luck
from core.units import DAY_SECONDS
from model.appeal import Offers, Weights
from model.ledger import Ledger
from model.network import Network
from model.order_book import OrderBook
from model.parameters import Scenario
from model.records import Catalog, Gossip
from model.stories import Stories, no_stories
from model.ties.follow_network import FollowNetwork


def no_gossip() -> Gossip:
    """Nobody has said anything yet."""
    nobody = np.empty(0, np.int32)
    return Gossip(nobody, nobody, nobody, nobody, nobody, nobody, nobody, followed=0)


class Lines(NamedTuple):
    """What of the product lines never changes, one row a factory."""

    category: Integers
    platform: Integers
    region: Integers
    reference: Floats  # price of the category [CNY]
    parcel: Floats  # its carriage at home [CNY]
    carriage: Floats  # of a parcel to its platform's public, wherever that lives, on average [CNY]


def lines_of(factories: Sequence[Factory], abroad: Floats, cost_abroad: float) -> Lines:
    """The columns of some factories.

    `abroad` is the share of each platform's public that lives there, `cost_abroad` what a parcel
    across the border costs against one at home.
    """
    homes = np.array([(f.category, f.platform, f.region) for f in factories], np.int32)
    prices = np.array([(f.kind.reference_price, f.kind.shipping_cost) for f in factories], float)
    category, platform, region = homes.reshape(-1, 3).T.copy()
    reference, parcel = prices.reshape(-1, 2).T.copy()
    across = np.where(region == ABROAD, 1.0 - abroad[platform], abroad[platform])
    carriage = parcel * (1.0 + (cost_abroad - 1.0) * across)
    return Lines(category, platform, region, reference, parcel, carriage)


@dataclass
class World:
    """Who and what exists today."""

    market: mesa.Model  # owns the few agents
    scenario: Scenario
    luck: Luck
    consumers: Consumers
    peers: Network
    follow_network: FollowNetwork
    categories: list[CategoryParameters]
    anchors: list[Anchor]
    experience: Experience  # of the anchors
    behaviours: Mapping[str, Behaviour[Any]]  # one of each kind, for all anchors
    platforms: list[Platform]
    factories: list[Factory]
    strategies: Mapping[str, Strategy[Any]]  # one of each kind, for those who switch
    learning: Learning[Any]
    taste_centre: Floats  # [categories, 2] where fashion is
    shipping: Floats  # [regions, regions] mean days
    orders: OrderBook
    ledger: Ledger
    day: int = 0
    gossip: Gossip = field(default_factory=no_gossip)  # of yesterday
    stories: Stories = field(default_factory=no_stories)  # who knows of what from friends
    _catalog: Catalog | None = field(default=None, repr=False)  # whose offers are kept
    _offers: Offers | None = field(default=None, repr=False)

    @cached_property
    def lines(self) -> Lines:
        """Of all factories: none comes or goes, a closed one keeps its row."""
        people = self.consumers.traits
        abroad = [
            np.count_nonzero((people.platform == platform.index) & (people.region == ABROAD))
            / max(platform.public, 1)
            for platform in self.platforms
        ]
        return lines_of(self.factories, np.array(abroad), self.scenario.shipping.cost_abroad)

    @property
    def seconds(self) -> float:
        """Second at which today begins."""
        return self.day * DAY_SECONDS

    @property
    def weights(self) -> Weights:
        """Weights of the utility of an offer."""
        p = self.scenario.appeal
        return Weights(
            p.fit, p.fit_width, p.fit_seen, p.fit_hoped, p.quality, p.loyalty, p.loyalty_times
        )  # fmt: skip

    def offers(self, catalog: Catalog) -> Offers:
        """The catalog as a shopper's utility reads it; one is made for each catalog."""
        if self._offers is None or catalog is not self._catalog:
            self._catalog, self._offers = catalog, self._offers_of(catalog)
        return self._offers

    def _offers_of(self, catalog: Catalog) -> Offers:
        wait = np.where(catalog.stock > 0, 0, np.maximum(catalog.presale_days, 0))
        return Offers(
            category=catalog.category,
            price=catalog.price,
            reference=catalog.reference,
            believed=catalog.believed,
            quality=catalog.quality,
            taste_point=catalog.design - self.taste_centre[catalog.category],
            days=self.shipping[catalog.region].T + wait,
        )
