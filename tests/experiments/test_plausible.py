"""What may be set but is not expected is told, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.plausible import notes_on, notes_on_tables
from model import load_scenario


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


def tables_noted(scenario: str, **changes: object) -> list[str]:
    lived = load_scenario(scenario, **changes).model_dump()
    return list(notes_on_tables(scenario, changes, lived))


def test_what_a_table_keeps_beside_what_was_set_is_told(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('extends = "base"\n[platforms.north]\nmodes = { c2m = 2.0, odm = 0.0 }')
    (note,) = tables_noted(str(mine))
    assert "platforms.north.modes also keeps brand_dealer = 1, incubated = 1" in note
    assert "odm" not in note
    (note,) = tables_noted("base", **{"anchors.behaviours": {"curator": 1.0}})
    assert "anchors.behaviours also keeps" in note


@pytest.mark.parametrize("path", ["platforms.north.modes.c2m", "consumers.count"])
def test_one_name_of_a_table_and_what_is_no_table_need_no_note(path: str) -> None:
    assert not tables_noted("base", **{path: 2})


def test_a_table_that_is_set_as_a_whole_needs_no_note() -> None:
    whole = {"brand_dealer": 0.0, "odm": 0.0, "c2m": 1.0, "incubated": 0.0}
    assert not tables_noted("base", **{"platforms.north.modes": whole})


def test_a_star_empties_a_table_before_one_name_is_set() -> None:
    changes = {"platforms.*.modes.*": 0.0, "platforms.*.modes.c2m": 1.0}
    modes = load_scenario("base", **changes).platforms["south"].modes
    assert [mode for mode, weight in modes.items() if weight] == ["c2m"]
