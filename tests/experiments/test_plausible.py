"""What may be set but is not expected is told, and nothing else."""

from __future__ import annotations

import pytest

from experiments.plausible import notes_on


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("strategies.c2m.markup", 50, "1.05 ... 1.3"),
        ("platforms.north.take_rate", 0.9, "0 ... 0.15"),
        ("platforms.*.take_rate", 0.9, "0 ... 0.15"),
        ("strategies.c2m.markup", 1.2, ""),
        ("consumers.count", 10, ""),
        ("market.days", 2, ""),
        ("market.platforms", ["north"], ""),
    ],
)
def test_a_number_outside_its_plausible_range_is_told(path: str, value: object, told: str) -> None:
    notes = list(notes_on({path: value}))
    assert len(notes) == bool(told)
    assert all(told in note and path in note for note in notes)
