"""One term a thing: names in the code avoid the words that docs/vocabulary.md rules out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.documenting.state_words import WORDS
from model.watching.columns import days_columns

ROOT = Path(__file__).resolve().parents[2]
LEVELS = ("core", "agents", "model", "experiments", "app")
CODE = sorted(path for level in LEVELS for path in (ROOT / level).rglob("*.py"))
PAGE = ROOT / "docs" / "vocabulary.md"


def rows() -> list[tuple[str, list[str]]]:
    """Terms of the page, each with the words that must not stand for it."""
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")][1:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [(term, [word for word in words.split(", ") if word]) for term, *_, words in cells]


FORBIDDEN = {word for _, words in rows() for word in words}


def test_the_page_lists_terms_once_and_rules_out_no_term() -> None:
    terms = [word.strip() for term, _ in rows() for word in term.split(",")]
    assert len(terms) == len(set(terms)) > 50
    assert len(FORBIDDEN) > 20
    assert not FORBIDDEN & set(terms)


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_name_uses_a_word_that_is_ruled_out(path: Path) -> None:
    assert not {f"{line}: {name}" for line, name in names(path.read_text()) if ruled_out(name)}


@pytest.mark.parametrize("name", ["streamer", "top_streamers", "MegaInfluencer", "kol_share"])
def test_such_a_name_would_be_found(name: str) -> None:
    assert ruled_out(name)
    assert not ruled_out("anchor_of_the_day")


@pytest.mark.parametrize(
    ("column", "owner"), [("arousal", "State.arousal"), ("belief_error", "Factory.believed")]
)
def test_a_column_has_the_unit_of_what_it_measures(column: str, owner: str) -> None:
    assert days_columns()[column].unit == WORDS[owner].split("; ")[0]


def ruled_out(name: str) -> bool:
    """Whether a name is, or has as whole words, one of the forbidden ones or its plural."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return any(f"_{word}{s}_" in f"_{snake}_" for word in FORBIDDEN for s in ("", "s"))


def names(text: str) -> Iterator[tuple[int, str]]:
    """Names that a file gives to things: classes, functions, arguments, variables, attributes."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
