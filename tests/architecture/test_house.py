"""The rules of the house that no linter knows: whose packages, which directions, how large."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEVELS = ("core", "agents", "model", "experiments", "app")
PACKAGES = [name for name in LEVELS if (ROOT / name).is_dir()]
LARGEST_FILE = 250
LARGEST_FUNCTION = 50
CODE = sorted(
    path for folder in (*PACKAGES, "benchmarks") for path in (ROOT / folder).rglob("*.py")
)
# spelt without their slashes, so that this file does not find itself
MACHINE_FOLDERS = "home|root|Users|work|tmp"
MACHINE_PATHS = re.compile(rf"(?<![\w.:/*{{}}-])/({MACHINE_FOLDERS})/")


@pytest.mark.parametrize("name", PACKAGES)
def test_the_packages_are_those_of_this_repository(name: str) -> None:
    found = {Path(place).resolve() for place in importlib.import_module(name).__path__}
    assert found == {ROOT / name}, f"{name} is taken by an intruder: {found}"


def test_the_top_folders_have_names_that_nobody_installed() -> None:
    intruders = [
        str(found)
        for place in map(Path, sys.path)
        if place.resolve() != ROOT
        for name in PACKAGES
        for found in (place / name, place / f"{name}.py")
        if found.is_file() or (found / "__init__.py").is_file()
    ]
    assert not intruders, f"these shadow, or would be shadowed by, the house: {intruders}"


def test_imports_point_in_one_direction() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LARGEST_FILE
    sizes = {name: size for name, size in functions(text) if size > LARGEST_FUNCTION}
    assert not sizes, f"functions above {LARGEST_FUNCTION} lines: {sizes}"


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told = [
        f"{name}:{number}"
        for name in filter(None, listed.stdout.split("\0"))
        for number, line in enumerate(lines_of(ROOT / name), start=1)
        if MACHINE_PATHS.search(line)
    ]
    assert not told


@pytest.mark.parametrize("folder", MACHINE_FOLDERS.split("|"))
def test_such_a_place_would_be_found(folder: str) -> None:
    assert MACHINE_PATHS.search(f'open("/{folder}/somebody")')
    assert not MACHINE_PATHS.search(f"https://example.org/{folder}/page")


def functions(text: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


def lines_of(path: Path) -> list[str]:
    """Lines of a text file, none of a picture or of a file that is gone."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (UnicodeDecodeError, FileNotFoundError):
        return []
