"""Ctrl-C at a safe point: asked for at any time, obeyed between two units of work."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 1  # exit status of every command after a Ctrl-C


class Stopped(Exception):
    """Raised between two units of work after a Ctrl-C."""


class StopRequest:
    """Whether the user asked to stop."""

    asked = False

    def obey(self) -> None:
        """Call between two units of work."""
        if self.asked:
            raise Stopped


@contextmanager
def stoppable(unit: str) -> Iterator[StopRequest]:
    """Turn the first Ctrl-C into a request; a second one interrupts at once, as usual."""
    request = StopRequest()

    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        request.asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        print(f"stopping after this {unit} (Ctrl-C again to drop it)", file=sys.stderr, flush=True)

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield request
    finally:
        signal.signal(signal.SIGINT, before)
