"""The folder of a run, read with care: somebody may have had a hand in it."""

from __future__ import annotations

from pathlib import Path

from experiments.durable import StoreTrouble
from model.results import Results


def not_whole(home: Path, error: Exception) -> StoreTrouble:
    """What to say of a folder that cannot be read."""
    why = f"{error.args[0]} is missing" if isinstance(error, KeyError) else error
    return StoreTrouble(f"{home} is not whole ({why}): `livemarket run` makes such a folder anew")


def load_run(home: Path) -> Results:
    """The results in a folder; StoreTrouble if a part is missing or damaged."""
    try:
        return Results.load(home)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise not_whole(home, error) from error
