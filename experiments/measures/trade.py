"""What trade looks like from outside: returns, deals, commission, parcels, impulse, prices."""

from __future__ import annotations

from typing import final

import numpy as np
import pandas as pd

from agents.segments import GENDERS
from core.units import DAY_SECONDS, HOUR_SECONDS
from experiments.measure import Measure, mean
from model.results import Results
from model.watching.columns import ORDERS, SEGMENTS
from model.watching.metric import Column, ratio

CLOTHES = "apparel"  # the category whose returns are known to be its own (2.4)
WITHIN = ("20_min", "1_h", "12_h", "3_d")
ENTRY, AFTER = 30, 60  # days in which one must buy first, and days left to come again
COLUMNS = {
    "returned_shelf": Column("share", "of decided shelf orders outside apparel, sent back"),
    "returned_shelf_apparel": Column("share", "of decided shelf orders of apparel, sent back"),
    "returned_live": Column(
        "share", "of decided orders that anchors moved, not apparel, sent back"
    ),
    "returned_live_apparel": Column("share", "of decided apparel orders anchors moved, sent back"),
    "live_discount": Column("share", "live price below the list price, mean of live orders"),
    "festival_discount": Column("share", "the same on festival days, which the other leaves out"),
    "commission_top": Column("share", "of the price of live orders, to the most selling anchors"),
    "commission_small": Column("share", "of the price of live orders, to the free anchors below"),
    "road_hours": Column(
        "h", "from leaving to the door, parcels handed over; in base none crosses a border"
    ),
    "road_within_72_h": Column("share", "of those parcels, at the door within 72 h"),
    "impulse_spend": Column(
        "share", "of the price of all orders, those that a pitch or word moved"
    ),
    "anchored_price": Column("CNY/order", "mean price of orders that anchors moved"),
    "anchored_yuan_per_viewer": Column("CNY/viewer-day", "GMV that anchors moved per opener"),
    "repurchase_live": Column(
        "share", "of those moved by an anchor in the first 30 days, moved again within 60 days"
    ),
    "odm_to_brand_price": Column("ratio", "list price of ODM over that of brand and dealers"),
    "c2m_to_landed_cost": Column("ratio", "C2M's list price over unit cost and parcel"),
    "brand_to_cost": Column("ratio", "list price of brand and dealers over unit cost"),
    "orders_per_day": Column("orders/day", "placed"),
    "within_20_min": Column("share", "of traced orders, within 20 minutes of the first pitch"),
    "within_1_h": Column("share", "of traced orders, within an hour of the first pitch"),
    "within_12_h": Column("share", "of traced orders, within 12 hours of the first pitch"),
    "within_3_d": Column("share", "of traced orders, within 3 days of the first pitch"),
    "women_of_live_buyers": Column("share", "of daily live buyers, women"),
}


@final
class Trade(Measure):
    """Numbers that field studies report, each with its base (W3)."""

    kind = "trade"
    tables = (
        "factories", "anchors", "orders", "segments", "days.openers", "days.traced_orders",
        *(f"days.traced_{name}" for name in WITHIN),
    )  # fmt: skip

    def columns(self) -> dict[str, Column]:
        """As in COLUMNS."""
        return COLUMNS

    def measure(self, results: Results) -> dict[str, float]:
        """Read them off the orders and the factories."""
        orders = _seen(results)
        return {
            **_returns(orders),
            **_deals(orders, results),
            **_parcels(orders, results),
            **_spending(orders, results),
            **_prices(results),
            **_clicks(results.days.sum(numeric_only=True)),
            **_women(pd.DataFrame(results.segments, columns=list(SEGMENTS))),
        }


