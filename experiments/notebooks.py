"""The notebooks: lived from a clean kernel, written back without a trace of time or place.

`python -m experiments.notebooks` (`make notebooks`); names of notebooks restrict it to those.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from experiments.markdown import with_blocks
from experiments.places import ROOT

NOTEBOOKS = ROOT / "notebooks"
README = ROOT / "README.md"
PATIENCE = 600  # seconds that one cell may take
FINDING = "Finding: "
# spelt without their slashes, so that this file names no place
PLACES = re.compile(r"(?<![\w.:/*{}-])/(?:home|root|Users|work|tmp|usr|opt|var)/")


class Unclean(Exception):
    """An output that would differ elsewhere, or a warning that a reader should not have to see."""


def notebook_files(names: Iterable[str] = ()) -> list[Path]:
    """The notebooks whose name begins with one of `names`; all if none is given."""
    wanted = tuple(names)
    found = sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))
    return [path for path in found if not wanted or path.stem.startswith(wanted)]


def read_notebook(path: Path) -> Any:
    """A notebook as it was written."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def live_notebook(path: Path) -> Any:
    """The notebook with the outputs of a clean kernel; raises what a cell raises."""
    notebook = read_notebook(path)
    place = {"metadata": {"path": str(NOTEBOOKS)}}
    kernel = NotebookClient(
        notebook,
        timeout=PATIENCE,
        kernel_name="python3",
        resources=place,
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],
    )
    kernel.execute()
    tidied(notebook)
    if complaints := list(unclean(notebook)):
        raise Unclean(f"{path.name}: {'; '.join(complaints)}")
    return notebook


def tidied(notebook: Any) -> None:
    """Without what differs from machine to machine: kernel, versions, times, ids of widgets."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number:02}"
        cell.metadata = {}
        if "outputs" in cell:
            cell.outputs = _whole(cell.outputs)


def _whole(outputs: Iterable[Any]) -> list[Any]:
    """Without metadata; what was printed in one go is one output, however it came in."""
    kept: list[Any] = []
    for output in outputs:
        if "metadata" in output:
            output.metadata = {}
        streams = output.output_type == "stream" and kept and kept[-1].output_type == "stream"
        if streams and kept[-1].name == output.name:
            kept[-1].text += output.text
        else:
            kept.append(output)
    return kept


def unclean(notebook: Any) -> Iterator[str]:
    """What should not be in a committed output: warnings, and places on a machine."""
    for cell in code_cells(notebook):
        for output in cell.outputs:
            text = text_of(output)
            if output.get("name") == "stderr":
                yield f"{cell.id} writes to stderr: {text[:200]}"
            if PLACES.search(text):
                yield f"{cell.id} names a place on this machine"


def code_cells(notebook: Any) -> list[Any]:
    """The cells that are lived."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def text_of(output: Any) -> str:
    """What an output says in words: printed, shown, or raised."""
    data = output.get("data", {})
    parts = [output.get("text", ""), data.get("text/plain", ""), data.get("text/html", "")]
    return "\n".join("".join(part) for part in [*parts, *output.get("traceback", ())])


def findings(notebook: Any) -> list[str]:
    """What a notebook claims, with its numbers: printed lines that begin with `Finding: `."""
    lines = [
        line for cell in code_cells(notebook) for one in cell.outputs
        for line in text_of(one).splitlines()
    ]  # fmt: skip
    return [line.removeprefix(FINDING) for line in lines if line.startswith(FINDING)]


def told_findings(paths: Iterable[Path]) -> str:
    """The findings of all notebooks as a list for the README, each with where it comes from."""
    lines = [
        f"- {finding} ([{path.stem[:2]}](notebooks/{path.name}))"
        for path in paths
        for finding in findings(read_notebook(path))
    ]
    return "\n".join(lines)


def with_findings(page: str) -> str:
    """The README with its block of findings as the notebooks tell it now."""
    told = told_findings(notebook_files())
    return with_blocks(page, "findings", lambda _words: told)


def main(words: Sequence[str]) -> None:
    """Live the notebooks in order, write each back, and tell the README."""
    for path in notebook_files(words):
        began = time.monotonic()
        notebook = live_notebook(path)
        nbformat.validate(notebook)
        text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
        path.write_text(text + "\n", encoding="utf-8")
        print(f"{path.name}: {time.monotonic() - began:.0f} s", flush=True)
    page = README.read_text(encoding="utf-8")
    README.write_text(with_findings(page), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
