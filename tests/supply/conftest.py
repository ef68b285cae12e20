"""Makers of views, factories and a world of one small platform, as the supply side needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np
import pytest

from agents.categories import CATEGORIES
from agents.factories import Factory
from agents.factory_parameters import FactoryParameters
from agents.feeds import FeedParameters, Shown
from agents.learning import LearningParameters
from agents.learnings.none import NoLearning, NoneParameters
from agents.platform_parameters import PlatformParameters
from agents.strategy import FactoryView, Feed, Strategy
from core.luck import Luck
from core.plugins import discover, parameters_of
from model.books.supply import open_factory, start_reviews
from model.ledger import Ledger
from model.order_book import Calendar
from model.order_parameters import ReturnsParameters
from model.parameters import MarketParameters
from model.rows import ORDER
from model.views import open_shop
from model.world import lines_of

KINDS = discover("agents.strategies", Strategy)
STRATEGIES: dict[str, Strategy[Any]] = {
    kind: plugin(parameters_of(plugin)()) for kind, plugin in KINDS.items()
}
HOME = CATEGORIES["home"]

VIEW = FactoryView(
    on_hand=0,
    on_order=0,
    backlog=0,
    capacity=300,
    lead_days=10,
    unit_cost=30.0,
    carriage=0.0,
    salvage=12.0,
    expected_demand=100.0,
    history=np.full(60, 100.0),
    live_signal=0.0,
    taste=np.array([0.1, 0.0]),
    design=np.zeros(2),
    design_age=30,
    reference_price=90.0,
    take_rate=0.05,
    cash=1e6,
)


@pytest.fixture
def view() -> Callable[..., FactoryView]:
    """A view of a factory with a steady past, with what a test wants different."""
    return VIEW._replace


@pytest.fixture
def factory() -> Callable[..., Factory]:
    """A factory that expects 100 units a day."""

    def make(kind: str = "c2m", index: int = 0, **changes: Any) -> Factory:
        given: dict[str, Any] = {
            "category": 0,
            "platform": 0,
            "region": 0,
            "strategy": STRATEGIES[kind],
            "parameters": FactoryParameters(),
            "kind": HOME,
            "expected_demand": 100.0,
            "design": np.zeros(2),
            "quality": 0.0,
        }
        return Factory(mesa.Model(rng=1), index=index, **(given | changes))

    return make


class FakePlatform:
    """Keeps sales and shows them without delay or noise."""

    def __init__(self) -> None:
        self.parameters = PlatformParameters(take_rate=0.05)
        self.sold: dict[int, list[float]] = {}
        self.signal: dict[int, float] = {}
        self.taste: np.ndarray | None = None

    def show(self, factory: int, feed: Feed, sold: int, refused: int) -> None:
        """One more day: sales, the part of the refused demand that shows, and live interest."""
        seen = getattr(self.parameters, feed, FeedParameters()).lost_sales_seen
        self.sold.setdefault(factory, []).append(sold + seen * refused)
        self.signal[factory] = float(refused)

    def observe(self, factories: Sequence[int], day: int, feed: Feed) -> list[Shown]:
        return [
            Shown(np.array(self.sold.get(one, [])), self.signal.get(one, 0.0), self.taste)
            for one in factories
        ]


def open_all(world: Any) -> None:
    """Found every factory and open its shop."""
    for factory in world.factories:
        open_factory(world, factory)
        open_shop(world, factory)
    start_reviews(world, -1)


@pytest.fixture
def world() -> Callable[[Iterable[Factory]], Any]:
    """A world around some factories."""

    def make(factories: Iterable[Factory]) -> Any:
        few = list(factories)
        return SimpleNamespace(
            day=0,
            factories=few,
            lines=lines_of(few, np.zeros(1), 1.0),
            platforms=[FakePlatform()],
            ledger=Ledger(1, 1, len(few)),
            luck=Luck(7),
            orders=SimpleNamespace(
                waiting=np.zeros(len(few), np.int64),
                queue=np.empty(0, ORDER),
                going_back=Calendar(),
            ),
            taste_centre=np.zeros((1, 2)),
            scenario=SimpleNamespace(
                market=MarketParameters(),
                learning=LearningParameters(),
                returns=ReturnsParameters(),
            ),
            strategies=STRATEGIES,
            learning=NoLearning(NoneParameters()),
        )

    return make
