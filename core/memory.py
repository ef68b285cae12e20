"""Memory that a process holds and does not use, given back to the system where it takes it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import lru_cache


def give_back() -> None:
    """Return free memory between tables that live on, which the C library of Linux keeps."""
    trim = _trim()
    if trim is not None:
        trim(0)


@lru_cache
def _trim() -> Callable[[int], int] | None:
    try:
        return getattr(ctypes.CDLL(None), "malloc_trim", None)
    except (OSError, TypeError):  # no such library, as on Windows
        return None
