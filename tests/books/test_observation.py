"""Every number of a day that can be counted by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from agents.places import ABROAD
from core.inequality import gini
from experiments.documenting.column_table import column_table
from experiments.measures.segments import SegmentNumbers
from model import Market
from model.books.money import pay_way_back, pay_way_out
from model.metrics import concentration
from model.metrics.concentration import top_share
from model.metrics.planning import Planning, Spread
from model.order_parameters import ReturnsParameters
from model.parameters import Scenario
from model.results import Results
from model.rows import Fate
from model.watching import metric
from model.watching.columns import (
    ANCHORS,
    FACTORIES,
    ORDERS,
    SEGMENTS,
    SESSIONS,
    all_columns,
)
from model.watching.counting import Shown
from model.watching.metric import Window, all_metrics
from model.watching.observation import Observer
from model.watching.watched import EVERYTHING, ORDERS_TOO
from tests.books.small_day import FakeFactory, small_day, small_world, trade

CONTRACT = """
    day gmv net_sales orders orders_live orders_spillover orders_shelf reach exposures visits
    units_started units_delivered cancelled returned stockouts fill_rate lost_impulse
""".split()
CONTRACT_FACTORIES = """
    day factory mode category price on_hand on_order backlog orders units_started units_sold
    profit forecast demand lead_days
