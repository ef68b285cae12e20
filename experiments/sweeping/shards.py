"""Merging: finished runs move from small files into Parquet, and no row is ever in neither.

A shard is written whole, durable, and read back before the small files it replaces are removed. A
row that is in both, because something ended in between, is the same row.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from core.errors import BadInput, closest
from experiments.asked_columns import refuse_missing
from experiments.durable import write_durably
from experiments.sweeping.rows import (
    KEYS,
    Damaged,
    Row,
    read_row,
    read_shard,
    rows_frame,
    write_shard,
)
from experiments.sweeping.store import BLOCK, LOCK, RESULTS, Store

ENOUGH = BLOCK // 2  # finished runs between two merges


def merge(store: Store, least: int = 1, *, wait: bool = True) -> bool:
    """Move waiting runs into shards, for every shard that gains at least so many.

    Only one driver merges at a time; False if another does and this one was not to wait.
    """
    lock = FileLock(store.home / LOCK)
    try:
        with lock.acquire(blocking=wait):
            for block, places in groupby(store.waiting(), key=_block):
                found = list(places)
                if len(found) >= least:
                    _merge_block(store, block, found)
    except Timeout:
        return False
    return True


@contextmanager
def merging(store: Store) -> Iterator[Callable[[], None]]:
    """Merge in the background; what to call after each finished run."""
    ended = 0
    jobs: deque[Future[bool]] = deque(maxlen=2)
    with ThreadPoolExecutor(1) as thread:

        def after_run() -> None:
            nonlocal ended
            ended += 1
            if ended % ENOUGH == 0:
                jobs.append(thread.submit(merge, store, ENOUGH // 2, wait=False))

        yield after_run
    for job in jobs:
        job.result()  # tells of a disk that refused


def _merge_block(store: Store, block: int, places: list[int]) -> None:
    files = [store.run_file(place) for place in places]
    rows = rows_frame(_sound_rows(files), store.plan.metrics)
    write_shard(store.shard_file(block), _joined(rows, _shard(store, block)))
    for path in files:
        path.unlink(missing_ok=True)


def _joined(rows: pd.DataFrame, shard: pd.DataFrame) -> pd.DataFrame:
    parts = [part for part in (shard, rows) if len(part)] or [rows]
    return pd.concat(parts).drop_duplicates("position").sort_values("position", ignore_index=True)


def _shard(store: Store, block: int) -> pd.DataFrame:
    """The rows of one shard; none if there is none, or a damaged one, which is put aside."""
    path = store.shard_file(block)
    if path.is_file():
        try:
            return read_shard(path)
        except Damaged:
            put_aside([path])
    return rows_frame([], store.plan.metrics)


def _block(position: int) -> int:
    return position // BLOCK


def damaged(store: Store) -> list[Path]:
    """Shards and run files that do not hold what was written into them."""
    found = []
    for block in store.blocks():
        try:
            read_shard(store.shard_file(block))
        except Damaged:
            found.append(store.shard_file(block))
    for place in store.waiting():
        try:
            read_row(store.run_file(place))
        except FileNotFoundError:  # merged by another driver meanwhile
            continue
        except Damaged:
            found.append(store.run_file(place))
    return found


def put_aside(paths: Iterable[Path]) -> None:
    """Keep damaged files under another name, so that their runs count as not done, and say so."""
    for path in paths:
        with suppress(FileNotFoundError):  # another driver was faster
            path.replace(path.with_suffix(".damaged"))
            again = "`livemarket sweep` does its runs again"
            print(f"{path.name} is damaged and put aside; {again}", file=sys.stderr)


def finished(store: Store, position: int) -> bool:
    """Whether a run is done: in its own file, or else merged.

    Asked in this order, as merging makes the second true before the first is false.
    """
    if store.run_file(position).exists():
        return True
    return position in _merged(store, _block(position))


def unfinished(store: Store, places: Iterable[int]) -> Iterator[int]:
    """Those of `places` that are neither done nor given up, as far as a look tells."""
    done, given_up = set(store.waiting()), set(store.failures())
    for place in places:
        known = place in done or place in given_up
        if not known and place not in _merged(store, _block(place)):
            yield place


def frames(store: Store) -> Iterator[pd.DataFrame]:
    """All finished rows in order, a frame a block, so that memory does not grow with the sweep.

    Small files are read before the shard: what is merged in between is then in the shard.
    """
    waiting = {block: list(places) for block, places in groupby(store.waiting(), key=_block)}
    for block in sorted({*store.blocks(), *waiting}):
        files = [store.run_file(place) for place in waiting.get(block, ())]
        rows = rows_frame(_sound_rows(files), store.plan.metrics)
        yield _joined(rows, _shard(store, block))


def write_results(store: Store) -> Path:
    """All finished runs in one Parquet file: keys, factors, labels, numbers.

    Its bytes depend on what was run, not on how, where or in which order.
    """
    design = _told_design(store)
    empty = _wide(rows_frame([], store.plan.metrics), design)
    schema = pa.Table.from_pandas(empty, preserve_index=False).schema

    def write(beside: Path) -> None:
        with pq.ParquetWriter(beside, schema) as file:
            for frame in frames(store):
                whole = _wide(frame, design)
                file.write_table(pa.Table.from_pandas(whole, schema, preserve_index=False))

    path = store.home / RESULTS
    with FileLock(store.home / LOCK):
        write_durably(path, write)
    return path


def _merged(store: Store, block: int) -> frozenset[int]:
    path = store.shard_file(block)
    try:
        told = path.stat()
    except FileNotFoundError:
        return frozenset()
    return _places(path, told.st_mtime_ns, told.st_size)


@lru_cache(maxsize=8)
def _places(path: Path, _changed: int, _size: int) -> frozenset[int]:
    """The places in a shard, read again only when the file has changed; none if it is damaged."""
    try:
        return frozenset(pq.read_table(path, columns=["position"])["position"].to_pylist())
    except (OSError, pa.ArrowException):
        return frozenset()


def read_results(home: Path, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """All finished runs of a sweep, a row a run, with its factors, labels and numbers.

    Raises:
        BadInput: if the folder has no results, or these no such column.
    """
    path = home / RESULTS
    if not path.is_file():
        others = [str(one.parent) for one in sorted(home.parent.glob(f"*/{RESULTS}"))]
        allowed = f"the folder of a sweep, with {RESULTS}, which `livemarket compact` writes too"
        raise BadInput("home", str(home), allowed, nearest=closest(str(home), others))
    if columns is not None:
        refuse_missing("columns", columns, pq.read_schema(path).names)
    return pd.read_parquet(path, columns=None if columns is None else list(columns))


def _wide(frame: pd.DataFrame, design: pd.DataFrame) -> pd.DataFrame:
    keys = [name for name in KEYS if name != "position"]
    told = design.iloc[frame["configuration"]].set_axis(frame.index, axis=0)
    numbers = frame.drop(columns=list(KEYS))
    return pd.concat([frame[keys], told, numbers], axis=1)


def _told_design(store: Store) -> pd.DataFrame:
    """The design with plain cells: lists and mixed values as text."""
    table = store.plan.table
    told: pd.DataFrame = table.apply(
        lambda column: (
            column.map(lambda cell: None if cell is None else str(cell))
            if column.dtype == object
            else column
        )
    )
    return told


def _sound_rows(files: Iterable[Path]) -> Iterator[Row]:
    for path in files:
        try:
            yield read_row(path)
        except FileNotFoundError:  # merged by another driver meanwhile
            continue
        except Damaged:
            put_aside([path])
