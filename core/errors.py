"""The one error a user may cause: it names the key, the value, what is allowed, the nearest name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class BadInput(Exception):
    """A user's mistake, told in one line; the command line turns it into exit status 2."""

    def __init__(
        self,
        key: str,
        value: object = None,
        allowed: str = "",
        known: Iterable[str] = (),
    ) -> None:
        names = sorted(known)
        nearest = difflib.get_close_matches(str(value if value is not None else key), names, n=1)
        words = [key if value is None else f"{key} = {value!r}"]
        if allowed:
            words.append(f"allowed: {allowed}")
        elif names:
            words.append(f"allowed: {', '.join(names)}")
        if nearest:
            words.append(f"did you mean {nearest[0]!r}?")
        super().__init__("; ".join(words))
