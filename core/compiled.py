"""The ways a function is compiled here, typed so that callers keep their signatures."""

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
    """Compile a small formula into the compiled functions that call it.

    It must not create arrays: it runs without numba's reference counting (its option `_nrt`), which
    in a hot loop costs more than the formula (measured: a factor of seven for a day of pitches).
    """
    return cast(F, _part(forceinline=True)(function))


def compiled_part(function: F) -> F:
    """Compile a loop that several loops share, once. Like `inlined` it must not create arrays."""
    return cast(F, _part()(function))


def _part(**options: Any) -> Any:
    without_counting: dict[str, Any] = {"_nrt": False}
    return numba.njit(nogil=True, error_model="numpy", **without_counting, **options)
