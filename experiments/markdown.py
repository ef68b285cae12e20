"""Markdown that is made: tables, and blocks in pages that are otherwise written by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable


def table(heads: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """A table; a bar inside a cell does not end it."""
    names = list(heads)
    lines = [line(names), "|---" * len(names) + "|", *map(line, rows)]
    return "\n".join(lines)


def line(cells: Iterable[object]) -> str:
    """One row of a table."""
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def with_blocks(page: str, word: str, filling: Callable[[str], str | None]) -> str:
    """The page, what stands between `<!-- WORD: NAME -->` and `<!-- end of WORD -->` made anew.

    `filling` is asked by name; a block for which it has nothing stays.
    """

    def filled(block: re.Match[str]) -> str:
        new = filling(block["name"])
        return block[0] if new is None else f"{block['begin']}{new}\n{block['end']}"

    begin, end = rf"<!-- {word}: (?P<name>[^>]*?) -->\n", f"<!-- end of {word} -->"
    return re.sub(f"(?P<begin>{begin}).*?(?P<end>{end})", filled, page, flags=re.DOTALL)
