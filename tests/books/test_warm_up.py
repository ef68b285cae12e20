"""Days of warming up are lived like any others, and nothing tells of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from core.errors import BadInput
from core.units import DAY_SECONDS
from experiments.live import numbers_of
from experiments.measure import known_numbers, measured
from experiments.outcome import decomposition_by_mode, outcome_by_mode, print_outcome
from experiments.report import write_report
from model import Market, load_scenario
from model.results import Results

SMALL = {"consumers.count": 400, "anchors.count": 6, "market.days": 12}
WARM_UP = 5
TABLES = ("days", "factories", "anchors", "sessions")


def lived(warm_up: int) -> Results:
    return Market("base", **SMALL, **{"market.warm_up_days": warm_up}, keep_orders=True).run()


@pytest.fixture(scope="module")
def whole() -> Results:
    return lived(0)


@pytest.fixture(scope="module")
def warm() -> Results:
    return lived(WARM_UP)


@pytest.mark.parametrize("table", TABLES)
def test_the_days_that_are_told_are_the_same(whole: Results, warm: Results, table: str) -> None:
    all_rows, told = getattr(whole, table), getattr(warm, table)
    later = all_rows[all_rows["day"] >= WARM_UP].reset_index(drop=True)
    assert 0 < len(told) < len(all_rows)
    pd.testing.assert_frame_equal(told, later, check_categorical=False)


def test_who_bought_and_single_orders_are_of_those_days(whole: Results, warm: Results) -> None:
    assert warm.segments is not None
    placed = warm.segments[[c for c in warm.segments if c.startswith("orders_")]]
    assert placed.to_numpy().sum() == warm.days["orders"].sum() < whole.days["orders"].sum()
    assert warm.orders is not None
    assert set(warm.orders["closed"]) <= {-1, *range(WARM_UP, SMALL["market.days"])}


def test_goods_that_are_there_on_the_eve_are_nobodys_earnings(
    whole: Results, warm: Results
) -> None:
    goods = [c for c in whole.factories if c.startswith("goods_")]
    by_day = whole.factories.groupby("day")[goods].sum().sum(axis=1)
    growth = by_day.iloc[-1] - by_day.loc[WARM_UP - 1]
    profits = warm.factories[["profit", "chain_profit"]].sum()
    outcome = outcome_by_mode(warm)
    assert outcome["chain_earnings"].sum() - profits["chain_profit"] == pytest.approx(growth)
    parts = decomposition_by_mode(warm).sum().sum()
    assert parts == pytest.approx(outcome["net_sales"].sum())
    assert outcome_by_mode(whole)["gmv"].sum() > outcome["gmv"].sum()


def test_a_sweep_keeps_numbers_of_those_days() -> None:
    scenario = load_scenario("base", **SMALL, **{"market.warm_up_days": WARM_UP})
    market = Market(scenario, watched={"days"})
    for _ in range(SMALL["market.days"]):
        market.step()
    assert numbers_of(market, ["gmv"])["gmv"] == pytest.approx(lived(WARM_UP).days["gmv"].sum())


def test_warming_up_ends_before_the_run() -> None:
    with pytest.raises(BadInput, match=r"market\.warm_up_days = 12; allowed: less than .*12"):
        load_scenario("base", **SMALL, **{"market.warm_up_days": 12})


def test_who_stops_while_it_warms_up_has_a_result_of_no_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    market = Market("base", **SMALL, **{"market.warm_up_days": WARM_UP})
    results = market.run(2)
    assert len(results.days) == 0
    print_outcome(results)
    assert "30 days are needed, there are 0" in capsys.readouterr().out
    results.save(tmp_path)
    assert write_report(results, tmp_path) is not None


def test_numbers_are_those_of_a_market_that_began_then(whole: Results, warm: Results) -> None:
    """Of the same tables with the first days cut off and the others counted from 0."""
    assert whole.orders is not None
    placed = whole.orders["placed"] >= WARM_UP * DAY_SECONDS
    tables = {name: getattr(whole, name) for name in TABLES}
    later = {
        name: table[table["day"] >= WARM_UP].assign(day=lambda rows: rows["day"] - WARM_UP)
        for name, table in tables.items()
    }
    moved = {name: whole.orders[name] - WARM_UP * DAY_SECONDS for name in ("placed", "delivered")}
    days = {
        name: whole.orders[name].where(whole.orders[name] < 0, whole.orders[name] - WARM_UP)
        for name in ("shipped", "closed")
    }
    festive = [day - WARM_UP for day in whole.scenario["anchors"]["festival_days"]]
    told = whole.scenario | {"anchors": whole.scenario["anchors"] | {"festival_days": festive}}
    cut = replace(
        whole, **later, orders=whole.orders.assign(**moved, **days)[placed],
        segments=warm.segments, scenario=told,
    )  # fmt: skip
    numbers = list(known_numbers())
    assert measured(warm, numbers) == pytest.approx(measured(cut, numbers), nan_ok=True)
    assert sum(value > 0 for value in measured(warm, numbers).values()) > 100
