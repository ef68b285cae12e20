"""Compile everything that a market of the base scenario calls, on all cores, into the cache.

    python -m experiments.compiling

Numba compiles one function at a time, when it is first called. So that several processes can do it,
a tiny market is lived without the compiler first, and tells what is called with which types. What
it did not foresee, or all of it if this fails, is compiled when it is called, as ever.
"""

from __future__ import annotations

import importlib
import os
import pickle
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeAlias

from numba import config, typeof

from core import compiled
from model import Market

Calls: TypeAlias = tuple[str, str, list[tuple[Any, ...]]]  # module, name, numba's types a call

FEW: dict[str, Any] = {"consumers.count": 300, "anchors.entry_rate": 1.0}
WITHOUT_COMPILER = {"NUMBA_DISABLE_JIT": "1", "PYTHONWARNINGS": "ignore"}
KEPT = 3  # states of the sources whose machine code stays: a run at work may use an older one
A_STATE = re.compile("[0-9a-f]{16}")  # the name of such a state's folder


def main() -> None:
    """Learn what is called, then compile it; without a compiler there is nothing to do."""
    if not config.DISABLE_JIT:  # type: ignore[attr-defined]
        compile_all(foreseen)
        forget_older(Path(config.CACHE_DIR))  # type: ignore[attr-defined]


def forget_older(mine: Path) -> None:
    """Remove the machine code of older states of the sources, that of this one in `mine` never."""
    if not (A_STATE.fullmatch(mine.name) and mine.is_dir()):
        return  # a folder of the user's own, or nothing compiled
    mine.touch()
    states = [one for one in mine.parent.iterdir() if one.is_dir() and A_STATE.fullmatch(one.name)]
    for one in sorted(states, key=lambda one: one.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(one, ignore_errors=True)


def foreseen() -> list[Calls]:
    """What a market of few people calls; it lives in a process of its own, without the compiler."""
    told = subprocess.run(
        [sys.executable, "-c", "from experiments import compiling; compiling.tell_calls()"],
        env=os.environ | WITHOUT_COMPILER, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    calls: list[Calls] = pickle.loads(told.stdout)
    return calls


def tell_calls() -> None:
    """Live two days, and write which compiled functions were called, and with which types."""
    types: dict[tuple[str, str], dict[tuple[Any, ...], None]] = defaultdict(dict)

    def note(function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        types[function.__module__, function.__qualname__][tuple(map(typeof, arguments))] = None

    compiled.told_of_calls.append(note)
    Market("base", **FEW).run(2)
    pickle.dump([(*function, list(seen)) for function, seen in types.items()], sys.stdout.buffer)


def compile_all(calls: Callable[[], Iterable[Calls]]) -> None:
    """Several functions at a time, as there are cores; processes start while calls are learned."""
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, get_context("spawn")) as pool:
        for _ in range(cores):
            pool.submit(int)
        for _ in pool.map(_compile, calls()):
            pass


def _compile(calls: Calls) -> None:
    """One function for all of its types: two processes must not write to the cache of one."""
    module, name, types = calls
    function = getattr(importlib.import_module(module), name)
    for arguments in types:
        function.compile(arguments)


if __name__ == "__main__":
    main()
