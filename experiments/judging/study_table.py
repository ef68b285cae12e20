"""Studies and their verdicts on the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from experiments.judging.study import all_studies
from experiments.judging.study_record import Record
from experiments.judging.verdict_words import answer, effect, failures


def print_list() -> None:
    """Every study, what it answers, and how many runs it is."""
    for name, study in all_studies().items():
        runs = len(study.arms) * len(study.contexts)
        print(f"{name:<24} {', '.join(study.codes())}")
        print(f"{'':<24} {study.title} ({runs} configurations)")


def print_verdicts(records: Iterable[Record], out: Path) -> None:
    """A line a claim."""
    table = Table("claim", "verdict", "effect", "where it fails", "study")
    for record in records:
        for one in record.verdicts:
            table.add_row(one.claim, answer(one), effect(record.study, one.shown),
                          failures(one),
                          str(out / record.place / "report.html"))  # fmt: skip
    if table.row_count:
        Console(width=150).print(table)
