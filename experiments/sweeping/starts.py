"""With what a sweep was worked on: commit and versions of each start, kept in its manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from core.trees import differences
from model.results import commit, dirty, versions

Start: TypeAlias = dict[str, Any]  # commit, dirty (files of it changed), versions of libraries


def this_start() -> Start:
    """What a run would be lived with now."""
    return {"commit": commit(), "dirty": dirty(), "versions": versions()}


def starts_in(manifest: Mapping[str, Any]) -> list[Start]:
    """The starts that a manifest tells, the first one first; an old manifest knows the last one."""
    last = {name: manifest[name] for name in ("commit", "dirty", "versions") if name in manifest}
    return list(manifest.get("starts", [last] if last else []))


def words_of(starts: Sequence[Start]) -> list[str]:
    """In which way later starts differ from the first, a line a start."""
    return [
        "started again with " + ", ".join(
            f"{path.removeprefix('versions.')} {now} (at first {before})"
            for path, before, now in differences(starts[0], later)
        ) + "; `livemarket verify` tells whether that matters"
        for later in starts[1:]
    ]  # fmt: skip
