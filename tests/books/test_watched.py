"""What is watched of a run is as in a run watched whole; what is not cannot be asked for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.errors import BadInput
from experiments.live import all_orders, numbers_of
from experiments.measure import Measure, all_measures, known_numbers, watched_for
from experiments.sweeping.plan import Run, code_version
from experiments.sweeping.worker import live
from model import Market, load_scenario
from model.results import Results
from model.watching.columns import days_columns
from model.watching.metric import Metric, all_metrics
from model.watching.observation import Observer
from model.watching.watched import EVERYTHING, NOTHING, ORDERS_TOO, NotWatched, of_days, tables_of
from tests.books.small_day import small_day, small_world, trade

SMALL = {"consumers.count": 500, "anchors.count": 8, "market.days": 33}
FEW = ("gmv", "return_rate", "repurchase_30d", "bullwhip_starts")


def seen(*watched: str) -> Observer:
    world = small_world()
    observer = Observer(world, ["apparel", "cables"], ["north", "south"], watched)
    for number in range(3):
        trade(world, number)
        observer.show(small_day(number), world)
    return observer


def run_of(*numbers: str) -> Run:
    tree = load_scenario("base", **SMALL).model_dump(mode="json")
    return Run(0, 0, 0, "", code_version(), tree, numbers)


@pytest.fixture(scope="module")
def whole() -> dict[str, float]:
    """Every number of a small run that was watched whole."""
    return numbers_of(live(run_of(*known_numbers())), list(known_numbers()))


@pytest.mark.parametrize("metric", all_metrics(), ids=lambda metric: metric.kind)
def test_a_metric_that_is_watched_alone_measures_the_same(metric: Metric) -> None:
    column = next(iter(metric.columns))
    days = seen(f"days.{column}").days()
    assert list(days) == ["day", *metric.columns]
    pd.testing.assert_frame_equal(days, seen(*EVERYTHING).days()[list(days)], check_exact=True)


@pytest.mark.parametrize("table", sorted(ORDERS_TOO))
def test_a_table_that_is_watched_alone_is_the_same(table: str) -> None:
    alone, every = (getattr(seen(*watched), table)() for watched in ([table], ORDERS_TOO))
    pd.testing.assert_frame_equal(alone, every, check_exact=True)


@pytest.mark.parametrize("measure", all_measures(), ids=lambda measure: measure.kind)
def test_a_measure_says_what_it_needs(measure: Measure, whole: dict[str, float]) -> None:
    names = list(measure.columns())
    found = numbers_of(live(run_of(*names)), names)
    np.testing.assert_array_equal([found[name] for name in names], [whole[name] for name in names])


def test_few_numbers_are_those_of_the_whole_and_cost_no_more_than_their_metrics(
    whole: dict[str, float],
) -> None:
    market = live(run_of(*FEW))
    assert numbers_of(market, FEW) == {name: whole[name] for name in FEW}
    assert [metric.kind for metric in market.observer.metrics] == ["funnel", "planning", "sales"]
    assert list(market.observer.tables) == ["days"]


def test_what_was_not_watched_says_so() -> None:
    market = Market("base", watched=["days.gmv", "anchors"], **SMALL)
    market.step()
    assert market.observer.latest["net_sales"] > 0  # its metric is watched whole
    with pytest.raises(NotWatched, match=r"days\.awareness, factories: not watched"):
        numbers_of(market, ["awareness", "c2m.orders"])
    with pytest.raises(NotWatched, match="days, factories, segments, sessions: not"):
        market.results()
    for ask in (market.observer.factories, market.observer.segments, market.observer.sessions):
        with pytest.raises(NotWatched):
            ask()
    with pytest.raises(NotWatched, match="orders"):
        all_orders(market)
    with pytest.raises(NotWatched, match="days"):
        Market("base", watched=NOTHING, **SMALL).observer.days()


def test_a_run_that_cannot_be_told_is_not_lived() -> None:
    market = Market("base", watched=["days.gmv", "anchors"], **SMALL)
    with pytest.raises(NotWatched, match=r"days, factories, segments, sessions.*`watched`.*step"):
        market.run(3)
    assert market.world.day == 0
    assert len(Market("base", watched=EVERYTHING, **SMALL).run(1).days) == 1


def test_all_columns_are_the_table() -> None:
    observer = seen(*of_days(days_columns()), *(EVERYTHING - {"days"}))
    assert Results.collect(observer, {}, seed=1).digests()["days"]


def test_there_is_no_watching_what_is_not_there() -> None:
    for wrong in ("days.gmw", "gmv"):
        with pytest.raises(
            BadInput, match=r"\(did you mean 'days\.gmv'\?\); .* days, .*…"
        ) as error:
            seen(wrong)
        assert len(str(error.value).split(", ")) < 15


def test_of_few_numbers_no_table_is_watched() -> None:
    assert watched_for(["gmv", "last_third.gmv"]) >= {"days.gmv"}
    assert tables_of(watched_for(FEW)) == {"days"}
    assert watched_for([]) == NOTHING
