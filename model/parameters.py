"""The whole scenario: every group of declared parameters, in one frozen tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import create_model

from agents.anchors import AnchorParameters
from agents.behaviour import Behaviour
from agents.contracts import ContractParameters
from agents.factories import CategoryParameters, FactoryParameters
from agents.learning import LearningParameters
from agents.platforms import PlatformParameters
from agents.segments import ConsumerParameters
from agents.strategy import Strategy
from agents.traffic import TrafficRule
from core.declare import Parameters, param
from core.plugins import discover
from model.appeal import AppealParameters
from model.impulse import ImpulseParameters
from model.network_parameters import FollowsParameters, PeersParameters
from model.phases.aftersales import ReturnsParameters
from model.phases.audience import AttentionParameters
from model.phases.checkout import WaitingParameters
from model.phases.delivery import ShippingParameters
from model.phases.shelf import ShelfParameters
from model.phases.word_of_mouth import WordOfMouthParameters

STRATEGIES = discover("agents.strategies", Strategy)
BEHAVIOURS = discover("agents.behaviours", Behaviour)
TRAFFICS = discover("agents.traffics", TrafficRule)


class MarketParameters(Parameters):
    """What takes part, and for how long."""

    days: int = param(180, "day", "days to run", "assumption", 30, 720, least=1)
    seed: int = param(1, "-", "root of all luck", "assumption", least=0)
    platforms: tuple[str, ...] = param(
        ("north", "south", "east"), "names", "platforms that take part", "assumption"
    )
    categories: tuple[str, ...] = param(
        ("apparel", "cables", "home"), "names", "categories that take part", "assumption"
    )
    month: int = param(30, "day", "days between two starts of a budget", "assumption", 7, 31, least=1)


def _plugin_parameters(name: str, plugins: dict[str, type[Any]]) -> type[Parameters]:
    """A group with one sub-group of parameters for each plugin found."""
    groups: dict[str, Any] = {kind: (p.Parameters, p.Parameters()) for kind, p in plugins.items()}
    return create_model(name, __base__=Parameters, **groups)


if TYPE_CHECKING:
    StrategiesParameters = BehavioursParameters = TrafficsParameters = Parameters
else:
    StrategiesParameters = _plugin_parameters("StrategiesParameters", STRATEGIES)
    BehavioursParameters = _plugin_parameters("BehavioursParameters", BEHAVIOURS)
    TrafficsParameters = _plugin_parameters("TrafficsParameters", TRAFFICS)
