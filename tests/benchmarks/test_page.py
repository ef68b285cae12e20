"""The page on speed says of each wish whether it was met, missed or never measured."""

from __future__ import annotations

import pytest

from benchmarks.page import CHAPTERS, wanted
from benchmarks.paper import table

WALL = "wall, ms a day"


def scale(count: int, threads: int, wall: float) -> dict[str, float]:
    return {
        "consumers": count, "threads": threads, WALL: wall, "peak, GB": 1.0,
        "bytes a consumer": 250.0, "ns a consumer-day": 1e6 * wall / count,
    }  # fmt: skip


def answers(**seen: list[dict[str, float]]) -> dict[str, str]:
    return {row["what"]: row["met"] for row in wanted({name: [] for name in CHAPTERS} | seen)}


def test_what_did_not_run_is_not_met() -> None:
    assert set(answers().values()) == {"not measured"}


@pytest.mark.parametrize(("wall", "met"), [(39.0, "yes"), (41.0, "no")])
def test_a_wish_is_met_or_missed(wall: float, met: str) -> None:
    told = answers(scale=[scale(10**6, 2, wall), scale(10**6, 1, 1.7 * wall)])
    assert told["1,000,000 consumers, 2 threads, ms a day"] == met
    assert told["1,000,000 consumers, 1 thread / 2 threads"] == "yes"
    assert told["bytes a consumer beyond the ties"] == "no"
    assert told["10,000,000 consumers, peak, GB"] == "not measured"


def test_both_ways_of_mesa_are_told() -> None:
    rows = [{"version": name, "times ours": times} for name, times in
            (("livemarket, 2 threads", 1.0), ("Mesa, push", 900.0), ("Mesa, pull", 2000.0),
             ("Starsim", 12.0))]  # fmt: skip
    told = answers(common_kernel=rows)
    assert told["common kernel, Mesa by push (faster) / ours"] == "no"
    assert told["common kernel, Mesa by pull (which the bound was set for) / ours"] == "yes"
    assert told["common kernel, Starsim / ours"] == "yes"
    assert told["common kernel, best peer / ours"] == "yes"


def test_a_table_shows_what_is_missing_as_nothing() -> None:
    assert table([{"a": 1_000_000, "b": None, "c": 0.12345}]).splitlines()[-1] == (
        "| 1,000,000 |  | 0.123 |"
    )
