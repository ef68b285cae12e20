"""Every kind of plugin: the folder that holds it, and what its files derive from."""

from __future__ import annotations

from typing import Any

from agents.behaviour import Behaviour
from agents.learning import Learning
from agents.strategy import Strategy
from agents.traffic import TrafficRule
from core.plugins import discover
from experiments.figure import FigureKind
from experiments.judging.study import Study
from model.ties.follow_network import FollowKind
from model.ties.network_kind import PeerNetwork
from model.watching.metric import Metric

FOLDERS: dict[str, type[Any]] = {
    "agents.strategies": Strategy,
    "agents.behaviours": Behaviour,
    "agents.traffics": TrafficRule,
    "agents.learnings": Learning,
    "model.networks": PeerNetwork,
    "model.follow_networks": FollowKind,
    "model.metrics": Metric,
    "experiments.figures": FigureKind,
    "experiments.studies": Study,
}
WITHOUT_PARAMETERS = ("model.metrics", "experiments.figures", "experiments.studies")
PLUGINS: dict[str, type[Any]] = {
    f"{folder}.{kind}": plugin
    for folder, base in FOLDERS.items()
    for kind, plugin in discover(folder, base).items()
}
SET_UP: dict[str, type[Any]] = {
    name: plugin for name, plugin in PLUGINS.items() if not name.startswith(WITHOUT_PARAMETERS)
}
