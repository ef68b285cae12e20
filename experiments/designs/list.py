"""Configurations written down one by one."""

from __future__ import annotations

from typing import Any, final

import pandas as pd

from core.declare import Parameters, param
from core.errors import BadInput
from experiments.sweeping.design import Design, Question, rows_table
from experiments.sweeping.factors import SCENARIO, flat

LABELS = ("name", "arm", "context")


class ListParameters(Parameters):
    """The configurations."""

    rows: tuple[dict[str, Any], ...] = param(
        (), "configurations", 'each { name = "...", "path.of.parameter" = value }', "assumption"
    )


@final
class List(Design[ListParameters]):
    """A row a configuration; a key is a parameter's path, `scenario`, or a label."""

    kind = "list"

    def configurations(self, asked: Question) -> pd.DataFrame:
        """As they are."""
        rows = self.parameters.rows
        if not rows or asked.factors:
            raise BadInput("design.rows", list(rows), "at least one row, and no [factors]")
        flat_rows = [flat(row) for row in rows]
        for path in (path for row in flat_rows for path in row):
            if "." not in path and path not in (SCENARIO, *LABELS):
                allowed = f"a dotted path, {SCENARIO}, {' or '.join(LABELS)}"
                raise BadInput(f"design.rows.{path}", allowed=allowed)
        return rows_table(flat_rows)
