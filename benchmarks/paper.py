"""What benchmarks have in common: the place of their numbers, and tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out" / "bench"

Row = Mapping[str, Any]


def keep(name: str, rows: Sequence[Row]) -> None:
    """Print the rows of a benchmark as a table, and keep them for the page."""
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{name}.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    print(table(rows), flush=True)


def kept(name: str) -> list[dict[str, Any]]:
    """The rows of a benchmark that has run; none if it has not."""
    path = OUT / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def table(rows: Sequence[Row]) -> str:
    """Rows as Markdown; numbers with three digits, empty where there is none."""
    if not rows:
        return "(not run)\n"
    heads = list(rows[0])
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    lines += ["| " + " | ".join(_cell(row[head]) for head in heads) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
