"""The machine code that is made on all cores is the machine code that a market needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from experiments.compiling import foreseen, forget_older
from tests.contracts.command import environment

A_DAY = """
import json
import sys
from numba.core.registry import CPUDispatcher
from model import Market

PACKAGES = ("core.", "agents.", "model.")
Market("base", **{"consumers.count": 300, "anchors.entry_rate": 1.0}).run(2)
modules = [sys.modules[name] for name in sorted(sys.modules) if name.startswith(PACKAGES)]
functions = [each for module in modules for each in vars(module).values()]
called = {
    (each.__module__, each.__qualname__, str(types))
    for each in functions if isinstance(each, CPUDispatcher) for types in each.signatures
}
print(json.dumps(sorted(called)))
"""

ONE_FUNCTION = """
from numba import float64, types, uint64
from experiments.compiling import compile_all

compile_all([("core.luck", "_fill_all", (uint64, types.int64, types.Array(float64, 1, "C")))])
"""


def called_from_python() -> set[tuple[str, ...]]:
    told = subprocess.run(
        [sys.executable, "-c", A_DAY], env=environment(), capture_output=True, text=True, check=True
    )
    return set(map(tuple, json.loads(told.stdout)))


def test_it_foresees_all_that_a_market_calls() -> None:
    called_from_python()  # now all is in the cache, and none is compiled for a compiled caller
    known = {(module, name, str(types)) for module, name, types in foreseen()}
    called = called_from_python()
    assert len(called) > 50
    assert called <= known


def test_what_is_compiled_lies_in_the_cache(tmp_path: Path) -> None:
    here = environment(NUMBA_CACHE_DIR=str(tmp_path))
    subprocess.run([sys.executable, "-c", ONE_FUNCTION], env=here, check=True)
    assert len(list(tmp_path.rglob("luck._fill_all-*.nbc"))) == 1


def test_only_the_newest_states_of_the_sources_stay(tmp_path: Path) -> None:
    """And the one at work, however old; nothing that is not such a folder is touched."""
    states = [tmp_path / f"{number:016x}" for number in range(6)]
    for age, state in enumerate(states):
        state.mkdir()
        (state / "loops.nbc").touch()
        os.utime(state, (1e9 - age, 1e9 - age))
    (tmp_path / "first-run").mkdir()
    (tmp_path / ".ok").touch()
    forget_older(tmp_path / "first-run")
    assert all(state.exists() for state in states)
    forget_older(tmp_path / "0123456789abcdef")  # where nothing has been compiled
    assert all(state.exists() for state in states)
    forget_older(states[4])
    assert [state for state in states if state.exists()] == [states[0], states[1], states[4]]
    assert {".ok", "first-run"} < {path.name for path in tmp_path.iterdir()}
