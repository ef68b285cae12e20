"""What every plugin of every kind keeps, whatever the scan of the folders finds.

What only one kind must keep, such as pure decisions or sound networks, stands with that part:
tests/supply, tests/stars, tests/networks, tests/books. Own plugins are held to it as well:
`LIVEMARKET_PLUGINS=DIR pytest tests/contracts`.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import BadInput
from core.luck import Luck
from core.plugins import parameters_of
from core.scenario import describe
from model.parameters import Scenario
from model.ties.network_parameters import (
    FOLLOW_KINDS,
    PEER_KINDS,
    FollowsParameters,
    PeersParameters,
    follow_kind,
    peer_network,
)
from tests.contracts.shelf import FOLDERS, PLUGINS, SET_UP, WITHOUT_PARAMETERS

EVERY = pytest.mark.parametrize("name", PLUGINS)
TAG = re.compile(  # of the dossier, a section of it, or a paper
    r"\b(?:S|LC|C|W|Q|X)\d+[a-z]?\b|\b[1-9]\.\d+\b|\bX\b|assumption|\b(?:19|20)\d\d\)"
)
NEEDS_A_FILE = ("file", "from_follows")


def texts(plugin: type[Any]) -> Iterator[tuple[str, str]]:
    """Where and what the author says: of the file, the class, its public verbs, its parameters."""
    yield "the file", sys.modules[plugin.__module__].__doc__ or ""
    yield plugin.__name__, plugin.__doc__ or ""
    for verb, member in vars(plugin).items():
        if not verb.startswith("_") and (
            inspect.isfunction(member) or isinstance(member, property)
        ):
            yield verb, member.__doc__ or ""


def test_the_scan_overlooks_no_file() -> None:
    for folder in FOLDERS:
        places = [Path(place) for place in importlib.import_module(folder).__path__]
        files = {path.stem for place in places for path in place.glob("[!_]*.py")}
        found = {name.rpartition(".")[2] for name in PLUGINS if name.startswith(f"{folder}.")}
        assert files <= found
        assert len(files) >= 3


@EVERY
def test_a_plugin_is_final_and_named_after_its_file(name: str) -> None:
    plugin = PLUGINS[name]
    assert plugin.kind == name.rpartition(".")[2] == plugin.__module__.rpartition(".")[2]
    assert getattr(plugin, "__final__", False)
    assert not inspect.isabstract(plugin)
    assert not plugin.__subclasses__()


@EVERY
def test_a_plugin_says_what_it_does_and_whence_its_numbers_are(name: str) -> None:
    told = dict(texts(PLUGINS[name]))
    assert not [place for place, text in told.items() if not text.strip()]
    everything = " ".join(told.values())
    numbers = re.findall(r"(?<![\w-])\d*\.?\d+\b", TAG.sub("", everything))
    assert not [number for number in numbers if float(number) not in (0, 1)] or TAG.search(
        everything
    )


@pytest.mark.parametrize("name", SET_UP)
def test_every_parameter_of_a_plugin_is_declared_whole(name: str) -> None:
    group = parameters_of(SET_UP[name])
    assert group.__doc__
    assert group.model_config["frozen"]
    assert group.model_config["extra"] == "forbid"
    assert len(describe(group)) == len(group.model_fields)  # none without a declaration
    for row in describe(group):
        assert row.unit.strip()
        assert row.meaning.strip()
        assert TAG.search(row.source), row


def test_only_metrics_and_figures_go_without_parameters() -> None:
    assert set(PLUGINS) - set(SET_UP) == {n for n in PLUGINS if n.startswith(WITHOUT_PARAMETERS)}


def test_every_declared_range_holds_the_default_and_keeps_to_what_is_allowed() -> None:
    wrong = []
    for row in describe(Scenario):
        if row.low is None or row.high is None:
            continue
        defaults = row.default.values() if isinstance(row.default, dict) else [row.default]
        kept = [row.low < row.high, *(row.low <= value <= row.high for value in defaults)]
        for bound in re.findall(r"at least (\S+)", row.allowed):
            kept.append(row.low >= float(bound))
        for bound in re.findall(r"at most (\S+)", row.allowed):
            kept.append(row.high <= float(bound))
        if not all(kept):
            wrong.append(row)
    assert not wrong


def test_every_number_of_the_scenario_has_unit_meaning_source_and_range() -> None:
    for row in describe(Scenario):
        assert row.unit.strip(), row
        assert row.meaning.strip(), row
        assert TAG.search(row.source), row
        if row.type in ("integer", "number") and row.path != "market.seed":
            assert row.low is not None, row


@pytest.mark.parametrize("kind", PEER_KINDS)
def test_peers_are_a_pure_answer(kind: str) -> None:
    parameters = PeersParameters(kind=kind)
    if kind in NEEDS_A_FILE:
        with pytest.raises(BadInput, match=r"peers\.(path|kind)"):
            peer_network(parameters).build(50, Luck(1))
        return
    one, other = (peer_network(parameters).build(300, Luck(4)) for _ in range(2))
    assert np.array_equal(one.starts, other.starts)
    assert np.array_equal(one.targets, other.targets)
    assert one.size == 300


@pytest.mark.parametrize("kind", FOLLOW_KINDS)
def test_follows_are_a_pure_answer_of_the_right_shape(kind: str) -> None:
    parameters = FollowsParameters(kind=kind)
    home = np.arange(300) % 3
    answers = []
    for _ in range(2):
        network = follow_kind(parameters)
        if kind in NEEDS_A_FILE:
            with pytest.raises(BadInput, match=r"follows\.path"):
                network.build(300, 9, np.arange(9) % 3, home, 4, Luck(4))
            return
        answers.append(network.build(300, 9, np.arange(9) % 3, home, 4, Luck(4)))
    one, other = answers
    assert np.array_equal(one.anchors, other.anchors)
    assert one.anchors.shape == (300, 4)
    assert one.anchors.min() >= -1
    assert one.anchors.max() < 9
    assert one.popularity.sum() == pytest.approx(1.0)
