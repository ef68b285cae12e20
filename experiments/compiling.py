"""Compile everything that a market of the base scenario calls, on all cores, into the cache.

    python -m experiments.compiling

Numba compiles one function at a time, when it is first called. So that several processes can do it,
a tiny market is lived without the compiler meanwhile, and tells what is called with which types.
What it did not foresee, or all of it if this fails, is compiled when it is called, as ever.
"""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeAlias

from numba import config, typeof

from core import compiled

Call: TypeAlias = tuple[str, str, tuple[Any, ...]]  # module, name, numba's types

FEW: dict[str, Any] = {"consumers.count": 300, "anchors.entry_rate": 1.0}
WITHOUT_COMPILER = {"NUMBA_DISABLE_JIT": "1", "PYTHONWARNINGS": "ignore"}
KEPT = 3  # states of the sources whose machine code stays: a run at work may use an older one
A_STATE = re.compile("[0-9a-f]{16}")  # the name of such a state's folder


def main() -> None:
    """Compile what is called, as it is learned; without a compiler there is nothing to do."""
    if not config.DISABLE_JIT:  # type: ignore[attr-defined]
        compile_all(foreseen())
        forget_older(Path(config.CACHE_DIR))  # type: ignore[attr-defined]


def forget_older(mine: Path) -> None:
    """Remove the machine code of older states of the sources, that of this one in `mine` never."""
    if not (A_STATE.fullmatch(mine.name) and mine.is_dir()):
        return  # a folder of the user's own, or nothing compiled
    mine.touch()
    states = [one for one in mine.parent.iterdir() if one.is_dir() and A_STATE.fullmatch(one.name)]
    for one in sorted(states, key=lambda one: one.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(one, ignore_errors=True)


def foreseen() -> Iterator[Call]:
    """What a market of few people calls; it lives in a process of its own, without the compiler."""
    with subprocess.Popen(
        [sys.executable, "-c", "from experiments import compiling; compiling.tell_calls()"],
        env=os.environ | WITHOUT_COMPILER, stdout=subprocess.PIPE,
    ) as telling:  # fmt: skip
        assert telling.stdout
        importlib.import_module("model")  # meanwhile, for the processes that will compile
        while (call := pickle.load(telling.stdout)) is not None:
            yield call


def tell_calls() -> None:
    """Live two days, and write which compiled functions are called, and with which types."""
    told: set[Call] = set()

    def tell(function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        call = (function.__module__, function.__qualname__, tuple(map(typeof, arguments)))
        if call not in told:
            told.add(call)
            pickle.dump(call, sys.stdout.buffer)
            sys.stdout.flush()

    compiled.told_of_calls.append(tell)
    importlib.import_module("model").Market("base", **FEW).run(2)
    pickle.dump(None, sys.stdout.buffer)


def compile_all(calls: Iterable[Call]) -> None:
    """Several functions at a time, as there are cores, by processes that have imported them."""
    begun: dict[tuple[str, str], Future[None]] = {}
    with ProcessPoolExecutor(os.cpu_count(), get_context("fork"), gc.disable) as pool:
        for module, name, types in calls:
            if before := begun.get((module, name)):
                before.result()  # two processes must not write to the cache of one function
            begun[module, name] = pool.submit(_compile, module, name, types)
        for each in begun.values():
            each.result()


def _compile(module: str, name: str, types: tuple[Any, ...]) -> None:
    getattr(importlib.import_module(module), name).compile(types)


if __name__ == "__main__":
    main()
