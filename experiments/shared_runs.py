"""Runs that several sweeps want are lived once: a run is the same wherever its id is the same."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from experiments.rows import make_row, write_row
from experiments.shards import unfinished
from experiments.store import Store


def borrow(store: Store, results: Iterable[Path]) -> int:
    """Copy into a store what it wants and other sweeps have in their results; how many runs."""
    places = unfinished(store, range(len(store.plan) * store.spec.replicates))
    wanted = {run.id: run for run in map(store.plan.run, places)}
    found = 0
    for path in results:
        if not wanted:
            break
        for name, numbers in _held(path, set(wanted), list(store.plan.metrics)).items():
            run = wanted.pop(name)
            write_row(store.run_file(run.position), make_row(run, numbers))
            found += 1
    return found


def _held(path: Path, ids: set[str], metrics: list[str]) -> dict[str, dict[str, float]]:
    """Those of the runs that are in one file of results, with all numbers that are wanted."""
    file = pq.ParquetFile(path)
    if not {"id", *metrics} <= set(file.schema_arrow.names):
        return {}
    held = file.read(columns=["id"])["id"].to_pylist()
    if ids.isdisjoint(held):
        return {}
    frame: pd.DataFrame = file.read(columns=["id", *metrics]).to_pandas()
    mine = frame[frame["id"].isin(ids)].drop_duplicates("id").set_index("id")
    return {
        str(name): {str(key): float(value) for key, value in row.items()}
        for name, row in zip(mine.index, mine.to_dict("records"), strict=True)
    }
