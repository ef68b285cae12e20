"""The two ways a function is compiled here, typed so that callers keep their signatures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile for one thread and cache the machine code; no fast-math, so results are exact."""
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def compiled_parallel(function: F) -> F:
    """Compile with `numba.prange` over threads; a body must write only its own rows."""
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy", parallel=True)(function))


def inlined(function: F) -> F:
    """Compile a small formula that other compiled functions call."""
    return cast(
        F, numba.njit(cache=True, nogil=True, error_model="numpy", inline="never")(function)
    )
