"""What is asked of a table must be in it; a name that is not is answered with the nearest one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from core.errors import BadInput, closest, listed


def refuse_missing(key: str, wanted: Iterable[str], there: Collection[str]) -> None:
    """BadInput for the first wanted name that a table does not have; `key` says what it is."""
    if isinstance(wanted, str):
        raise BadInput(key, wanted, f"a list of names, such as [{wanted!r}]")
    for name in wanted:
        if name not in there:
            raise BadInput(key, name, listed(there), nearest=closest(str(name), there))
