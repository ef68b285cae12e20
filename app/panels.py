"""A panel: a title that says what is seen, a line that explains, and a picture."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from experiments.style import mode_colour, mode_name


@dataclass(frozen=True)
class Panel:
    """One card of a page."""

    name: str  # of the place on the page it takes
    title: str
    body: str  # HTML
    note: str = ""

    @property
    def html(self) -> str:
        """The card."""
        note = f'<p class="lm-note">{escape(self.note)}</p>' if self.note else ""
        return f"<h3>{escape(self.title)}</h3>{note}{self.body}"


def key(entries: Iterable[tuple[str, str]], shape: str = "square") -> str:
    """What the colours mean."""
    marks = "".join(
        f'<span><i class="lm-{shape}" style="background:{colour}"></i>{escape(name)}</span>'
        for colour, name in entries
    )
    return f'<div class="lm-key">{marks}</div>'


def marked(mode: str, before: str = "") -> str:
    """A mode's name behind a dot of its colour."""
    dot = f'<i class="lm-mark" style="background:{mode_colour(mode)}"></i>'
    return dot + escape(before + mode_name(mode))


def waiting(words: str) -> str:
    """What a panel says when there is nothing to draw."""
    return f'<div class="lm-nothing">{escape(words)}</div>'


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Cells are HTML already; the first column is text, the others numbers."""
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="lm-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def counted(number: int, one: str, many: str = "") -> str:
    """1 order, 2 orders."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def known(value: float, form: str, unit: str = "") -> str:
    """A number and its unit, or n/a where there is none."""
    return f"{value:{form}}{unit}" if math.isfinite(value) else "n/a"
