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
def progress(total: int, unit: str) -> Iterator[Callable[[], None]]:
    """What to call after each of `total` units of work ("day", "run")."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _plain_lines(total, unit)
        return
    columns = (TextColumn(unit), MofNCompleteColumn(), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(unit, total=total)
        yield lambda: bar.advance(task)


def _plain_lines(total: int, unit: str) -> Callable[[], None]:
    started = time.monotonic()
    done = 0

    def after_one() -> None:
        nonlocal done
        done += 1
        if done * LINES // total > (done - 1) * LINES // total:
            left = (time.monotonic() - started) / done * (total - done)
            print(f"{unit} {done} of {total}, about {left:.0f} s left", file=sys.stderr, flush=True)

    return after_one
