"""Frames to files and back, with units in the file, and a digest of what a frame says."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from model.metric import Column


def write_table(frame: pd.DataFrame, path: Path, declared: dict[str, Column]) -> None:
    """Write Parquet; unit and meaning of each column go into its field's metadata."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    fields = [
        field.with_metadata(
            {"unit": declared[field.name].unit, "meaning": declared[field.name].meaning}
        )
        if field.name in declared
        else field
        for field in table.schema
    ]
    pq.write_table(table.cast(pa.schema(fields, table.schema.metadata)), path)


def read_table(path: Path) -> pd.DataFrame:
    """Read Parquet as it was written, names as categories again."""
    frame: pd.DataFrame = pq.read_table(path).to_pandas()
    return frame


def digest(frame: pd.DataFrame) -> str:
    """SHA-256 of names, kinds and values: equal frames give equal digests, however they are stored.

    The width of a number does not count, nor how names are encoded; any nan equals any other, and
    minus zero equals zero.
    """
    total = hashlib.sha256(f"{len(frame)} rows".encode())
    for name in frame.columns:
        kind, content = _canonical(frame[name])
        total.update(f"\n{name}:{kind}:{len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def _canonical(column: pd.Series[Any]) -> tuple[str, bytes]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(column.cat.categories.dtype)
    values = column.to_numpy()
    if values.dtype.kind == "f":
        floats = values.astype("<f8") + 0.0
        floats[np.isnan(floats)] = np.nan
        return "float", floats.tobytes()
    if values.dtype.kind in "iu":
        return "integer", values.astype("<i8").tobytes()
    if values.dtype.kind == "b":
        return "flag", values.tobytes()
    return "name", "\x00".join(str(value) for value in values).encode()
