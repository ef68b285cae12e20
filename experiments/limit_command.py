"""`livemarket limits`: run the limit cases, print the table, keep it as a page."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from experiments.limit import Finding
from experiments.limit_figures import write_limit_figures
from experiments.limit_table import LIMITS, Answer, answers, limits_page
from experiments.places import DOCS
from experiments.progress import progress

PAGE = DOCS / "generated" / "limits.md"


def run_limits(names: list[str], seed: int, effort: int, drawn: int, page: Path | None) -> bool:
    """Whether every limit holds. `page` is where to keep the published answers, and figures."""
    answered: list[Answer] = []
    with progress((len(names) or len(LIMITS)) * (1 + drawn), "limit") as tell:
        for one in answers(names, seed, effort, drawn):
            answered.append(one)
            tell()
    _print(answered)
    if page is not None:
        published = [one for one in answered if one.values == one.limit.published]
        page.parent.mkdir(parents=True, exist_ok=True)
        pictures = write_limit_figures(page.parent / "limits", seed)
        text = limits_page(published, seed, effort, [p.relative_to(page.parent) for p in pictures])
        page.write_text(text, encoding="utf-8")
    return all(one.holds for one in answered)


def _print(answered: list[Answer]) -> None:
    table = Table("limit", "row", "number", "theory", "model", "s.e.", "z", "", title="limit cases")
    for one in answered:
        mark = "holds" if one.holds else "FAILS"
        for row, finding in enumerate(one.findings):
            head = (one.limit.kind, one.limit.code) if row == 0 else ("", "")
            table.add_row(*head, *_cells(finding), mark if row == 0 else "")
    Console(width=120).print(table)


def _cells(finding: Finding) -> tuple[str, ...]:
    error = f"{finding.error:.2g}" if finding.error else "exact"
    numbers = (f"{finding.expected:.6g}", f"{finding.simulated:.6g}", error, f"{finding.z:+.2f}")
    return (finding.name, *numbers)
