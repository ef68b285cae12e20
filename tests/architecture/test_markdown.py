"""Markdown that is made says what it was given, and leaves alone what it was not asked for."""

from __future__ import annotations

from experiments.markdown import table, with_blocks


def test_a_bar_does_not_end_a_cell() -> None:
    assert table(("a", "b"), [(1, "x | y")]) == "| a | b |\n|---|---|\n| 1 | x \\| y |"


def test_a_block_is_filled_by_name_and_others_stay() -> None:
    end = "<!-- end of made -->\n"
    page = f"head\n<!-- made: one -->\nold\n{end}<!-- made: two -->\n{end}"
    filled = with_blocks(page, "made", {"one": r"new \1"}.get)
    assert filled == page.replace("old", r"new \1")
    assert with_blocks(page, "source", {"one": "new"}.get) == page
