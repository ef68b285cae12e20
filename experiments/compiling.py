"""Compile everything that a market calls, on all cores: the machine code goes to the cache.

    python -m experiments.compiling

Numba compiles one function at a time, when it is first called. So that several processes can do it,
a tiny market is lived without the compiler first, and tells what is called with which types.
"""

from __future__ import annotations

import importlib
import os
import pickle
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeAlias

Function: TypeAlias = tuple[str, str]  # its module and its name
Types: TypeAlias = tuple[Any, ...]  # numba's, of the arguments

WITHOUT_COMPILER = {"NUMBA_DISABLE_JIT": "1", "PYTHONWARNINGS": "ignore"}


def main() -> None:
    """Live without the compiler in a process of its own, then compile what it has called."""
    told = subprocess.run(
        [sys.executable, "-c", "from experiments import compiling; compiling.tell_calls()"],
        env=os.environ | WITHOUT_COMPILER, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    compile_all(pickle.loads(told.stdout))


def tell_calls() -> None:
    """Write which functions a market of few people calls, and with which types."""
    from numba import typeof  # noqa: PLC0415

    from core import compiled  # noqa: PLC0415
    from model import Market  # noqa: PLC0415

    calls: dict[Function, dict[Types, None]] = defaultdict(dict)

    def note(function: Any, arguments: tuple[Any, ...]) -> None:
        calls[function.__module__, function.__qualname__][tuple(map(typeof, arguments))] = None

    compiled.told_of_calls.append(note)
    few: dict[str, Any] = {"consumers.count": 60, "anchors.entry_rate": 1.0}
    market = Market("base", **few)
    for _ in range(2):
        market.step()
    pickle.dump([(function, list(types)) for function, types in calls.items()], sys.stdout.buffer)


def compile_all(calls: Iterable[tuple[Function, list[Types]]]) -> None:
    """Compile each function for its types; several at a time, as there are cores."""
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        for _ in pool.map(compile_one, calls):
            pass


def compile_one(call: tuple[Function, list[Types]]) -> None:
    """Compile one function for all of its types: two processes must not keep the same one."""
    (module, name), types = call
    function = getattr(importlib.import_module(module), name)
    for signature in types:
        function.compile(signature)


if __name__ == "__main__":
    main()
