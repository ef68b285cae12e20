"""The page of all columns: what each table of a run holds, with units."""

from __future__ import annotations

from experiments.markdown import table
from model.watching.columns import all_columns

_HEAD = """# Columns of the tables of a run

Generated from the declarations in `model/watching/columns.py` and `model/metrics/`.

A count or sum of nothing is 0; a ratio, mean or time without a base is nan.
"""


def column_table() -> str:
    """All columns with unit and meaning, as Markdown for docs/generated/columns.md."""
    parts = [_HEAD]
    for name, columns in all_columns().items():
        rows = ((f"`{column}`", what.unit, what.meaning) for column, what in columns.items())
        parts.append(f"## {name}.parquet\n\n{table(('column', 'unit', 'meaning'), rows)}\n")
    return "\n".join(parts)
