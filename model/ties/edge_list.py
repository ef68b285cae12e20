"""Real networks from files: SNAP text, CSV and GraphML, with any names; a bad line is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

import numpy as np

from core.arrays import Integers
from core.errors import BadInput
from model.ties.edge_scan import scan

_HEADINGS = frozenset({"source", "target", "from", "to", "src", "dst", "follower", "followed"})
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_HEAD = 1 << 16  # bytes that hold the first two edges, whatever the comments before them


@dataclass(frozen=True)
class EdgeList:
    """Edges as they stand in the file; nodes are numbered in order of first appearance."""

    source: Integers  # int32, one an edge
    target: Integers  # int32
    names: tuple[str, ...]  # one a node


def read_edge_list(path: str, key: str) -> EdgeList:
    """Read a file of edges; `key` is the parameter that a complaint names ("follows.path")."""
    if not path:
        raise BadInput(key, path, allowed=f"a readable file of edges: --set {key}=FILE")
    try:
        content = Path(path).expanduser().read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(key, path, allowed=f"the path of a readable file ({reason})") from None
    graphml = path.lower().endswith(".graphml") or content.startswith((b"<?xml", b"<graphml"))
    edges = (_read_graphml if graphml else _read_lines)(content, path, key)
    if edges.source.size == 0:
        raise BadInput(key, path, allowed="a file with at least one edge; this one has none")
    return edges


def _refuse(key: str, path: str, wanted: str, number: int, content: bytes) -> NoReturn:
    line = content.splitlines()[number - 1 : number]
    told = line[0].decode(errors="replace").strip()[:80] if line else ""
    raise BadInput(key, path, allowed=f"{wanted}, but line {number} is {told!r}")


def _read_lines(content: bytes, path: str, key: str) -> EdgeList:
    """Two names a line; the comma separates in CSV, tabs or spaces elsewhere."""
    begin = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    head = content[begin:_HEAD].decode(errors="replace").splitlines()
    data = [line for line in head if line.strip() and not line.lstrip().startswith("#")][:2]
    comma = path.lower().endswith(".csv") or (bool(data) and "," in data[0])
    header = comma and _is_header(data)
    source, target, spans, bad = scan(np.frombuffer(content, np.uint8), begin, comma, header)
    if bad:
        separator = "a comma" if comma else "a tab or spaces"
        _refuse(key, path, f"two names a line with {separator} between", bad, content)
    names = (content[start:stop].decode(errors="replace") for start, stop in spans.tolist())
    return EdgeList(source, target, tuple(name.replace('""', '"') for name in names))


def _is_header(data: list[str]) -> bool:
    """Words that are used as headings, or words above numbers."""
    rows = [[field.strip().strip('"') for field in line.split(",")] for line in data]
    if not rows or len(rows[0]) != 2:
        return False
    if all(field.lower() in _HEADINGS for field in rows[0]):
        return True
    numeric = [[_NUMBER.fullmatch(field) is not None for field in row] for row in rows]
    return not any(numeric[0]) and len(numeric) == 2 and all(numeric[1])


def _read_graphml(content: bytes, path: str, key: str) -> EdgeList:
    """The `node` and `edge` elements of GraphML; nodes without an edge count too."""
    number: dict[str, int] = {}
    ends: list[int] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def open_element(tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(" ")[2]
        wanted = {"node": ("id",), "edge": ("source", "target")}.get(kind, ())
        for name in wanted:
            if name not in attributes:
                wish = f"GraphML with {' and '.join(wanted)} in every {kind}"
                _refuse(key, path, wish, parser.CurrentLineNumber, content)
            node = number.setdefault(attributes[name], len(number))
            if kind == "edge":
                ends.append(node)

    parser.StartElementHandler = open_element
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        if content.strip():
            _refuse(key, path, "well-formed GraphML", error.lineno, content)
    pairs = np.array(ends, dtype=np.int32).reshape(-1, 2)
    return EdgeList(pairs[:, 0].copy(), pairs[:, 1].copy(), tuple(number))
