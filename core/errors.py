"""The one error a user may cause: it names key, value, what is allowed and the nearest name."""

from __future__ import annotations

import difflib
import reprlib
from collections.abc import Iterable

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
        words = [key if value is None else f"{key} = {_short.repr(value)}"]
        if allowed:
            words.append(f"allowed: {allowed}")
        elif names:
            words.append(f"allowed: {', '.join(names)}")
        if meant:
            words.append(f"did you mean {meant!r}?")
        super().__init__(" ".join("; ".join(words).split()))


def closest(word: str, names: Iterable[str]) -> str | None:
    """The valid name that looks most like `word`, if any comes near."""
    found = difflib.get_close_matches(word, list(names), n=1)
    return found[0] if found else None
