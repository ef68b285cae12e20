"""A start with the machine code in the cache compiles nothing: only what calls it is kept there.

A part (`inlined`, `compiled_part`) that plain Python calls would be compiled anew at each start.
"""

from __future__ import annotations

import subprocess
import sys

from tests.contracts.command import environment

A_DAY = """
from numba import njit
from numba.core import event
from model import Market

def new_to_the_cache(number):
    return number + 1

with event.install_recorder("numba:compile") as seen:
    njit(new_to_the_cache)(1)
    Market("base", **{"consumers.count": 300, "anchors.entry_rate": 1.0}).step()
begun = [happened for _, happened in seen.buffer if happened.is_start]
print(*(compiling.data["dispatcher"].py_func.__qualname__ for compiling in begun))
"""


def compiled_on_the_way() -> list[str]:
    told = subprocess.run(
        [sys.executable, "-c", A_DAY], env=environment(), capture_output=True, text=True, check=True
    )
    return told.stdout.split()


def test_a_warm_start_compiles_nothing() -> None:
    compiled_on_the_way()  # now it is warm
    assert compiled_on_the_way() == ["new_to_the_cache"]  # which shows that one would be seen
