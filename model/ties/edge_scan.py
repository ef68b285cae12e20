"""Compiled scanner of edge lists: one pass over the bytes, so that a bad line has its number."""

from __future__ import annotations

import numpy as np

from core.arrays import Integers
from core.compiled import compiled, inlined

_TAB, _NEWLINE, _RETURN, _SPACE, _QUOTE, _HASH, _COMMA = 9, 10, 13, 32, 34, 35, 44
_FNV_PRIME, _FNV_START = np.uint64(0x100000001B3), np.uint64(0xCBF29CE484222325)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@inlined
def _is_blank(byte: int) -> bool:
    return byte in (_SPACE, _TAB, _RETURN)


@inlined
def _trim(text: Integers, start: int, stop: int) -> tuple[int, int]:
    while start < stop and _is_blank(text[start]):
        start += 1
    while stop > start and _is_blank(text[stop - 1]):
        stop -= 1
    return start, stop


@inlined
def _unquote(text: Integers, start: int, stop: int) -> tuple[int, int]:
    if stop - start >= 2 and text[start] == _QUOTE and text[stop - 1] == _QUOTE:
        return start + 1, stop - 1
    return start, stop


@inlined
def _field_end(text: Integers, start: int, stop: int, separator: int) -> int:
    """Where the separator after a field stands, or `stop`; a quoted field may contain it."""
    quoted = False
    for at in range(start, stop):
        byte = text[at]
        if separator == _COMMA and byte == _QUOTE:
            quoted = not quoted
        elif byte == separator and not quoted:
            return at
    return stop


@inlined
def _number_of(
    text: Integers, start: int, stop: int, table: Integers, spans: Integers, known: int
) -> int:
    """The number of a name, `known` if it is new; `table` is open addressing, -1 is free."""
    word = _FNV_START
    for place in range(start, stop):
        word = (word ^ np.uint64(text[place])) * _FNV_PRIME
    at = int((word * _GOLDEN) >> np.uint64(20)) & (table.size - 1)
    while table[at] != -1:
        number = int(table[at])
        there = spans[number, 0]
        if spans[number, 1] - there == stop - start:
            same = True
            for step in range(stop - start):
                if text[there + step] != text[start + step]:
                    same = False
                    break
            if same:
                return number
        at = (at + 1) & (table.size - 1)
    table[at] = known
    spans[known, 0], spans[known, 1] = start, stop
    return known


@inlined
def _split(text: Integers, start: int, stop: int, comma: bool) -> tuple[int, int, int, int]:
    """Where the two names of a line start and stop; an empty name if there are not just two.

    Outside CSV a line with a tab is separated by its tab (names may contain spaces), another by
    its spaces.
    """
    separator = _COMMA
    if not comma:
        separator = _TAB if _field_end(text, start, stop, _TAB) < stop else _SPACE
    middle = _field_end(text, start, stop, separator)
    a, a_stop = _trim(text, start, middle)
    b, b_stop = _trim(text, min(middle + 1, stop), stop)
    if _field_end(text, b, b_stop, separator) < b_stop:
        return a, a_stop, b, b
    if comma:
        a, a_stop = _unquote(text, a, a_stop)
        b, b_stop = _unquote(text, b, b_stop)
    return a, a_stop, b, b_stop


@compiled
def _grown(text: Integers, spans: Integers, known: int) -> tuple[Integers, Integers]:
    """Twice the room for names, and a table that is at most half full."""
    wider = np.empty((2 * spans.shape[0], 2), np.int64)
    table = np.full(4 * spans.shape[0], -1, np.int32)
    for number in range(known):
        _number_of(text, spans[number, 0], spans[number, 1], table, wider, number)
    return table, wider


@compiled
def scan(
    text: Integers, begin: int, comma: bool, header: bool
) -> tuple[Integers, Integers, Integers, int]:
    """Sources, targets, [start, stop) of each node's name, and the first bad line or 0.

    Empty lines and lines that begin with # are passed over, and so is a header.
    """
    lines = 1
    for byte in text:
        lines += byte == _NEWLINE
    ends = np.empty((2, lines), np.int32)
    spans: Integers = np.empty((1024, 2), np.int64)
    table: Integers = np.full(2048, -1, np.int32)
    edges = known = line = 0
    while begin < text.size:
        stop = begin
        while stop < text.size and text[stop] != _NEWLINE:
            stop += 1
        line += 1
        start, last = _trim(text, begin, stop)
        begin = stop + 1
        if start == last or text[start] == _HASH:
            continue
        if header:
            header = False
            continue
        a, a_stop, b, b_stop = _split(text, start, last, comma)
        if a == a_stop or b == b_stop:
            return ends[0], ends[1], spans, line
        if known + 2 > spans.shape[0]:
            table, spans = _grown(text, spans, known)
        ends[0, edges] = _number_of(text, a, a_stop, table, spans, known)
        known = max(known, ends[0, edges] + 1)
        ends[1, edges] = _number_of(text, b, b_stop, table, spans, known)
        known = max(known, ends[1, edges] + 1)
        edges += 1
    return ends[0, :edges].copy(), ends[1, :edges].copy(), spans[:known].copy(), 0
