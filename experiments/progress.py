"""How long work tells how far it is: a bar with the time left on a terminal, else plain lines."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

LINES = 10  # plain lines a job


@contextmanager
def progress(total: int, unit: str, at_once: int = 1) -> Iterator[Callable[[], None]]:
    """What to call after each of `total` units of work ("day", "run"), so many done at once."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _plain_lines(total, unit, at_once)
        return
    columns = (TextColumn(unit), MofNCompleteColumn(), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(unit, total=total)
        yield lambda: bar.advance(task)


def _plain_lines(total: int, unit: str, at_once: int) -> Callable[[], None]:
    """The time left goes by those after the first ones, which had to compile."""
    done, began = 0, 0.0

    def after_one() -> None:
        nonlocal done, began
        done += 1
        now = time.monotonic()
        if done <= at_once:
            began = now
        if done * LINES // total > (done - 1) * LINES // total:
            left = (now - began) / max(done - at_once, 1) * (total - done)
            told = f", about {left:.0f} s left" if done > at_once or done == total else ""
            print(f"{unit} {done} of {total}{told}", file=sys.stderr, flush=True)

    return after_one
