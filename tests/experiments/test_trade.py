"""Numbers of trade, anchors and thirds against a plain reading of made-up tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.units import DAY_SECONDS
from experiments.measures.anchors import AnchorNumbers
from experiments.measures.stage import Stage
from experiments.measures.thirds import Thirds
from experiments.measures.trade import WITHIN, Trade
from model.results import Results
from model.watching import columns
from model.watching.collecting import Rows
from model.watching.columns import days_columns

FIRST, DAYS, MAKERS, ANCHORS, ORDERS = 5, 100, 8, 12, 900
FESTIVAL = [20, 21]
MODES = ["brand_dealer", "odm", "c2m", "odm"] * 2
PARCEL = {"apparel": 6.0, "cables": 2.0}


def made_up(seed: int) -> Results:
    """As much of a run as these numbers read, the first days left out as after warming up."""
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(FIRST, FIRST + DAYS), MAKERS)
    factories = pd.DataFrame({"day": day, "factory": np.tile(np.arange(MAKERS), DAYS)})
    factories["mode"] = pd.Categorical(np.array(MODES)[factories["factory"]])
    factories["category"] = pd.Categorical(np.where(factories["factory"] < 5, "apparel", "cables"))
    factories["open"] = rng.random(len(day)) < 0.9
    factories["price"] = rng.uniform(20, 60, len(day))
    factories["unit_cost"] = rng.uniform(5, 15, len(day))
    anchors = pd.DataFrame({name: rng.integers(0, 50, ANCHORS * DAYS) for name in columns.ANCHORS})
    anchors["day"] = np.repeat(np.arange(FIRST, FIRST + DAYS), ANCHORS)
    anchors["anchor"] = np.tile(np.arange(ANCHORS), DAYS)
    anchors["employer"] = np.where(anchors["anchor"] % 5 == 4, 3, -1)
    days = pd.DataFrame({name: rng.uniform(1, 9, DAYS) for name in days_columns()})
    days["day"] = np.arange(FIRST, FIRST + DAYS)
    segments = pd.DataFrame({name: rng.integers(1, 9, 4) for name in columns.SEGMENTS})
    return Results(
        days, factories, anchors, pd.DataFrame({name: rng.random(9) for name in columns.SESSIONS}),
        {"anchors": {"festival_days": FESTIVAL}, "consumers": {"count": 50},
         "categories": {name: {"shipping_cost": cost} for name, cost in PARCEL.items()}},
        seed, orders=_orders(rng), segments=segments.assign(gender=["women", "men"] * 2),
    )  # fmt: skip


def _orders(rng: np.random.Generator) -> pd.DataFrame:
    placed = rng.uniform(FIRST, FIRST + DAYS, ORDERS) * DAY_SECONDS
    frame = pd.DataFrame({name: np.zeros(ORDERS) for name in columns.ORDERS})
    price = rng.uniform(10, 50, ORDERS)
    return frame.assign(
        placed=placed, price=price, commission=price * rng.uniform(0, 0.3, ORDERS),
        consumer=rng.integers(0, 200, ORDERS), product=rng.integers(0, MAKERS, ORDERS),
        anchor=rng.integers(0, ANCHORS, ORDERS), impulse=rng.random(ORDERS) * 0.02,
        channel=pd.Categorical(rng.choice(["live", "spillover", "shelf"], ORDERS)),
        shipped=placed // DAY_SECONDS + rng.integers(-1, 3, ORDERS),
        delivered=np.where(rng.random(ORDERS) < 0.8, placed + 5 * DAY_SECONDS, np.nan),
        cancelled=rng.random(ORDERS) < 0.1, returned=rng.random(ORDERS) < 0.3,
        closed=rng.integers(-1, 9, ORDERS),
    )  # fmt: skip


RUNS = [made_up(seed) for seed in range(3)]


def plain_orders(results: Results) -> pd.DataFrame:
    assert results.orders is not None
    orders = results.orders.assign(day=(results.orders["placed"] // DAY_SECONDS).astype(int))
    shop = results.factories.rename(columns={"factory": "product", "price": "listed"})
    return orders.merge(shop[["day", "product", "listed", "category"]], on=["day", "product"])


@pytest.mark.parametrize("results", RUNS)
def test_orders_are_told_apart_as_said(results: Results) -> None:
    told, orders = Trade().measure(results), plain_orders(results)
    decided = orders[(orders["closed"] >= 0) & ~orders["cancelled"]]
    rate = decided.groupby([decided["channel"] == "shelf", "category"], observed=True)["returned"]
    for (shelf, category), share in rate.mean().items():
        name = "returned_shelf" if shelf else "returned_live"
        assert told[name + "_apparel" * (category == "apparel")] == pytest.approx(share)
    live = orders[orders["channel"] == "live"]
    off = (1 - live["price"] / live["listed"]).groupby(live["day"].isin(FESTIVAL)).mean()
    assert told["live_discount"] == pytest.approx(off[False])
    assert told["festival_discount"] == pytest.approx(off[True])
    anchors = results.anchors[results.anchors["employer"] < 0]
    best = anchors.groupby("anchor")["gmv"].sum().nlargest(1).index  # a tenth of ten
    share = live["commission"] / live["price"]
    small = live["anchor"].isin(anchors["anchor"]) & ~live["anchor"].isin(best)
    assert told["commission_top"] == pytest.approx(share[live["anchor"].isin(best)].mean())
    assert told["commission_small"] == pytest.approx(share[small].mean())


@pytest.mark.parametrize("results", RUNS)
def test_who_was_moved_early_comes_again(results: Results) -> None:
    orders = plain_orders(results)
    moved = orders[orders["channel"] != "shelf"]
    early, again = 0, 0
    for _, days in moved.groupby("consumer")["day"]:
        if days.min() < FIRST + 30:
            early += 1
            again += days[days > days.min()].min() <= days.min() + 60
    told = Trade().measure(results)
    assert 0 < again < early
    assert told["repurchase_live"] == pytest.approx(again / early)
    assert told["orders_per_day"] == ORDERS / DAYS
    impulse = orders.loc[orders["impulse"] > 0.01, "price"].sum() / orders["price"].sum()
    assert told["impulse_spend"] == pytest.approx(impulse)


@pytest.mark.parametrize("results", RUNS)
def test_parcels_clicks_and_buyers(results: Results) -> None:
    told, orders = Trade().measure(results), plain_orders(results)
    there = orders[(orders["shipped"] >= 0) & orders["delivered"].notna()]
    left = there[["placed"]].assign(shipped=there["shipped"] * DAY_SECONDS).max(axis=1)
    assert told["road_hours"] == pytest.approx(((there["delivered"] - left) / 3600).mean())
    total = results.days.sum()
    for name in WITHIN:
        share = total[f"traced_{name}"] / total["traced_orders"]
        assert told[f"within_{name}"] == pytest.approx(share)
    assert results.segments is not None
    buyers = results.segments.groupby("gender")["live_buyers"].sum()
    assert told["women_of_live_buyers"] == pytest.approx(buyers["women"] / buyers.sum())


@pytest.mark.parametrize("orders", [None, Rows(columns.ORDERS).frame()])
def test_without_an_order_shares_of_orders_are_nan(orders: pd.DataFrame | None) -> None:
    told = Trade().measure(replace(RUNS[0], orders=orders))
    assert told["orders_per_day"] == 0
    of_orders = ("returned_live", "live_discount", "commission_top", "road_hours", "impulse_spend")
    assert np.isnan([told[name] for name in (*of_orders, "repurchase_live")]).all()
    assert told["brand_to_cost"] == Trade().measure(RUNS[0])["brand_to_cost"]


@pytest.mark.parametrize("results", RUNS)
def test_prices_are_compared_within_categories(results: Results) -> None:
    """Of cables there is no brand: those ratios are of apparel alone."""
    frame = results.factories[results.factories["open"]]
    late = frame[frame["day"] >= FIRST + (DAYS - 1) // 2]
    mean = late.groupby(["category", "mode"], observed=True)[["price", "unit_cost"]].mean()
    price, cost = (mean[of].unstack("mode") for of in ("price", "unit_cost"))
    landed = cost["c2m"] + [PARCEL[str(name)] for name in cost.index]
    told = Trade().measure(results)
    assert told["odm_to_brand_price"] == pytest.approx(
        (price["odm"] / price["brand_dealer"]).mean()
    )
    assert told["c2m_to_landed_cost"] == pytest.approx((price["c2m"] / landed).mean())
    brand = price["brand_dealer"] / cost["brand_dealer"]
    assert told["brand_to_cost"] == pytest.approx(brand.mean())


@pytest.mark.parametrize("results", RUNS)
def test_rivals_are_all_but_the_most_visited_of_the_first_third(results: Results) -> None:
    free = results.anchors[results.anchors["employer"] == -1]
    early = free["day"] < FIRST + 34  # of a hundred days
    biggest = free[early].groupby("anchor")["visits"].sum().idxmax()
    rivals = free[~early & (free["anchor"] != biggest)]
    told = AnchorNumbers().measure(results)
    assert told["rivals.visits"] == rivals["visits"].sum()
    assert told["rivals.gmv"] == rivals["gmv"].sum()
    sales = free.groupby("anchor")["gmv"].sum()
    top = Stage().measure(results)["top_tenth_of_anchors"]
    assert top == pytest.approx(sales.nlargest(1).sum() / sales.sum())


@pytest.mark.parametrize("results", RUNS)
def test_thirds_of_a_hundred_days_are_34_33_and_33(results: Results) -> None:
    told, gmv = Thirds().measure(results), results.days["gmv"]
    thirds = gmv[:34].sum(), gmv[34:67].sum(), gmv[67:].sum()
    names = ("first_third.gmv", "second_third.gmv", "last_third.gmv")
    assert [told[name] for name in names] == pytest.approx(thirds)
