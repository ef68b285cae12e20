"""C03: the time in which a lot sells out follows from who is there, how strong and how fast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from model import load_scenario
from model.results import Results

Live = Callable[..., Results]


def sell_out(live: Live, seed: int = 1, **changes: Any) -> float:
    """Seconds from the pitch to the last cable."""
    overrides = {key.replace("__", "."): value for key, value in changes.items()}
    return float(live("data_cables_small", 1, overrides, seed).days["sell_out_seconds"][0])


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_the_lot_lasts_about_ninety_seconds(live: Live, seed: int) -> None:
    assert 60 < sell_out(live, seed) < 150


def test_the_twin_is_the_event_in_small() -> None:
    small, full = load_scenario("data_cables_small"), load_scenario("data_cables")
    assert small.consumers.count * 100 == full.consumers.count == 4_000_000
    same = {"title", "question", "consumers"}
    assert small.model_dump(exclude=same) == full.model_dump(exclude=same)


def test_the_lot_is_the_same_share_at_every_size(live: Live) -> None:
    for people in (10_000, 40_000):
        day = live("data_cables_small", 1, {"consumers.count": people}).days
        assert day["orders"][0] == people // 40  # 100,000 of four million


def test_ten_times_the_market_sells_out_in_the_same_seconds(live: Live) -> None:
    """Sampling error of the k-th order's time is 1 / sqrt(k): 3 % of the small lot, 1 % here."""
    ratio = sell_out(live, consumers__count=400_000) / sell_out(live)
    assert ratio == pytest.approx(1.0, abs=4 * np.hypot(1 / 1000**0.5, 1 / 10_000**0.5))


def test_the_seconds_stretch_with_the_decay_of_the_traces(live: Live) -> None:
    """All clocks of those who were there stretch alike; with the same luck nothing else moves."""
    ratio = sell_out(live, impulse__time_scale=0.5) / sell_out(live)
    assert ratio == pytest.approx(0.5, abs=0.03)


def test_a_larger_lot_lasts_longer_and_a_smaller_audience_does_too(live: Live) -> None:
    usual = sell_out(live)
    assert sell_out(live, strategies__odm__opening_days=150.0) > 1.3 * usual
    assert sell_out(live, attention__pull=0.6) > 1.2 * usual
    assert sell_out(live, anchors__charisma=11.0) > 1.2 * usual
