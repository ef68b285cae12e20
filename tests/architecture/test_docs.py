"""What the pages say of the code is so: files, functions, parameters, order of the day, sources."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.describe import describe
from experiments.documenting.pages import all_pages, stale_pages, with_sources, write_pages
from experiments.documenting.plugin_table import first_line
from experiments.documenting.state_words import WORDS
from model import day
from model.parameters import BEHAVIOURS, LEARNINGS, STRATEGIES, TRAFFICS, Scenario
from model.ties.network_parameters import FOLLOW_KINDS, PEER_KINDS

ROW = re.compile(r"^\| .* \| `[\w/]+/` \| `([\w.]+)\.(\w+)`[^|]* \| (.*) \|$", re.MULTILINE)
ANSWERS = re.compile(r"`(\w+)(?:\([^`]*)?`")
ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ODD = (DOCS / "odd.md").read_text(encoding="utf-8")
PATHS = [row.path for row in describe(Scenario)]
TAG = re.compile(r"\b(?:LC\d+[a-z]?|[SC]\d{2,3}|[QW]\d{1,2})\b")
RANGE = re.compile(r"\bS(\d+)-S(\d+)\b")
TELLING = ("core", "agents", "model", "experiments", "scenarios", "tests", "docs", "app")
IN_FULL = ("appeal", "attention", "impulse", "shelf", "waiting", "returns", "word_of_mouth")
PLUGINS = [STRATEGIES, BEHAVIOURS, LEARNINGS, TRAFFICS, PEER_KINDS, FOLLOW_KINDS]


def test_the_made_pages_are_fresh() -> None:
    assert [page.name for page in stale_pages()] == []


def test_pages_are_stale_until_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "odd.md").write_text("<!-- source: model/day.py -->\n<!-- end of source -->\n")
    assert tmp_path / "odd.md" in stale_pages(tmp_path)
    write_pages(tmp_path)
    assert stale_pages(tmp_path) == []
    assert "def live_one_day" in (tmp_path / "odd.md").read_text()
    (tmp_path / "generated" / "columns.md").write_text("something else")
    assert [page.name for page in stale_pages(tmp_path)] == ["columns.md"]


def test_a_block_of_source_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("new = 1\n")
    text = "before\n<!-- source: a.py -->\n```python\nold\n```\n<!-- end of source -->\nafter\n"
    assert with_sources(text, tmp_path) == text.replace("old", "new = 1")


def test_the_document_follows_the_order_of_the_day() -> None:
    told = re.findall(r"^### 7\.\d+ `(\w+)`", ODD, re.MULTILINE)
    body = ast.parse(inspect.getsource(day.live_one_day)).body[0]
    assert isinstance(body, ast.FunctionDef)
    calls = [
        node.func.id
        for statement in body.body
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert told == [name for name in calls if name not in ("Day", "Careers", "end_day")]


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.name)
def test_links_of_the_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_the_functions_that_the_document_names_exist() -> None:
    named = re.findall(r"\]\(\.\./([\w/]+\.py)\):\s+((?:`\w+`(?:,\s+)?)+)", ODD)
    assert len(named) > 25
    lost = [
        f"{file}: {name}"
        for file, names in named
        for name in re.findall(r"`(\w+)`", names)
        if not re.search(rf"^\s*(?:def|class) {name}\b", (ROOT / file).read_text(), re.MULTILINE)
    ]
    assert not lost


def test_the_parameters_that_the_document_names_exist() -> None:
    named = named_parameters()
    known = {part for path in PATHS for part in (path, path.rpartition(".")[0])}
    assert len(named) > 80
    assert not named - known


@pytest.mark.parametrize("group", sorted({path.rpartition(".")[0] for path in PATHS}))
def test_the_document_names_every_group_of_parameters(group: str) -> None:
    assert [name for name in named_parameters() if f"{name}.".startswith(f"{group}.")]


@pytest.mark.parametrize("group", IN_FULL)
def test_the_document_names_every_parameter_of_what_consumers_do(group: str) -> None:
    known = {path for path in PATHS if path.startswith(f"{group}.")}
    assert known
    assert not known - named_parameters()


def test_every_tag_is_resolved_and_every_source_is_used() -> None:
    page = (DOCS / "sources.md").read_text(encoding="utf-8")
    listed = re.findall(rf"^\| ({TAG.pattern}) \|", page, re.MULTILINE)
    assert len(listed) == len(set(listed))
    used = set(tags())
    assert not used - set(listed), "add these to docs/sources.md"
    assert not set(listed) - used, "nothing refers to these any more"


@pytest.mark.parametrize("row", describe(Scenario), ids=lambda row: row.path)
def test_every_parameter_has_a_source_that_can_be_looked_up(row: object) -> None:
    source = str(getattr(row, "source", ""))
    page = (DOCS / "sources.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^\| ([A-Z0-9.a-z]+) \|", page, re.MULTILINE))
    marks = set(TAG.findall(source)) | set(re.findall(r"\b[23]\.\d+\b", source))
    assert not marks - known, source
    assert marks or "assumption" in source or source in known, source


def test_every_plugin_says_what_it_is() -> None:
    silent = [kind for found in PLUGINS for kind, plugin in found.items() if not first_line(plugin)]
    assert not silent


def test_every_state_variable_has_a_unit() -> None:
    assert not [name for name, words in WORDS.items() if not all(words.partition("; ")[::2])]
    assert len(all_pages()) >= 7


def named_parameters() -> set[str]:
    """Paths of parameters, or of their groups, that the document names."""
    groups = {path.partition(".")[0] for path in PATHS}
    prose = re.sub(r"```python.*?```", "", ODD, flags=re.DOTALL)
    return {
        name
        for name in re.findall(r"`?\b([a-z_]+(?:\.(?:<name>|[a-z0-9_]+))+)", prose)
        if name.partition(".")[0] in groups and not name.endswith((".py", ".md"))
    }


def tags() -> Iterator[str]:
    """Tags in code, tests, scenarios and pages, but for the page that resolves them."""
    files = [path for top in TELLING for path in (ROOT / top).rglob("*") if path.is_file()]
    for path in [*files, ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        if path.suffix in (".py", ".md", ".toml", ".html") and path.name != "sources.md":
            text = path.read_text(encoding="utf-8")
            yield from TAG.findall(text)
            for first, last in RANGE.findall(text):
                yield from (f"S{number:02}" for number in range(int(first), int(last) + 1))


def test_the_guide_names_what_a_plugin_has_to_answer() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    told = {name: (module, answers) for module, name, answers in ROW.findall(text)}
    for name in ("Strategy", "Behaviour", "TrafficRule", "Learning"):
        module, answers = told[name]
        base = getattr(importlib.import_module(module), name)
        assert set(ANSWERS.findall(answers.split(" for ")[0])) == base.__abstractmethods__
