"""A finished run as a row: numbers, where it belongs, and a digest that finds any damage."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.durable import write_durably, write_text_durably
from experiments.sweeping.plan import Run, told_digest
from model.watching.tables import digest

Row: TypeAlias = dict[str, Any]

KEYS = ("position", "configuration", "replicate", "seed", "id", "digest")
_DIGEST = b"livemarket_digest"


class Damaged(Exception):
    """A file of finished runs that does not hold what was written into it."""


def make_row(run: Run, numbers: dict[str, float]) -> Row:
    """The row of a finished run."""
    return {
        "position": run.position,
        "configuration": run.configuration,
        "replicate": run.replicate,
        "seed": run.scenario["market"]["seed"],
        "id": run.id,
        "digest": row_digest(run.id, numbers),
        **numbers,
    }


def row_digest(run_id: str, numbers: dict[str, float]) -> str:
    """Digest of what a run came to, to the last bit of every number."""
    return told_digest([run_id, numbers])


def write_row(path: Path, row: Row) -> None:
    """One finished run as a small JSON file, whole and durable."""
    write_text_durably(path, json.dumps(row) + "\n")


def read_row(path: Path) -> Row:
    """A row as it was written; Damaged if the file is not whole."""
    try:
        row: Row = json.loads(path.read_text(encoding="utf-8"))
        numbers = {name: value for name, value in row.items() if name not in KEYS}
        sound = row["digest"] == row_digest(row["id"], numbers)
    except (ValueError, KeyError, AttributeError) as error:
        raise Damaged(f"{path}: {error}") from None
    if not sound:
        raise Damaged(f"{path}: not what was written")
    return row


def rows_frame(rows: Iterable[Row], metrics: Iterable[str]) -> pd.DataFrame:
    """Rows as a frame, in order of position."""
    frame = pd.DataFrame(list(rows), columns=[*KEYS, *metrics])
    kinds = (
        dict.fromkeys(KEYS[:4], "int64")
        | dict.fromkeys(KEYS[4:], "str")
        | dict.fromkeys(metrics, "float64")
    )
    return frame.astype(kinds).sort_values("position", ignore_index=True)


def write_shard(path: Path, frame: pd.DataFrame) -> None:
    """Many rows as one Parquet file, durable, read back and compared before it takes its name."""
    whole = pa.Table.from_pandas(frame, preserve_index=False)
    marked = whole.replace_schema_metadata({_DIGEST: digest(frame).encode()})

    def write(beside: Path) -> None:
        pq.write_table(marked, beside)
        read_shard(beside)

    write_durably(path, write)


def read_shard(path: Path) -> pd.DataFrame:
    """The rows of a shard; Damaged if it was cut short or changed."""
    try:
        whole = pq.read_table(path)
        frame: pd.DataFrame = whole.to_pandas()
        told = (whole.schema.metadata or {}).get(_DIGEST, b"").decode()
    except (OSError, ValueError, pa.ArrowException) as error:
        raise Damaged(f"{path}: {error}") from None
    if digest(frame) != told:
        raise Damaged(f"{path}: not what was written")
    return frame
