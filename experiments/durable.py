"""Files that are whole and on the disk, or not there at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


class StoreTrouble(Exception):
    """The disk refuses: full, read-only, gone. Nothing that was finished is lost."""


def write_durably(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a file beside `path`, force it to the disk, then give it its name.

    After a power cut there is either the whole file or none. A file of the same name is replaced.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write(beside)
        _force(beside)
        beside.replace(path)
        _force(path.parent)
    except OSError as error:
        _forget(beside)
        reason = (error.strerror or str(error)).lower()
        raise StoreTrouble(
            f"{path.parent} cannot be written ({reason}); every finished run is kept, "
            "and the same command resumes once there is room"
        ) from None
    except BaseException:
        _forget(beside)
        raise


def write_text_durably(path: Path, text: str) -> None:
    """Write a text whole or not at all."""
    write_durably(path, lambda beside: _write_all(beside, text))


def _write_all(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _force(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # a temporary file that stays harms nobody
        return
