"""The four strategies against weekly series: bookkeeping on made ones, the table on real ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from agents.factories import Factory
from core.errors import BadInput
from core.luck import Luck
from experiments.validating import real_demand
from experiments.validating.real_demand import (
    LEADS,
    RESEARCH,
    WEEK,
    days_of,
    demand_table,
    meet,
    read_series,
    wape,
)
from model import Market, load_scenario
from tests.public_data import DATA

SERIES = DATA / "weekly_sales_811_products.csv"
MISSING = (
    "needs the weekly series of UCI 396 (Sales_Transactions_Dataset_Weekly, CC BY 4.0); "
    "as weekly_sales_811_products.csv in the folder that LIVEMARKET_DATA names"
)


def steady(products: int = 3, level: int = 70) -> np.ndarray:
    return np.full((products, 40), level, dtype=np.int64)


def test_days_of_a_week_sum_to_the_week() -> None:
    weeks = np.random.default_rng(2).poisson(9, (5, 30))
    daily = days_of(weeks, Luck(1))
    assert np.array_equal(daily.reshape(5, 30, WEEK).sum(axis=2), weeks)
    assert 0.1 < daily.reshape(-1, WEEK).sum(axis=0)[0] / weeks.sum() < 0.19


def test_a_forecast_that_is_right_has_no_error_and_is_shifted_the_right_way() -> None:
    weeks = np.arange(24).reshape(2, 12)
    assert wape(weeks.astype(float), weeks - 3, 1) == pytest.approx(
        np.abs(weeks[:, :-1] - (weeks[:, 1:] - 3)).sum() / (weeks[:, 1:] - 3).sum()
    )
    assert wape(np.roll(weeks, -2, axis=1).astype(float), weeks, 2) == 0.0


@pytest.mark.parametrize("mode", ["brand_dealer", "odm", "c2m", "incubated"])
def test_a_factory_serves_steady_demand_and_loses_no_piece(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Factory] = []

    def noted(*told: Any, **more: Any) -> Factory:
        made.append(Factory(*told, **more))
        return made[-1]

    monkeypatch.setattr(real_demand, "Factory", noted)
    market = Market(load_scenario("base", **{"consumers.count": 50, "market.days": 1}), seed=1)
    demand = days_of(steady(1), Luck(4))[0]
    trace = meet(market, market.world.strategies[mode], demand)
    assert trace.forecast[-28:].mean() == pytest.approx(10, rel=0.25)
    assert trace.started.sum() > 0
    assert trace.lost.sum() < 0.35 * demand.sum()
    assert (trace.stock >= 0).all()
    (maker,) = made
    assert maker.started == maker.goods_held() + maker.goods_gone() + maker.outside
    assert maker.outside == demand[RESEARCH * WEEK :].sum() - trace.lost.sum() - trace.waited[-1]


def test_the_table_tells_all_modes_and_the_benchmark() -> None:
    rng = np.random.default_rng(3)
    table = demand_table(rng.poisson(30, (4, 45)))
    assert len(table) == 5
    errors = table[[f"wape_{k}" for k in LEADS]].to_numpy(float)
    assert np.isfinite(errors).all()
    assert (errors < 1).all()
    assert table.set_index("mode").loc["c2m", "lost"] == 0  # it sells before it makes


def test_a_file_that_is_something_else_is_refused(tmp_path: Path) -> None:
    pd.DataFrame({"a": [1]}).to_csv(tmp_path / "a.csv")
    with pytest.raises(BadInput, match="--series"):
        read_series(tmp_path / "a.csv")
    with pytest.raises(BadInput, match="--series"):
        read_series(tmp_path / "none.csv")


@pytest.mark.skipif(not SERIES.is_file(), reason=MISSING)
def test_the_benchmark_of_the_real_series_is_the_published_one() -> None:
    """2.8: an eight-week mean errs by .26 a week ahead and .33 at seventeen weeks."""
    weeks = read_series(SERIES)
    assert weeks.shape[1] == 52
    table = demand_table(weeks[::60]).set_index("mode")
    assert weeks.shape[0] > 500
    assert RESEARCH == 8
    told = table.loc["moving average of 8 weeks"]
    assert told["wape_1"] == pytest.approx(0.26, abs=0.05)
    assert told["wape_17"] == pytest.approx(0.33, abs=0.08)
