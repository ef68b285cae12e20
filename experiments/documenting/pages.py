"""Every page that is made from the code: what it holds, whether it is fresh, how it is written."""

from __future__ import annotations

from pathlib import Path

from core.scenario import describe
from experiments.documenting.column_table import column_table
from experiments.documenting.luck_table import luck_table
from experiments.documenting.parameter_table import parameter_table
from experiments.documenting.plugin_table import plugin_table
from experiments.documenting.scenario_table import scenario_table
from experiments.documenting.state_table import state_table
from experiments.judging.claims_page import PAGE, claims_page, code_told, kept_records
from experiments.markdown import with_blocks
from experiments.places import DOCS, ROOT, SCENARIOS
from experiments.sweeping.sensitivity_page import PAGE as SENSITIVITY
from experiments.sweeping.sensitivity_page import with_age
from model.parameters import Scenario


def all_pages(docs: Path = DOCS) -> dict[Path, str]:
    """What each made page should hold now.

    Pages in `docs` itself are written by hand, and only their blocks of source are made; but for
    claims.md, which is made from the kept results of studies.
    """
    generated = docs / "generated"
    pages = {
        generated / "parameters.md": parameter_table(describe(Scenario)),
        generated / "columns.md": column_table(),
        generated / "plugins.md": plugin_table(),
        generated / "scenarios.md": scenario_table(SCENARIOS),
        generated / "state.md": state_table(ROOT),
        generated / "luck.md": luck_table(ROOT),
    }
    if kept := kept_records(generated / "studies"):
        pages[docs / PAGE] = claims_page(kept, code_told(docs))
    ranks = generated / SENSITIVITY.name
    if ranks.is_file():  # its runs made it; only whether it is older is told anew
        pages[ranks] = with_age(ranks.read_text(encoding="utf-8"), code_told(docs))
    for page in sorted(docs.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        if "<!-- source: " in text:
            pages[page] = with_sources(text, ROOT)
    return pages


def with_sources(text: str, root: Path) -> str:
    """The same text, each block between its markers filled with the source that it names."""

    def source(path: str) -> str:
        return f"```python\n{(root / path).read_text(encoding='utf-8')}```"

    return with_blocks(text, "source", source)


def stale_pages(docs: Path = DOCS) -> list[Path]:
    """The pages that do not say what the code says."""
    return [
        page
        for page, text in all_pages(docs).items()
        if not page.is_file() or page.read_text(encoding="utf-8") != text
    ]


def write_pages(docs: Path = DOCS) -> None:
    """Write every made page."""
    for page, text in all_pages(docs).items():
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
