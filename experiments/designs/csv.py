"""Configurations from a CSV file: a column a parameter, a row a configuration."""

from __future__ import annotations

import csv
from typing import Any, final

import pandas as pd

from core.declare import Parameters, param
from core.errors import BadInput
from core.scenario import parse_set
from experiments.sweeping.design import Design, Question, rows_table
from experiments.sweeping.factors import refuse_seed


class CsvParameters(Parameters):
    """The file."""

    path: str = param("", "-", "CSV file, seen from the spec", "assumption")


@final
class Csv(Design[CsvParameters]):
    """Cells are read as TOML values, so that 3 is a number and c2m a word; empty ones are left."""

    kind = "csv"

    def configurations(self, asked: Question) -> pd.DataFrame:
        """The rows of the file."""
        place = asked.folder / self.parameters.path
        if asked.factors:
            raise BadInput("factors", allowed="none: design csv takes them from its file")
        try:
            with place.open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise BadInput("design.path", self.parameters.path, f"a CSV file ({error})") from None
        if not rows:
            raise BadInput("design.path", self.parameters.path, "a header and at least one row")
        return rows_table([_row(row, number) for number, row in enumerate(rows, start=2)])


def _row(row: dict[str | None, Any], line: int) -> dict[str, Any]:
    if None in row or None in row.values():
        raise BadInput(f"design.path: line {line}", allowed="as many cells as the header has")
    found = {}
    for path, text in row.items():
        name = str(path).strip()
        refuse_seed(name)
        if text.strip():
            found[name] = parse_set(f"{name}={text}")[1] if "." in name else text.strip()
    return found
