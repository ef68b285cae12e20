"""The page of one study: what was expected, what was run, what came out; it needs no other file."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import Any

from experiments.html import inline, render
from experiments.judging.claims import CLAIMS
from experiments.judging.findings import Cell
from experiments.judging.study_figures import study_png
from experiments.judging.study_record import Record
from experiments.judging.verdict_words import amount, answer, failures, finding, found_in, unit_of


def write_study_report(record: Record, folder: Path) -> Path:
    """Write `report.html` into the folder of the study."""
    path = folder / "report.html"
    path.write_text(render("study.html", **study_facts(record)), encoding="utf-8")
    return path


def study_facts(record: Record) -> dict[str, Any]:
    """Everything on the page."""
    study = record.study
    return {
        "study": study,
        "effort": record.effort,
        "code": record.code,
        "commit": record.commit,
        "stale": record.stale,
        "figure": inline(study_png(study, record.verdicts)),
        "claims": [
            {
                "code": one.claim,
                "words": CLAIMS[one.claim].words,
                "answer": answer(one),
                "fails": failures(one),
                "cells": [_cell(record, cell) for cell in one.cells],
            }
            for one in record.verdicts
        ],
        "predictions": [
            {
                "told": one,
                "worth": f"{amount(one, one.sign * one.smallest)} {unit_of(one)}",
                "arms": _arms(one.contrast),
            }
            for one in study.predictions
        ],
        "arms": {name: _changes(told_) for name, told_ in study.arms.items()},
        "contexts": {name: _changes(told_) for name, told_ in study.contexts.items()},
    }


def _cell(record: Record, cell: Cell) -> dict[str, str]:
    return {
        "where": f"{cell.about}; {cell.context}",
        "effect": found_in(record.study, cell),
        "p": "" if isnan(cell.p_holm) else f"{cell.p_holm:.2g}",
        "finding": finding(cell),
    }


def _arms(contrast: Any) -> str:
    return ", ".join(f"{weight:+g} {arm}" for arm, weight in contrast.items())


def _changes(changes: Any) -> str:
    return ", ".join(f"{path} = {value}" for path, value in changes.items()) or "as it is"
