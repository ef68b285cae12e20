"""Our version of the common kernel does what the town's rules say, on any number of threads."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numba
import numpy as np
import pytest

from benchmarks import paper
from core.luck import Luck, uniforms
from core.sharing import share

TICKS = 12
PEOPLE = 20_000  # enough for many shards
SCRIPTS = ("town", "timing", "ours")  # they import each other as scripts do


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    monkeypatch.syspath_prepend(paper.ROOT / "benchmarks" / "common_kernel")
    for name in SCRIPTS:
        monkeypatch.delitem(sys.modules, name, raising=False)
    found = {name: importlib.import_module(name) for name in SCRIPTS}
    for name in SCRIPTS:
        monkeypatch.delitem(sys.modules, name)
    return found


def buyers_by_the_rules(rules: ModuleType, town: object) -> list[int]:
    """The rules, one line after another, with the same luck."""
    impulse, buyers, counts = np.zeros(PEOPLE, np.float32), np.empty(0, np.int64), []
    for number in range(TICKS):
        impulse *= rules.KEEP
        for anchor in np.flatnonzero(town.live[number]):
            impulse[town.fans[town.fan_starts[anchor] : town.fan_starts[anchor + 1]]] += rules.PITCH
        for buyer in buyers:
            impulse[town.peers[town.peer_starts[buyer] : town.peer_starts[buyer + 1]]] += rules.WORD
        draws = uniforms(Luck(1).key("buy", number), PEOPLE)
        buyers = np.flatnonzero(draws < 1.0 - np.exp(-impulse.astype(np.float64)))
        impulse[buyers] = 0.0
        counts.append(len(buyers))
    return counts


@pytest.fixture(params=[1, numba.config.NUMBA_NUM_THREADS], ids=["one", "all"])
def threads(request: pytest.FixtureRequest) -> Iterator[None]:
    before = numba.get_num_threads()
    numba.set_num_threads(request.param)
    yield
    numba.set_num_threads(before)


@pytest.mark.usefixtures("threads")
def test_ours_keeps_the_rules(scripts: dict[str, ModuleType], tmp_path: Path) -> None:
    rules, path = scripts["town"], tmp_path / "town.npz"
    rules.build(PEOPLE, path)
    town = rules.load(path)
    wanted = buyers_by_the_rules(rules, town)
    assert min(wanted[1:]) > 0
    tick = scripts["ours"].start(town)
    assert [tick(number) for number in range(TICKS)] == wanted
    crowd = np.arange(0, PEOPLE, 2, dtype=np.int32)  # on an evening with more buyers than one shard
    told = share(scripts["ours"].tell, len(crowd), crowd, town.peer_starts, town.peers)
    rows = [town.peers[town.peer_starts[i] : town.peer_starts[i + 1]] for i in crowd]
    assert np.array_equal(np.concatenate(told), np.concatenate(rows))
