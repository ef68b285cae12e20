"""Options of the command line that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.errors import BadInput

Out = Annotated[Path | None, typer.Option(metavar="DIR", help="default: out/SPEC")]
Workers = Annotated[str | None, typer.Option(metavar="N", help="default: all cores")]


def whole_number(option: str, text: str, least: int = 1) -> int:
    """The number given to an option."""
    if not text.strip().lstrip("+-").isdecimal() or int(text) < least:
        raise BadInput(option, text, f"a whole number, at least {least}")
    return int(text)


def workers_of(text: str | None) -> int | None:
    """The processes asked for; None for one a core."""
    return None if text is None else whole_number("--workers", text)
