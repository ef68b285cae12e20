"""What is kept of a finished study: evidence, verdicts and figure, each a small file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import isnan
from pathlib import Path
from typing import Any

import pandas as pd

from core.errors import BadInput
from core.plugins import choose
from experiments.durable import write_durably, write_text_durably
from experiments.judging.evidence import COLUMNS, read_evidence, write_evidence
from experiments.judging.findings import Cell, Verdict
from experiments.judging.study import Effort, Study, all_studies
from experiments.judging.study_figures import study_png
from experiments.judging.verdict import judge

EVIDENCE, VERDICT, FIGURE = "evidence.csv", "verdict.json", "figure.png"
LONG, DRAWN = "long", "posterior"  # folders in that of a study
PARTS = ("", LONG, DRAWN, f"{LONG}/{DRAWN}")


@dataclass(frozen=True, eq=False)
class Record:
    """One study at one effort."""

    study: type[Study]
    effort: Effort
    code: str  # of the sources that made the runs
    commit: str  # that these were of, with a plus if they differed; nothing if it is not known
    declared: str  # of the study as it was when it ran
    evidence: pd.DataFrame
    verdicts: list[Verdict]
    drawn: tuple[str, ...] = ()  # parameters that every seed has another value of

    @classmethod
    def of(
        cls,
        study: type[Study],
        effort: Effort,
        code: str,
        commit: str,
        table: pd.DataFrame,
        drawn: Sequence[str] = (),
    ) -> Record:
        """Judge the evidence."""
        verdicts = judge(study, table)
        return cls(study, effort, code, commit, study.declared(), table, verdicts, tuple(drawn))

    @property
    def place(self) -> Path:
        """Where it is kept among others."""
        return Path(self.study.kind, LONG if self.is_long else "", DRAWN if self.drawn else "")

    @property
    def is_long(self) -> bool:
        """Whether it is of the study's long version."""
        return self.effort == self.study.full

    @property
    def stale(self) -> bool:
        """Whether the study says something else by now than when it was run."""
        return self.declared != self.study.declared()

    def told(self) -> dict[str, Any]:
        """Everything but the evidence, as plain values."""
        return {
            "study": self.study.kind,
            "effort": asdict(self.effort),
            "code": self.code,
            "commit": self.commit,
            "declared": self.declared,
            "drawn": self.drawn,
            "verdicts": [
                {"claim": one.claim, "answer": one.answer, "cells": [_plain(c) for c in one.cells]}
                for one in self.verdicts
            ],
        }


def keep(record: Record, folder: Path) -> None:
    """Write a record into a folder of its own; the verdict comes last."""
    folder.mkdir(parents=True, exist_ok=True)
    write_durably(folder / EVIDENCE, lambda beside: write_evidence(record.evidence, beside))
    picture = study_png(record.study, record.verdicts)
    write_durably(folder / FIGURE, lambda beside: _write(beside, picture))
    write_text_durably(folder / VERDICT, json.dumps(record.told(), indent=1) + "\n")


def is_kept(folder: Path) -> bool:
    """Whether a folder has a record whose evidence says all that is judged now."""
    if not (folder / VERDICT).is_file():
        return False
    with (folder / EVIDENCE).open(encoding="utf-8") as table:
        return table.readline().rstrip("\n") == ",".join(COLUMNS)


def load(folder: Path) -> Record:
    """Read a record and judge its evidence again; BadInput if there is none in the folder."""
    try:
        told = json.loads((folder / VERDICT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise BadInput("DIR", str(folder), f"the folder of a study, with {VERDICT}") from None
    study = choose(all_studies(), told["study"], "study")
    table = read_evidence(folder / EVIDENCE)
    stale = told["declared"] != study.declared()
    verdicts = [] if stale else judge(study, table)
    commit = told.get("commit", "")  # older records do not say it
    return Record(study, Effort(**told["effort"]), told["code"], commit, told["declared"], table,
                  verdicts, tuple(told.get("drawn", ())))  # fmt: skip


def _plain(cell: Cell) -> dict[str, Any]:
    """A cell for JSON, which knows no nan."""
    return {
        name: None if isinstance(value, float) and isnan(value) else value
        for name, value in asdict(cell).items()
    }


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
