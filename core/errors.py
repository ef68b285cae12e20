"""The one error a user may cause: it names key, value, the nearest name and what is allowed."""

from __future__ import annotations

import difflib
import reprlib
from collections.abc import Collection, Iterable

MANY = 10  # names that a message can list
_short = reprlib.Repr()
_short.maxstring = _short.maxother = 80


class BadInput(Exception):
    """A user's mistake, told in one line; the command line turns it into exit status 2.

    `known` are the valid names, if there are few enough to choose from: the nearest one to the
    value (or to the last part of the key, when there is no value) is suggested. A caller that
    knows better says `nearest` itself.
    """

    def __init__(
        self,
        key: str,
        value: object = None,
        allowed: str = "",
        known: Iterable[str] = (),
        nearest: str | None = None,
    ) -> None:
        names = sorted(known)
        meant = nearest or closest(key.rpartition(".")[2] if value is None else str(value), names)
        told = key if value is None else f"{key} = {_short.repr(value)}"
        if meant:
            told += f" (did you mean {meant!r}?)"
        if allowed or names:
            told += f"; allowed: {allowed or listed(names)}"
        super().__init__(" ".join(told.split()))


def closest(word: str, names: Iterable[str]) -> str | None:
    """The valid name that looks most like `word`, or that ends in it after a dot, if any does."""
    valid = list(names)
    found = _alike(word, valid)
    if found is None:
        by_end = {name.rpartition(".")[2]: name for name in reversed(valid)}
        end = _alike(word, list(by_end))
        found = None if end is None else by_end[end]
    return found


def listed(names: Collection[str]) -> str:
    """All names, or the first ones and how many there are."""
    some = ", ".join(list(names)[:MANY])
    return some if len(names) <= MANY else f"{some}, … (in all {len(names)})"


def _alike(word: str, names: list[str]) -> str | None:
    """The nearest name, if most letters agree; of three letters one may be another."""
    found = difflib.get_close_matches(word, names, n=1, cutoff=0.75 if len(word) > 3 else 0.66)
    return found[0] if found else None
