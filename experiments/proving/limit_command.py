"""`livemarket limits`: run the limit cases, print the table, keep it as a page."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numba
from rich.console import Console
from rich.table import Table

from experiments.places import DOCS
from experiments.progress import progress
from experiments.proving.limit_figures import write_limit_figures
from experiments.proving.limit_table import (
    LimitResult,
    answer,
    cells,
    how_to_read,
    limits_listed,
    limits_page,
    questions,
    values_told,
)

PAGE = DOCS / "generated" / "limits.md"
WIDTH = 140  # characters


def run_limits(names: list[str], seed: int, effort: int, drawn: int, page: Path | None) -> bool:
    """Whether every limit holds. `page` is where to keep the published answers, and figures."""
    asked = questions(names, seed, drawn)
    spawn = get_context("spawn")
    answered: list[LimitResult] = []
    workers = os.cpu_count() or 1
    with (
        progress(len(asked), "limit", workers) as tell,
        ProcessPoolExecutor(workers, spawn, numba.set_num_threads, (1,)) as pool,
    ):
        # the pictures take longest and so begin first
        drawing = pool.submit(write_limit_figures, page.parent / "limits", seed) if page else None
        running = [pool.submit(answer, *one, effort) for one in asked]
        for one in running:
            answered.append(one.result())
            tell()
        pictures = drawing.result() if drawing else []
    _print(answered)
    if page is not None:
        published = [one for one in answered if one.values == one.limit.published]
        shown = [path.relative_to(page.parent) for path in pictures]
        page.write_text(limits_page(published, seed, effort, shown), encoding="utf-8")
    return all(one.holds for one in answered)


def list_limits() -> None:
    """Print a line a limit."""
    table = Table("limit", "row", "what it shows", title="limit cases")
    for row in limits_listed():
        table.add_row(*row)
    Console(width=WIDTH).print(table)


def _print(answered: list[LimitResult]) -> None:
    table = Table(
        "limit", "row", "number", "published", "theory", "model", "s.e.", "z", "least seen", "",
        title="limit cases",
    )  # fmt: skip
    for one in answered:
        mark = "holds" if one.holds else "FAILS"
        if one.values != one.limit.published:
            table.add_row(one.limit.kind, "drawn", values_told(one.values))
        for row in range(len(one.findings)):
            head = (one.limit.kind, one.limit.code) if row == 0 else ("", "")
            table.add_row(*head, *cells(one, row), mark if row == 0 else "")
    console = Console(width=WIDTH)
    console.print(table)
    console.print(how_to_read(answered), highlight=False)
