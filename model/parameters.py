"""The whole scenario: every group of declared parameters, in one frozen tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeAlias

from pydantic import model_validator

from agents.anchor_parameters import AnchorParameters
from agents.behaviour import Behaviour
from agents.categories import CATEGORIES, CategoryParameters
from agents.contracts import ContractParameters
from agents.factory_parameters import FactoryParameters
from agents.learning import Learning, LearningParameters
from agents.platform_parameters import PlatformParameters
from agents.segments import ConsumerParameters
from agents.strategy import Strategy
from agents.traffic import TrafficRule
from core.declare import Parameters, param
from core.errors import BadInput
from core.plugins import discover, parameter_group
from model.appeal import AppealParameters
from model.channel_parameters import AttentionParameters, ShelfParameters
from model.impulse import ImpulseParameters
from model.order_parameters import (
    ReturnsParameters,
    ShippingParameters,
    WaitingParameters,
    WordOfMouthParameters,
)
from model.ties.network_parameters import FollowsParameters, PeersParameters

STRATEGIES = discover("agents.strategies", Strategy)  # type: ignore[type-abstract]
BEHAVIOURS = discover("agents.behaviours", Behaviour)  # type: ignore[type-abstract]
LEARNINGS = discover("agents.learnings", Learning)  # type: ignore[type-abstract]
TRAFFICS = discover("agents.traffics", TrafficRule)  # type: ignore[type-abstract]
PLATFORMS = {name: PlatformParameters() for name in ("north", "south", "east")}
MOST = 32_767  # anchors: follows and orders name them in two bytes


class MarketParameters(Parameters):
    """What takes part, and for how long."""

    days: int = param(180, "day", "days to run", "assumption", 30, 720, least=1)
    warm_up_days: int = param(
        0,
        "day",
        "days lived first, of which no table and no number tells",
        "assumption",
        0,
        240,
        least=0,
    )
    seed: int = param(1, "-", "root of all luck", "assumption", least=0)
    platforms: tuple[str, ...] = param(
        ("north", "south", "east"), "names", "platforms that take part", "assumption"
    )
    categories: tuple[str, ...] = param(
        ("apparel", "cables", "home"), "names", "categories that take part", "assumption"
    )
    factories_per_shelf: int = param(
        4, "factories", "factories in each category of each platform", "assumption", 1, 100, least=1
    )
    factory_region: int = param(
        0,
        "-",
        "where factories stand: 0 supply cluster, 1 other inland, 2 abroad",
        "2.9",
        0,
        2,
        least=0,
        most=2,
    )
    research_conversion: float = param(
        1.0,
        "order/need",
        "orders a need that market research counts on",
        "assumption",
        0.2,
        1.5,
        least=0,
    )
    first_designs: float = param(
        0.3,
        "taste",
        "spread of the designs on day 0 around the centre of fashion",
        "assumption",
        0,
        1,
        least=0,
    )
    platform_cash: float = param(
        20.0,
        "CNY/person",
        "opening cash of a platform for each person at home there",
        "assumption",
        0,
        200,
        least=0,
    )
    month: int = param(
        30, "day", "days between two starts of a budget", "assumption", 7, 31, least=1
    )

    @model_validator(mode="after")
    def _some_day_is_told(self) -> Self:
        """Warming up ends before the run does."""
        if self.warm_up_days >= self.days:
            allowed = f"less than market.days, {self.days}"
            raise BadInput("market.warm_up_days", self.warm_up_days, allowed)
        return self

    @property
    def factories(self) -> int:
        """How many there are."""
        return len(self.platforms) * len(self.categories) * self.factories_per_shelf


if TYPE_CHECKING:  # a checker knows that they are groups; which plugins exist is found at start
    StrategiesParameters: TypeAlias = Parameters
    BehavioursParameters: TypeAlias = Parameters
    TrafficsParameters: TypeAlias = Parameters
    LearningsParameters: TypeAlias = Parameters
else:
    StrategiesParameters = parameter_group("StrategiesParameters", STRATEGIES, __name__)
    BehavioursParameters = parameter_group("BehavioursParameters", BEHAVIOURS, __name__)
    TrafficsParameters = parameter_group("TrafficsParameters", TRAFFICS, __name__)
    LearningsParameters = parameter_group("LearningsParameters", LEARNINGS, __name__)


class Scenario(Parameters):
    """Everything that defines a run. A TOML file holds only what differs from these defaults."""

    title: str = "An unnamed market"
    question: str = "What happens?"
    market: MarketParameters = MarketParameters()
    consumers: ConsumerParameters = ConsumerParameters()
    appeal: AppealParameters = AppealParameters()
    impulse: ImpulseParameters = ImpulseParameters()
    attention: AttentionParameters = AttentionParameters()
    shelf: ShelfParameters = ShelfParameters()
    waiting: WaitingParameters = WaitingParameters()
    shipping: ShippingParameters = ShippingParameters()
    returns: ReturnsParameters = ReturnsParameters()
    word_of_mouth: WordOfMouthParameters = WordOfMouthParameters()
    peers: PeersParameters = PeersParameters()
    follows: FollowsParameters = FollowsParameters()
    anchors: AnchorParameters = AnchorParameters()
    contracts: ContractParameters = ContractParameters()
    factories: FactoryParameters = FactoryParameters()
    learning: LearningParameters = LearningParameters()
    categories: dict[str, CategoryParameters] = CATEGORIES
    platforms: dict[str, PlatformParameters] = PLATFORMS
    strategies: StrategiesParameters = StrategiesParameters()
    behaviours: BehavioursParameters = BehavioursParameters()
    traffics: TrafficsParameters = TrafficsParameters()
    learnings: LearningsParameters = LearningsParameters()

    @model_validator(mode="after")
    def _every_anchor_has_a_number(self) -> Self:
        """Those of day 0, and those who are expected to enter."""
        coming = self.anchors.entry_rate * self.market.days * (self.anchors.count > 0)
        if self.anchors.count + coming > MOST:
            allowed = f"at most {MOST} together with anchors.entry_rate x market.days, {coming:g}"
            raise BadInput("anchors.count", self.anchors.count, allowed)
        return self

    @model_validator(mode="after")
    def _sellers_keep_something(self) -> Self:
        """A platform's take and its share of what it guides are less than the whole price."""
        for name in self.market.platforms:
            home = self.platforms.get(name, PlatformParameters())
            for mode, group in self.strategies:
                share = getattr(group, "programme", 0.0)
                there = home.modes.get(mode, 0.0) > 0.0 or self.learning.kind != "none"
                if there and home.take_rate + share >= 1.0:
                    allowed = f"with strategies.{mode}.programme = {share:g}, below {1 - share:g}"
                    raise BadInput(f"platforms.{name}.take_rate", home.take_rate, allowed)
        return self


def behaviours_of(scenario: Scenario) -> dict[str, Behaviour[Any]]:
    """One of each behaviour, with the scenario's parameters; they hold no state."""
    groups = scenario.behaviours
    return {kind: plugin(getattr(groups, kind)) for kind, plugin in BEHAVIOURS.items()}


def strategies_of(scenario: Scenario) -> dict[str, Strategy[Any]]:
    """One of each strategy, with the scenario's parameters; they hold no state."""
    groups = scenario.strategies
    return {kind: plugin(getattr(groups, kind)) for kind, plugin in STRATEGIES.items()}
