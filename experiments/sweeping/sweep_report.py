"""The page of one sweep: what varied, how far it is, what came out; it needs no other file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from experiments.html import inline, render
from experiments.style import short
from experiments.sweeping.conclusion import conclude
from experiments.sweeping.shards import merge, write_results
from experiments.sweeping.starts import words_of
from experiments.sweeping.status import look, require_runs
from experiments.sweeping.store import Store, starts_of
from experiments.sweeping.sweep_figure import summary_png

ROWS = 500  # of the table on the page; summary.csv has all


def write_sweep_report(store: Store) -> Path:
    """Write `report.html` into the folder of the sweep, finished or not."""
    require_runs(store)
    merge(store)
    write_results(store)
    path = store.home / "report.html"
    path.write_text(render("sweep.html", **sweep_facts(store)), encoding="utf-8")
    return path


def sweep_facts(store: Store) -> dict[str, Any]:
    """Everything on the page."""
    found = conclude(store)
    state = look(store)
    shown = found.head(ROWS).dropna(axis="columns", how="all")
    return {
        "title": store.spec.title or "A sweep",
        "question": store.spec.question or store.spec.title or "A sweep",
        "spec": store.spec.model_dump_json(indent=2, exclude_defaults=True),
        "planned": state.planned,
        "left": state.left,
        "failures": [store.epitaph(failure) for failure in state.failures.values()],
        "configurations": len(store.plan),
        "code": store.plan.code,
        "starts": words_of(starts_of(store.home)),
        "columns": [str(name) for name in shown.columns],
        "rows": [[_cell(value) for value in row] for row in shown.itertuples(index=False)],
        "more": len(found) - len(shown),
        "figure": inline(summary_png(found, store.spec.title)),
    }


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if pd.isna(value) else short(value)
    return str(value)
