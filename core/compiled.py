"""The ways a function is compiled here, typed so that callers keep their signatures."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba.core.registry import cpu_target
from numba.extending import register_jitable

F = TypeVar("F", bound=Callable[..., Any])

# Who is told of calls that are made without the compiler: the function and its arguments.
told_of_calls: list[Callable[[Callable[..., Any], tuple[Any, ...]], None]] = []

SHARDS = 64  # parts of a parallel loop: fixed, so that results do not depend on the threads
ROOT = Path(__file__).resolve().parent.parent


def _digest_of_compiled_sources() -> str:
    """Changes when any source that holds compiled code does.

    Numba keeps machine code by the file of the outermost function; it does not notice that a
    formula it calls from another file has changed. A cache folder for each state of the sources is
    safe.
    """
    digest = hashlib.blake2b(numba.__version__.encode(), digest_size=8)
    for package in ("core", "agents", "model"):
        for path in sorted((ROOT / package).rglob("*.py")):
            text = path.read_bytes()
            if b"core.compiled" in text or path == Path(__file__):
                digest.update(text)
    return digest.hexdigest()


if not numba.config.CACHE_DIR:  # type: ignore[attr-defined]
    numba.config.CACHE_DIR = str(ROOT / ".numba" / _digest_of_compiled_sources())  # type: ignore[attr-defined]

# What numba else would load at the first call: now, while `model` keeps the collector from looking.
cpu_target.target_context.refresh()


def compiled(function: F) -> F:
    """Compile for one thread and cache the machine code; no fast-math, so results are exact.

    Without the compiler (NUMBA_DISABLE_JIT=1) it is plain Python.
    """
    if numba.config.DISABLE_JIT:  # type: ignore[attr-defined]

        @functools.wraps(function)
        def plain(*arguments: Any) -> Any:
            for tell in told_of_calls:
                tell(function, arguments)
            return function(*map(_with_fields, arguments))

        return cast(F, plain)
    uncalled_from_c: dict[str, Any] = {"no_cfunc_wrapper": True}
    keep = numba.njit(cache=True, nogil=True, error_model="numpy", **uncalled_from_c)
    return cast(F, keep(function))


def inlined(function: F) -> F:
    """Compile a small formula into the compiled functions that call it.

    It must not create arrays: it runs without numba's reference counting (its option `_nrt`), which
    in a hot loop costs more than the formula (measured: a factor of seven for a day of pitches).
    """
    return cast(F, _part(forceinline=True)(function))


def compiled_part(function: F) -> F:
    """Compile a loop that several loops share, once. Like `inlined` it must not create arrays."""
    return cast(F, _part()(function))


def _with_fields(value: Any) -> Any:
    """Tables whose rows have their fields as attributes, which in compiled code all have."""
    if isinstance(value, tuple) and hasattr(value, "_make"):
        return value._make(map(_with_fields, value))
    is_table = isinstance(value, np.ndarray) and value.dtype.names
    return value.view(np.dtype((_Row, value.dtype))) if is_table else value


class _Row(np.record):  # type: ignore[misc]  # final in the stub, not in numpy
    """A row whose fields come before the methods that numpy gives to rows (`take`, `trace`)."""

    def __getattribute__(self, name: str) -> Any:
        fields = np.void.__getattribute__(self, "dtype").names
        return self[name] if name in fields else super().__getattribute__(name)


def _part(**options: Any) -> Any:
    """For compiled callers only, who need no wrappers; Python calls the function as it is."""
    return register_jitable(
        nogil=True, error_model="numpy", _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True,
        **options,
    )  # fmt: skip