""".split()

BY_HAND = {
    "gmv": 810.0,  # 100 + 90 + 200 + 120 + 300
    "net_sales": 600.0,  # less 120 cancelled and 90 sent back
    "orders": 5, "orders_live": 3, "orders_spillover": 1, "orders_shelf": 1,
    "kept": 1, "cancelled": 1, "returned": 1, "return_rate": 1 / 2, "spillover_share": 1 / 4,
    "openers": 4, "reach": 3, "visits": 10, "exposures": 4, "watched": 600.0, "dwell": 60.0,
    "buyers": 4, "buyers_again": 0, "live_buyers": 2,
    "conversion_per_visit": 3 / 10, "conversion_per_exposure": 3 / 4,
    "conversion_per_opener": 2 / 4, "conversion_per_weekly_opener": 2 / 4,
    "shelf_conversion_per_visit": 1 / 20,
    "units_started": 44, "units_finished": 3, "units_shipped": 3, "units_delivered": 2,
    "stockouts": 1, "sold_out": 1, "sell_out_seconds": 90.0, "fill_rate": 5 / 10,
    "refused_stock": 3, "refused_promise": 1, "refused_budget": 1, "lost_impulse": 2.5,
    "on_hand": 20, "on_order": 40, "chain_stock": 30, "stock": 50, "backlog": 2, "lead_days": 48.5,
    "waited": 6.0, "wait_days": 3.0, "late_parcels": 1, "late_share": 1 / 2,
    "overdue": 2.0, "late_days": 1.0,
    "inventory_turns_30d": 3 * 365 / 50,
    "profit_anchors": 24.0, "profit_platforms": 10.0, "profit_carriers": 18.0,
    "profit_dealers": 107.0,  # 200 - 10 take - 80 goods - 3 carriage
    "profit_factories": 106.0,  # (190 - 24 - 60 - 20 - 2 parcels of 5) + (80 - 50)
    "refunds_owed_factories": 0.0, "refunds_owed_anchors": 0.0,  # what is sent back is there
    "making": 110.0, "carriage": 18.0, "commission": 19.0, "slot_fees": 5.0, "take": 10.0,
    "consumer_payments": 395.0,  # the way back of one parcel is 5 of it
    "refunds": 20.0, "margin": 213.0, "share_making": 110 / 395, "share_anchors": 24 / 395,
    "share_carriers": 18 / 395, "share_take": 10 / 395, "share_refunds": 20 / 395,
    "share_margin": (106 + 107) / 395,  # all that factories and dealers earn
    "anchors_active": 2, "top_1_percent_share": 1.0, "top_10_percent_share": 1.0,
    "anchors_gini": 1 / 2, "factories_gini": 500 / 810 - 0.5,
    "online_share": 5 / 6, "new_advertising": 0, "new_live": 0,
    "awareness": 0.4, "awareness_best": 0.6, "belief_error": 0.75, "arousal": 1.0,
    "tellers": 1, "told": 2, "followed": 3 + 2, "unfollowed": 5,  # as many follow as before
    "repeat_buyers": 0.0, "live_budget_ranks": 7 / 12, "live_budget_rank": 7 / 36,
}  # fmt: skip


GROUPS_BY_HAND = {
    "young_people": 0.5, "tier_3_people": 0.5, "young_orders_live": 3, "young_orders_shelf": 0,
    "young_tier_3_orders_live": 2, "women_tier_3_orders_live": 2, "men_orders_spillover": 1,
    "middle_aged_orders_shelf": 1, "young_spent": 510.0, "tier_1_kept": 1, "women_returned": 1,
}  # fmt: skip


def watch(days: int = 1, keep_orders: bool = False) -> tuple[Observer, Any]:
    world, watched = small_world(), ORDERS_TOO if keep_orders else EVERYTHING
    observer = Observer(world, ["apparel", "cables"], ["north", "south"], watched)
    for number in range(days):
        trade(world, number)
        observer.show(small_day(number), world)
    return observer, world


@pytest.mark.parametrize("column", list(BY_HAND))
def test_a_metric_equals_the_count_by_hand(column: str) -> None:
    assert watch()[0].latest[column] == pytest.approx(BY_HAND[column])


@pytest.mark.parametrize("number", list(GROUPS_BY_HAND))
def test_a_group_of_segments_equals_the_count_by_hand(number: str) -> None:
    results = Results.collect(watch()[0], {}, seed=1)
    assert SegmentNumbers().measure(results)[number] == pytest.approx(GROUPS_BY_HAND[number])


def test_segments_are_summed_over_the_days_and_over_no_order_twice() -> None:
    observer, _ = watch(3)
    table, days = observer.segments(), observer.days()
    assert list(table) == list(SEGMENTS)
    assert len(table) == 18
    assert table["live_buyers"].sum() == 3 * 2  # who orders twice on a day is one
    for name in ("orders_live", "orders_spillover", "orders_shelf", "kept", "returned"):
        assert table[name].sum() == days[name].sum()
    assert table["spent"].sum() == days["gmv"].sum()


def test_the_shares_of_a_yuan_add_up() -> None:
    latest = watch()[0].latest
    parts = ("making", "carriers", "anchors", "take", "refunds", "margin")
    assert sum(latest[f"share_{part}"] for part in parts) == pytest.approx(1)


def test_every_metric_measures_exactly_its_columns_and_no_name_twice() -> None:
    world = small_world()
    trade(world)
    names: list[str] = []
    for plugin in all_metrics():
        plugin.begin(world)
        measured = plugin.measure(Shown.of(small_day(), world), world)
        assert set(measured) == set(plugin.columns)
        assert all(column.unit and column.meaning for column in plugin.columns.values())
        names += measured
    assert len(names) == len(set(names))


def test_the_contract_of_the_tables_is_kept() -> None:
    observer, _ = watch(3, keep_orders=True)
    assert set(CONTRACT) <= set(observer.days())
    assert set(CONTRACT_FACTORIES) <= set(observer.factories())
    assert list(observer.factories()) == list(FACTORIES)
    assert list(observer.anchors()) == list(ANCHORS)
    assert list(observer.sessions()) == list(SESSIONS)
    orders = observer.orders()
    assert orders is not None
    assert list(orders) == list(ORDERS)
    assert len(observer.factories()) == 6
    assert len(observer.days()) == 3


def test_the_days_agree_with_the_finer_tables() -> None:
    observer, _ = watch(3)
    days = observer.days()
    for name in ("orders", "gmv", "net_sales", "units_started", "on_hand"):
        by_factory = observer.factories().groupby("day")[name].sum()
        assert by_factory.to_numpy() == pytest.approx(days[name].to_numpy())
    income = observer.anchors().groupby("day")["income"].sum()
    assert income.to_numpy() == pytest.approx(days["profit_anchors"].to_numpy())
    live = observer.sessions().groupby("day")["orders_live"].sum()
    assert live.to_numpy() == pytest.approx(days["orders_live"].to_numpy())


def test_a_factory_row_by_hand() -> None:
    first = watch()[0].factories().iloc[0]
    assert first["mode"] == "c2m"
    assert first["category"] == "apparel"
    assert first["taste_distance"] == 5.0
    assert first["live_price"] == 95.0
    assert (first["orders"], first["units_sold"], first["units_cancelled"]) == (3, 2, 1)
    assert first["net_sales"] == pytest.approx(100.0)  # 100 + 90 + 120 - 120 - 90
    assert first["profit"] == pytest.approx(76.0)  # 190 - 24 - 60 - 20 - 10, all refunds paid
    assert first["making"] == pytest.approx(60.0)
    assert first["commission"] == pytest.approx(10.0)
    assert first["carriage"] == pytest.approx(10.0)  # two parcels out; the buyer pays the way back
    assert first["stockout"]
    assert (first["goods_factory"], first["goods_platform"]) == (1680.0, 0.0)  # two are owed


def test_carriage_counts_borders_and_free_returns() -> None:
    world = small_world()
    world.scenario = Scenario(returns=ReturnsParameters(free=True))
    world.consumers.traits.region[1] = ABROAD  # who buys one of each, and sends the first back
    observer, day = Observer(world, ["apparel", "cables"], ["north", "south"]), small_day()
    pay_way_out(world, day.deliveries.shipped)
    pay_way_back(world, day.aftersales.came_back)
    world.ledger.close_day(0)
    observer.show(day, world)
    assert observer.factories()["carriage"].tolist() == [5 + 4 * 5 + 4 * 5, 4 * 3]


def test_goods_belong_to_the_merchant() -> None:
    world = small_world()
    world.factories[0].strategy.merchant = "platform"
    observer = Observer(world, ["apparel", "cables"], ["north", "south"])
    trade(world)
    observer.show(small_day(), world)
    frame = observer.factories()
    assert frame["goods_factory"].tolist() == [20 * 60 - 2 * 60, 30 * 50]  # who sold owes
    assert frame["goods_platform"].tolist() == [10 * 60, 0]
    assert frame["goods_dealers"].tolist() == [0, 30 * 50]


def test_sessions_and_the_busiest_of_them() -> None:
    observer, _ = watch(2)
    sessions = observer.sessions()
    assert sessions["session"].tolist() == [0, 1, 2, 3]
    assert sessions["orders_live"].tolist() == [3, 0, 3, 0]
    assert sessions["exposures"].tolist() == [4, 0, 4, 0]
    assert sessions["sell_outs"].tolist() == [1, 0, 1, 0]
    busiest = observer.busiest
    assert busiest is not None
    assert (busiest.day, busiest.anchor, busiest.orders) == (0, 0, 3)
    assert busiest.events["second"].tolist() == [10, 40, 90, 400]
    assert busiest.events["sold_out"].tolist() == [False, False, True, False]


def test_settled_orders() -> None:
    orders = watch(1, keep_orders=True)[0].orders()
    assert orders is not None
    assert orders["consumer"].tolist() == [2, 0, 1]
    assert orders["cancelled"].tolist() == [True, False, False]
    assert orders["returned"].tolist() == [False, False, True]
    assert orders["channel"].astype(str).tolist() == ["spillover", "live", "live"]
    assert orders["price"].tolist() == [120.0, 100.0, 90.0]


def test_every_order_has_one_row_at_the_end_too() -> None:
    market = Market(
        "base", keep_orders=True, **{"consumers.count": 600, "anchors.count": 8, "market.days": 25}
    )
    for days in (12, 13):  # asking does not end the run
        results = market.run(days)
        orders, still_open = results.orders, market.world.orders.open_orders()
        assert orders is not None
        assert len(orders) == results.days["orders"].sum()
        assert not orders.duplicated(["consumer", "product", "placed"]).any()
        gone = orders["cancelled"].astype(bool)
        assert (orders.loc[gone, "shipped"] >= 0).any()  # given up on the road
        assert orders.loc[gone, "delivered"].isna().all()
        assert orders.loc[~gone & (orders["closed"] >= 0), "delivered"].notna().all()
        unsettled = orders[orders["closed"] < 0]
        fates = np.bincount(still_open["fate"], minlength=Fate.RETURNED)
        assert fates[Fate.WAITING] > 0 < fates[Fate.SHIPPED]
        assert fates[Fate.RETURNING] > 0  # decided, and not listed twice
        assert len(unsettled) == fates[Fate.WAITING] + fates[Fate.SHIPPED]
        assert (unsettled["shipped"] < 0).sum() == fates[Fate.WAITING]
        assert unsettled["delivered"].isna().all()
        assert not (unsettled["cancelled"] | unsettled["returned"]).any()


def test_forecast_error_and_bullwhip_by_hand() -> None:
    observer, _ = watch(3)
    days = observer.days()
    assert math.isnan(days["forecast_wape"][0])
    assert days["forecast_wape"][2] == pytest.approx((1 + 1) / 10)  # |6 - 7| + |2 - 3| of 7 + 3
    assert days["bullwhip_starts"].isna().all()  # nothing varies
    spread = Spread()
    upstream, downstream = np.array([[1.0], [7.0], [4.0]]), np.array([[2.0], [4.0], [3.0]])
    values = [spread.ratios(up, down) for up, down in zip(upstream, downstream, strict=True)]
    assert values[-1] == [pytest.approx(np.var(upstream) / np.var(downstream))]


def test_a_closed_factory_is_in_no_bullwhip() -> None:
    measure, seen, today = Planning().measure, [], small_day()
    for starts, demand, is_open in [([4, 1], [2, 2], 1), ([8, 5], [4, 3], 1), ([0, 3], [9, 5], 0)]:
        day = today._replace(
            catalog=today.catalog._replace(open=np.array([is_open, 1], bool)),
            checkout=today.checkout._replace(demand=np.array(demand)),
            production=today.production._replace(started=np.array(starts)),
        )
        seen.append(measure(day, small_world())["bullwhip_starts"])
    assert seen[1] == pytest.approx((4 + 4) / (1 + 0.25))  # variances of 4 8 and 1 5, 2 4 and 2 3
    assert seen[2] == pytest.approx(np.var([1, 5, 3]) / np.var([2, 3, 5]))


def test_repeat_buyers_and_the_class_of_thirty_days_ago() -> None:
    days = watch(31)[0].days()
    assert days["repeat_buyers"].tolist()[:2] == [0.0, 1.0]
    assert days["repurchase_30d"].isna()[:30].all()
    assert days["repurchase_30d"][30] == 1.0


def test_new_customers_and_what_they_cost() -> None:
    world = small_world()
    observer = Observer(world, ["apparel", "cables"], ["north", "south"])
    world.consumers.joined[5] = 3  # through a live session
    trade(world)
    observer.show(small_day(), world)
    assert observer.latest["new_live"] == 1
    assert observer.latest["cac_live"] == pytest.approx(24.0)
    assert observer.latest["own_advertising"] == 15.0
    assert observer.latest["new_own_advertising"] == 1.0  # half of the money that reached the two
    assert observer.latest["cac_advertising"] == 15.0


def test_mode_shares_follow_the_sales(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(concentration, "known_modes", lambda: ["brand_dealer", "c2m", "odm"])
    world = _traded()
    shares = concentration.Concentration().measure(Shown.of(small_day(), world), world)
    assert shares["mode_share_c2m"] == pytest.approx(310 / 810)
    assert shares["mode_share_brand_dealer"] == pytest.approx(500 / 810)
    assert shares["mode_share_odm"] == 0.0


def _traded() -> Any:
    world = small_world()
    world.factories = [FakeFactory("c2m"), FakeFactory("brand_dealer")]
    trade(world)
    return world


def test_what_is_empty_is_nan_and_a_window_forgets() -> None:
    assert math.isnan(metric.ratio(0, 0))
    assert math.isnan(gini(np.zeros(4)))
    assert gini(np.array([1.0, 1.0, 1.0])) == pytest.approx(0)
    assert gini(np.array([0.0, 0.0, 0.0, 8.0])) == pytest.approx(0.75)
    assert top_share(np.arange(101.0), 0.01) == pytest.approx((100 + 99) / 5050)
    window = Window(2)
    window.push(np.array([1, 1]))
    window.push(np.array([2, 2]))
    assert window.push(np.array([3, 3, 3])).tolist() == [5, 5, 3]


def test_the_table_of_columns_names_every_column() -> None:
    table = column_table()
    for columns in all_columns().values():
        for name, what in columns.items():
            assert f"| `{name}` | {what.unit} | {what.meaning} |" in table
