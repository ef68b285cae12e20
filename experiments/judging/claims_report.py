"""The page of all studies that a folder holds: every claim at a glance; it needs no other file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from experiments.html import inline, render
from experiments.judging.claim_rows import Found, summary, ways_of
from experiments.judging.claims import CLAIMS
from experiments.judging.claims_figure import claims_figure
from experiments.judging.claims_page import fresh_records
from experiments.judging.study_report import study_facts
from experiments.judging.verdict_words import answer, effect
from experiments.style import png


def write_claims_report(folder: Path) -> Path:
    """Write `report.html` into the folder of studies; of each, the longest version counts."""
    best = ways_of(fresh_records(folder)).best
    path = folder / "report.html"
    path.write_text(render("claims.html", **_facts(best)), encoding="utf-8")
    return path


def _facts(best: Found) -> dict[str, Any]:
    records = {record.study.kind: record for record, _ in best.values()}
    return {
        "summary": summary(best),
        "picture": inline(png(claims_figure(best), dpi=110)),
        "claims": [_claim(code, best) for code in CLAIMS if code in best],
        "studies": [study_facts(record) for record in records.values()],
    }


def _claim(code: str, best: Found) -> dict[str, str]:
    record, one = best[code]
    return {
        "code": code,
        "words": CLAIMS[code].words,
        "answer": answer(one),
        "effect": effect(record.study, one.shown),
        "study": record.study.kind,
    }
