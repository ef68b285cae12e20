"""Runs that several sweeps want are lived once: a run is the same wherever its id is the same."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from experiments.sweeping.rows import make_row, row_digest, write_row
from experiments.sweeping.shards import unfinished
from experiments.sweeping.store import MANIFEST, Store, open_store


def borrow(store: Store, results: Iterable[Path]) -> int:
    """Copy into a store what it wants and other sweeps have in their results; how many runs.

    A row that is no longer what its run came to, by its digest, is named and not copied.
    """
    places = unfinished(store, range(len(store.plan) * store.spec.replicates))
    wanted = {run.id: run for run in map(store.plan.run, places)}
    metrics, found = store.plan.metrics, 0
    for path in results:
        if not wanted:
            break
        for name, numbers, digest in _held(path, set(wanted), set(metrics)):
            if row_digest(name, numbers) != digest:
                place = store.name(wanted[name].position)
                print(f"{path}: not borrowed, it has changed since: {place}", file=sys.stderr)
                continue
            run = wanted.pop(name)
            mine = {metric: numbers[metric] for metric in metrics}
            write_row(store.run_file(run.position), make_row(run, mine))
            found += 1
    return found


def _held(
    path: Path, ids: set[str], wanted: set[str]
) -> Iterable[tuple[str, dict[str, float], str]]:
    """Those of the runs that are in one file of results: id, all its numbers, digest of these."""
    file = pq.ParquetFile(path)
    sweep = (path.parent / MANIFEST).is_file()  # else nobody can say which numbers belong together
    if not sweep or not {"id", "digest", *wanted} <= set(file.schema_arrow.names):
        return
    held = file.read(columns=["id"])["id"].to_pylist()
    if ids.isdisjoint(held):
        return
    metrics = open_store(path.parent).plan.metrics  # a digest is of all numbers that were kept
    frame: pd.DataFrame = file.read(columns=["id", "digest", *metrics]).to_pandas()
    mine = frame[frame["id"].isin(ids)].drop_duplicates("id")
    for row in mine.to_dict("records"):
        numbers = {name: float(row[name]) for name in metrics}
        yield str(row["id"]), numbers, str(row["digest"])
