"""The table of all parameters, made from their declarations."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from core.describe import ParameterRow
from core.errors import BadInput, closest
from experiments.markdown import table

_HEADS = ("parameter", "default", "unit", "plausible", "allowed", "meaning", "source")


def parameter_table(rows: list[ParameterRow]) -> str:
    """A Markdown page with a table a group, in the order of declaration."""
    parts = [
        "# Parameters",
        "Made from the declarations by `livemarket params --write`; do not edit. "
        "`plausible` is the range of sliders and sensitivity designs, `allowed` what makes sense "
        'at all. Sources are tags of the dossier or the honest word "assumption".',
    ]
    for group, members in groupby(rows, key=lambda row: row.path.rpartition(".")[0]):
        parts.append(f"## {group or 'scenario'}\n\n{table(_HEADS, map(_cells, members))}")
    return "\n\n".join(parts) + "\n"


def parameter_lines(rows: list[ParameterRow], name: str) -> str:
    """Two lines for each parameter with this in its path; BadInput with the nearest if none has."""
    found = [row for row in rows if name.lower() in row.path.lower()]
    if not found:
        parts = dict.fromkeys(part for row in rows for part in (row.path, *row.path.split(".")))
        raise BadInput("params", name, "a part of a parameter's name", nearest=closest(name, parts))
    return "".join(map(_lines, found))


def _lines(row: ParameterRow) -> str:
    path, default, unit, plausible, allowed, meaning, source = _cells(row)
    room = f"plausible {plausible}, allowed {allowed}" if plausible else f"allowed {allowed}"
    return f"{path} = {default} [{unit}]  {room}\n    {meaning} ({source})\n"


def _cells(row: ParameterRow) -> tuple[str, ...]:
    bounds = (row.low, row.high)
    plausible = "" if bounds == (None, None) else " ... ".join(map(_words, bounds))
    return (
        row.path, _words(row.default), row.unit, plausible, row.allowed, row.meaning, row.source,
    )  # fmt: skip


def _words(value: object) -> str:
    """A value as a scenario file would say it, short."""
    match value:
        case None:
            return "-"
        case bool():
            return str(value).lower()
        case float():
            return f"{value:g}"
        case Mapping():
            return ", ".join(f"{key} {_words(inside)}" for key, inside in value.items())
        case tuple() | list():
            return ", ".join(_words(inside) for inside in value)
    return str(value)
