"""The notebooks as committed: lived in order, clean, public names only, one colour a mode."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from experiments.notebooks import (
    PLACES,
    README,
    code_cells,
    findings,
    live_notebook,
    notebook_files,
    read_notebook,
    tidied,
    unclean,
    with_findings,
)
from experiments.style import MODE_COLOURS

LARGEST_CELL, LONGEST_LINE = 18, 120  # lines, characters
RECORDS = "_replace"  # of a named tuple: spelt so that it cannot be a field, and public
HOUSE = ("core", "agents", "model", "experiments", "app")
FILES = notebook_files()


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture
def notebook(path: Path) -> Any:
    return read_notebook(path)


def test_there_are_seven_numbered_in_the_order_of_reading() -> None:
    assert [path.stem[:2] for path in FILES] == [f"{number:02}" for number in range(1, 8)]


def test_it_is_valid_and_was_lived_from_the_first_cell_to_the_last(notebook: Any) -> None:
    nbformat.validate(notebook)
    lived = code_cells(notebook)
    assert [cell.execution_count for cell in lived] == list(range(1, len(lived) + 1))
    kinds = [output.output_type for cell in lived for output in cell.outputs]
    assert len(kinds) >= 4
    assert "error" not in kinds


def test_its_pictures_can_be_read_without_seeing_them(notebook: Any) -> None:
    shown = [
        output.data for cell in code_cells(notebook) for output in cell.outputs if "data" in output
    ]
    told = [data["text/plain"] for data in shown if "image/png" in data]
    assert told
    assert all(re.match(r"Figure: \w", text) for text in told)


def test_nothing_in_it_tells_of_a_machine_or_a_time(notebook: Any) -> None:
    assert not list(unclean(notebook))
    assert not [cell.id for cell in notebook.cells if PLACES.search(cell.source)]
    before = nbformat.writes(notebook)
    tidied(notebook)
    assert nbformat.writes(notebook) == before


def test_its_cells_are_short_and_most_are_explained(notebook: Any) -> None:
    lines = {cell.id: cell.source.splitlines() for cell in code_cells(notebook)}
    assert not [name for name, told in lines.items() if len(told) > LARGEST_CELL]
    assert not [name for name, told in lines.items() if max(map(len, told)) > LONGEST_LINE]
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    assert prose[0].source.startswith("# ")
    assert len(prose) >= len(code_cells(notebook)) / 2


def test_it_knows_public_names_only_and_they_exist(notebook: Any) -> None:
    source = source_of(notebook)
    assert set(private_names(source)) <= {RECORDS}
    lost = [
        f"{module}.{name}"
        for module, name in house_imports(source)
        if not hasattr(importlib.import_module(module), name)
    ]
    assert not lost


def test_without_the_real_graph_a_drawn_one_takes_its_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LIVEMARKET_DATA", str(tmp_path))
    names: dict[str, Any] = {}
    for cell in code_cells(read_notebook(FILES[2]))[:3]:  # up to the market on it
        exec(cell.source, names)
    assert "takes its place" in capsys.readouterr().out
    assert len(names["market"].consumers) == 7_115
    assert names["followers"][0] > 3 * names["followers"][-1] > 0


def test_it_takes_the_colours_of_modes_from_the_house(notebook: Any) -> None:
    source = source_of(notebook).lower()
    assert not [colour for colour in MODE_COLOURS.values() if colour.lower() in source]


def test_its_links_lead_somewhere(path: Path, notebook: Any) -> None:
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", prose)
    assert not [link for link in links if not (path.parent / link).exists()]


def test_the_front_page_says_what_the_notebooks_found() -> None:
    page = README.read_text(encoding="utf-8")
    assert with_findings(page) == page
    assert sum(len(findings(read_notebook(path))) for path in FILES) >= 3


@pytest.mark.parametrize(
    "source",
    ["from experiments.limits._seasons import x", "from model import _hidden", "market._scenario",
     "import core._secret"],
)  # fmt: skip
def test_a_private_name_would_be_found(source: str) -> None:
    assert list(private_names(source))
    assert not list(private_names("from model import Market\nMarket.__init__"))


def test_a_warning_and_a_place_would_be_found() -> None:
    stream = nbformat.v4.new_output("stream", name="stderr", text="slow")
    place = nbformat.v4.new_output("stream", text="written to " + "/".join(("", "home", "me")))
    for output in (stream, place):
        cell = nbformat.v4.new_code_cell("x", outputs=[output])
        assert list(unclean(nbformat.v4.new_notebook(cells=[cell])))


@pytest.mark.proof
def test_a_clean_kernel_finds_the_same(path: Path) -> None:
    before, again = read_notebook(path), live_notebook(path)
    assert findings(again) == findings(before)
    for old, new in zip(code_cells(before), code_cells(again), strict=True):
        assert [one.output_type for one in new.outputs] == [one.output_type for one in old.outputs]


def source_of(notebook: Any) -> str:
    return "\n".join(cell.source for cell in code_cells(notebook))


def private_names(source: str) -> Iterator[str]:
    """Modules, imported names and attributes with a leading underscore."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module=module, names=names):
                words = [*str(module).split("."), *(alias.name for alias in names)]
            case ast.Import(names=names):
                words = [part for alias in names for part in alias.name.split(".")]
            case ast.Attribute(attr=word):
                words = [word]
            case _:
                continue
        yield from (word for word in words if word.startswith("_") and not word.endswith("__"))


def house_imports(source: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] in HOUSE:
            yield from ((str(node.module), alias.name) for alias in node.names)