def _seen(results: Results) -> pd.DataFrame:
    """Orders with their category and whether an anchor moved them."""
    frame = results.orders if results.orders is not None else pd.DataFrame(columns=list(ORDERS))
    first = results.factories.drop_duplicates("factory").set_index("factory")
    return frame.assign(
        category=frame["product"].map(first["category"].astype(str)),
        anchored=frame["channel"].astype(str) != "shelf",
        live=frame["channel"].astype(str) == "live",
        day=(frame["placed"] // DAY_SECONDS).astype(int),
    )


def _returns(orders: pd.DataFrame) -> dict[str, float]:
    decided = orders[(orders["closed"] >= 0) & ~orders["cancelled"].astype(bool)]
    clothes = decided["category"] == CLOTHES

    def rate(which: pd.Series[bool]) -> float:
        return mean(decided.loc[which, "returned"])

    return {
        "returned_shelf": rate(~decided["anchored"] & ~clothes),
        "returned_shelf_apparel": rate(~decided["anchored"] & clothes),
        "returned_live": rate(decided["anchored"] & ~clothes),
        "returned_live_apparel": rate(decided["anchored"] & clothes),
    }


def _deals(orders: pd.DataFrame, results: Results) -> dict[str, float]:
    """Discount and commission of live orders; the top anchors are the best-selling tenth."""
    windows = results.factories[["day", "factory", "price"]]
    named = windows.rename(columns={"factory": "product", "price": "listed"})
    sold = orders[orders["live"]].merge(named, on=["day", "product"], how="left")
    free = results.anchors[results.anchors["employer"] < 0]
    sales = free.groupby("anchor")["gmv"].sum().sort_values(ascending=False)
    top = sales.index[: max(1, int(np.ceil(0.1 * sales.size)))]
    festive = sold["day"].isin(results.scenario["anchors"]["festival_days"])
    off = 1 - sold["price"] / sold["listed"]
    share, mine = sold["commission"] / sold["price"], sold["anchor"].isin(sales.index)
    return {
        "live_discount": mean(off[~festive]),
        "festival_discount": mean(off[festive]),
        "commission_top": mean(share[sold["anchor"].isin(top)]),
        "commission_small": mean(share[mine & ~sold["anchor"].isin(top)]),
    }


def _parcels(orders: pd.DataFrame, results: Results) -> dict[str, float]:
    """Time on the road; an order that is shipped at once leaves when it is placed."""
    there = orders[(orders["shipped"] >= 0) & orders["delivered"].notna()]
    left = np.maximum(there["placed"], there["shipped"] * DAY_SECONDS)
    hours = (there["delivered"] - left) / HOUR_SECONDS
    return {"road_hours": mean(hours), "road_within_72_h": mean(hours <= 72)}


def _spending(orders: pd.DataFrame, results: Results) -> dict[str, float]:
    moved = orders[orders["anchored"]]
    openers = float(results.days["openers"].sum())
    first = moved.groupby("consumer")["day"].min()
    first = first[first < results.first_day + ENTRY]
    after = moved[moved["consumer"].isin(first.index)]
    since = after["day"] - after["consumer"].map(first)
    again = after.loc[(since > 0) & (since <= AFTER), "consumer"].nunique()
    whole = len(results.days) >= ENTRY + AFTER
    return {
        "impulse_spend": ratio(
            orders.loc[orders["impulse"] > 0.01, "price"].sum(), orders["price"].sum()
        ),
        "anchored_price": mean(moved["price"]),
        "anchored_yuan_per_viewer": ratio(moved["price"].sum(), openers),
        "repurchase_live": ratio(again, first.size) if whole else float("nan"),
        "orders_per_day": len(orders) / max(len(results.days), 1),
    }


def _prices(results: Results) -> dict[str, float]:
    """Ratios of the modes' prices within each category, then the mean of the categories."""
    frame = results.factories[results.factories["open"].astype(bool)]
    middle = (frame["day"].min() + frame["day"].max()) // 2
    kept = frame[frame["day"] >= middle]  # when first prices are forgotten
    price = kept.groupby(["category", "mode"], observed=True)["price"].mean().unstack("mode")
    cost = kept.groupby(["category", "mode"], observed=True)["unit_cost"].mean().unstack("mode")
    parcel = pd.Series(
        {name: group["shipping_cost"] for name, group in results.scenario["categories"].items()}
    ).reindex(price.index.astype(str))
    parcel.index = price.index
    columns = ("brand_dealer", "odm", "c2m")
    price, cost = price.reindex(columns=columns), cost.reindex(columns=columns)
    return {
        "odm_to_brand_price": mean(price["odm"] / price["brand_dealer"]),
        "c2m_to_landed_cost": mean(price["c2m"] / (cost["c2m"] + parcel)),
        "brand_to_cost": mean(price["brand_dealer"] / cost["brand_dealer"]),
    }


def _clicks(total: pd.Series[float]) -> dict[str, float]:
    return {f"within_{n}": ratio(total[f"traced_{n}"], total["traced_orders"]) for n in WITHIN}


def _women(segments: pd.DataFrame) -> dict[str, float]:
    buyers, women = segments["live_buyers"], segments["gender"].astype(str) == GENDERS[0]
    return {"women_of_live_buyers": ratio(buyers[women].sum(), buyers.sum())}
