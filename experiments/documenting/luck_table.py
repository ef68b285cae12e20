"""The page of all keyed decisions: what is drawn by chance, whether anew each day, and where."""

from __future__ import annotations

import ast
from pathlib import Path

from experiments.markdown import table

_FOLDERS = ("agents", "model")
_DRAWS = ("key", "one", "count")  # the methods of core.luck.Luck


def luck_table(root: Path) -> str:
    """A Markdown page with a row a decision, by name."""
    rows = sorted({row for folder in _FOLDERS for row in _rows(root, folder)})
    parts = [
        "# Decisions of luck",
        "Made from the code by `livemarket params --write`; do not edit. A draw is a hash of "
        "(seed, decision, day, who, slot): see [the model](../odd.md#4-design-concepts). A "
        "decision without a day is drawn once a run, or once an order.",
        table(
            ("decision", "keyed by day", "file"),
            ((name, day, f"[{file}](../../{file})") for name, day, file in rows),
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _rows(root: Path, folder: str) -> list[tuple[str, str, str]]:
    found = []
    for path in sorted((root / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_draw(node):
                day = len(node.args) > 1 or any(word.arg == "day" for word in node.keywords)
                file = path.relative_to(root).as_posix()
                found.append((_name(node.args[0]), "yes" if day else "no", file))
    return found


def _is_draw(node: ast.Call) -> bool:
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr in _DRAWS
        and ast.unparse(node.func.value).rpartition(".")[2] == "luck"
    )


def _name(argument: ast.expr) -> str:
    """The words of a decision; what is filled in later is three dots."""
    if isinstance(argument, ast.Constant):
        return str(argument.value)
    assert isinstance(argument, ast.JoinedStr)
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "..." for part in argument.values
    )
