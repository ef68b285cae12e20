"""A result folder is whole or it is not there: written beside its place, then renamed into it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import BadInput

MARK = "manifest.json"  # what makes a folder one of ours, and so safe to replace


@contextmanager
def whole_folder(place: Path) -> Iterator[Path]:
    """A new empty folder to write into; it takes the name `place` only if nothing goes wrong.

    Refused at once, as BadInput, if the place cannot be written or holds something that is not an
    earlier result. An earlier result is replaced in the moment the new one is whole.
    """
    place = place.absolute()
    _refuse_foreign(place)
    missing = [parent for parent in place.parents if not parent.exists()]
    beside = place.with_name(f".{place.name}.{os.getpid()}.partial")
    try:
        _make(beside, place)
        yield beside
        _take_place(beside, place)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        for parent in missing:  # made for nothing, if they are still empty
            with suppress(OSError):
                parent.rmdir()


def _make(folder: Path, place: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        reason = error.strerror or error
        raise BadInput("--out", str(place), f"a folder that can be written ({reason})") from None


def _refuse_foreign(place: Path) -> None:
    allowed = "a new or empty folder, or an earlier result to replace"
    if place.exists() and not place.is_dir():
        raise BadInput("--out", str(place), allowed)
    if place.is_dir() and any(place.iterdir()) and not (place / MARK).is_file():
        raise BadInput("--out", str(place), allowed)


def _take_place(beside: Path, place: Path) -> None:
    if not place.exists():
        beside.rename(place)
        return
    old = beside.with_suffix(".old")
    place.rename(old)
    beside.rename(place)
    shutil.rmtree(old)
