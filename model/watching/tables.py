"""Frames to files and back, with units in the file, and a digest of what a table says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from model.watching.metric import Column


def write_table(frame: pd.DataFrame, path: Path, declared: dict[str, Column]) -> None:
    """Write Parquet; unit and meaning of each column go into its field's metadata."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    pq.write_table(table.cast(_explained(table.schema, declared)), path)


class Sink:
    """A Parquet file that is written row group by row group, and whole once it is closed."""

    def __init__(self, path: Path, declared: dict[str, Column]) -> None:
        self.path = path
        self._declared = declared
        self._writer: pq.ParquetWriter | None = None

    def write(self, rows: Mapping[str, npt.NDArray[Any]]) -> None:
        """Add a row group; none for no rows, but the first, which says what the columns are."""
        if self._writer is not None and not len(next(iter(rows.values()))):
            return
        table = pa.table({name: _column(values) for name, values in rows.items()})
        table = table.cast(_explained(table.schema, self._declared))
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.path, table.schema)
        self._writer.write_table(table)

    def close(self) -> None:
        """Write the end of the file, without which nobody takes it for one."""
        if self._writer is not None:
            self._writer.close()


def _column(values: npt.NDArray[Any]) -> pa.Array:
    """Names are written once and then counted, as in a frame."""
    if values.dtype.kind != "U":
        return pa.array(values)
    return pa.array(values.astype(object), pa.string()).dictionary_encode()


def _explained(schema: pa.Schema, declared: dict[str, Column]) -> pa.Schema:
    fields = [
        field.with_metadata(
            {"unit": declared[field.name].unit, "meaning": declared[field.name].meaning}
        )
        if field.name in declared
        else field
        for field in schema
    ]
    return pa.schema(fields, schema.metadata)


def read_table(path: Path) -> pd.DataFrame:
    """Read Parquet as it was written, names as categories in their order."""
    frame: pd.DataFrame = pq.read_table(path).to_pandas()
    for name in frame.columns[[isinstance(kind, pd.CategoricalDtype) for kind in frame.dtypes]]:
        frame[name] = frame[name].cat.reorder_categories(sorted(frame[name].cat.categories))
    return frame


def digest(frame: pd.DataFrame) -> str:
    """SHA-256 of names, kinds and values: equal frames give equal digests, however they are stored.

    The width of a number does not count, nor how names are encoded; any nan equals any other, and
    minus zero equals zero.
    """
    return _digest(len(frame), list(frame.columns), lambda name: [_canonical(frame[name])])


def file_digest(path: Path) -> str:
    """The digest of the frame in a file, of which one column of one row group is read at a time."""
    file = pq.ParquetFile(path)
    return _digest(
        file.metadata.num_rows, file.schema_arrow.names, lambda name: _Groups(file, name)
    )


@dataclass(frozen=True)
class _Groups:
    """A column of a file, in parts."""

    file: pq.ParquetFile
    name: str

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        for group in range(self.file.num_row_groups):
            table = self.file.read_row_group(group, columns=[self.name])
            kind, content = _canonical(table.to_pandas()[self.name])
            yield kind, b"\x00" + content if kind == "name" and group else content


def _digest(
    rows: int, names: list[str], parts: Callable[[str], Iterable[tuple[str, bytes]]]
) -> str:
    total = hashlib.sha256(f"{rows} rows".encode())
    for name in names:
        column, kind, size = parts(name), "", 0
        for kind, content in column:  # noqa: B007  the kind of the last part is that of all
            size += len(content)
        total.update(f"\n{name}:{kind}:{size}\n".encode())
        for _, content in column:
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
