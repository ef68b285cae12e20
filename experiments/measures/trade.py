"""What trade looks like from outside: returns, deals, commission, parcels, impulse, prices."""

from __future__ import annotations

from typing import final

import numpy as np
import pandas as pd

from agents.segments import GENDERS
from core.arrays import Floats
from core.units import DAY_SECONDS, HOUR_SECONDS
from experiments.grouping import Groups, Rows, look_up, rows_of, split, those
from experiments.measure import Measure, mean, ratios
from model.results import Results
from model.watching.columns import SEGMENTS
from model.watching.metric import Column, ratio

CLOTHES = "apparel"  # the category whose returns are known to be its own (2.4)
WITHIN = ("20_min", "1_h", "12_h", "3_d")
READ = (
    "consumer", "product", "anchor", "channel", "placed", "price", "commission", "impulse",
    "shipped", "delivered", "cancelled", "returned", "closed",
)  # fmt: skip
WINDOW = ("day", "factory", "price")
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
            **_parcels(orders),
            **_spending(orders, results),
            **_prices(results),
            **_clicks(results.days),
            **_women(pd.DataFrame(results.segments, columns=list(SEGMENTS))),
        }


def _seen(results: Results) -> Rows:
    """Orders with their day, whether they are clothes, and whether an anchor moved them."""
    nothing = pd.DataFrame(columns=list(READ), dtype=float)
    orders = rows_of(nothing if results.orders is None else results.orders, READ)
    goods = rows_of(results.factories, ("factory", "category"))
    clothes = goods["category"] == CLOTHES
    return orders | {
        "day": (orders["placed"] // DAY_SECONDS).astype(int),
        "clothes": look_up(clothes, (goods["factory"],), (orders["product"],), none=False),
        "anchored": orders["channel"] != "shelf",
        "live": orders["channel"] == "live",
    }


def _returns(orders: Rows) -> dict[str, float]:
    decided = those(orders, (orders["closed"] >= 0) & ~orders["cancelled"].astype(bool))
    returned, anchored, clothes = (decided[name] for name in ("returned", "anchored", "clothes"))
    return {
        "returned_shelf": mean(returned[~anchored & ~clothes]),
        "returned_shelf_apparel": mean(returned[~anchored & clothes]),
        "returned_live": mean(returned[anchored & ~clothes]),
        "returned_live_apparel": mean(returned[anchored & clothes]),
    }


def _deals(orders: Rows, results: Results) -> dict[str, float]:
    """Discount and commission of live orders; the top anchors are the best-selling tenth."""
    sold, shop = those(orders, orders["live"]), rows_of(results.factories, WINDOW)
    of, at = (shop["day"], shop["factory"]), (sold["day"], sold["product"])
    off = 1 - ratios(sold["price"], look_up(shop["price"], of, at, none=np.nan))
    festive = np.isin(sold["day"], results.scenario["anchors"]["festival_days"])
    anchors = rows_of(results.anchors, ("anchor", "employer", "gmv"))
    free = those(anchors, anchors["employer"] < 0)
    each = Groups(free["anchor"])
    names, order = each.first(free["anchor"]), np.argsort(-each.sum(free["gmv"]), kind="stable")
    best = np.isin(sold["anchor"], names[order[: max(1, int(np.ceil(0.1 * names.size)))]])
    small = np.isin(sold["anchor"], names) & ~best
    share = ratios(sold["commission"], sold["price"])
    return {
        "live_discount": mean(off[~festive]),
        "festival_discount": mean(off[festive]),
        "commission_top": mean(share[best]),
        "commission_small": mean(share[small]),
    }


def _parcels(orders: Rows) -> dict[str, float]:
    """Time on the road; an order that is shipped at once leaves when it is placed."""
    there = those(orders, (orders["shipped"] >= 0) & ~np.isnan(orders["delivered"]))
    left = np.maximum(there["placed"], there["shipped"] * DAY_SECONDS)
    hours = (there["delivered"] - left) / HOUR_SECONDS
    return {"road_hours": mean(hours), "road_within_72_h": mean(hours <= 72)}


def _spending(orders: Rows, results: Results) -> dict[str, float]:
    moved, price = those(orders, orders["anchored"]), orders["price"]
    buyers = Groups(moved["consumer"])
    first = buyers.least(moved["day"])
    early = first < results.first_day + ENTRY
    since = moved["day"] - first[buyers.of]
    again = moved["consumer"][early[buyers.of] & (since > 0) & (since <= AFTER)]
    whole = len(results.days) >= ENTRY + AFTER
    return {
        "impulse_spend": ratio(price[orders["impulse"] > 0.01].sum(), price.sum()),
        "anchored_price": mean(moved["price"]),
        "anchored_yuan_per_viewer": ratio(moved["price"].sum(), results.days["openers"].sum()),
        "repurchase_live": ratio(np.unique(again).size, early.sum()) if whole else float("nan"),
        "orders_per_day": price.size / max(len(results.days), 1),
    }


def _prices(results: Results) -> dict[str, float]:
    """Ratios of the modes' prices within each category, then the mean of the categories."""
    rows = rows_of(results.factories, (*WINDOW, "open", "mode", "category", "unit_cost"))
    rows = those(rows, rows["open"].astype(bool))
    day = rows["day"]
    middle = (day.min() + day.max()) // 2 if day.size else 0  # when first prices are forgotten
    kinds = split(those(rows, day >= middle), "category")

    def means(mode: str, of: str) -> Floats:
        return np.array([mean(goods[of][goods["mode"] == mode]) for goods in kinds.values()])

    brand, odm, c2m = (means(mode, "price") for mode in ("brand_dealer", "odm", "c2m"))
    categories = results.scenario["categories"]
    parcel = np.array([categories[name]["shipping_cost"] for name in kinds])
    return {
        "odm_to_brand_price": mean(ratios(odm, brand)),
        "c2m_to_landed_cost": mean(ratios(c2m, means("c2m", "unit_cost") + parcel)),
        "brand_to_cost": mean(ratios(brand, means("brand_dealer", "unit_cost"))),
    }


def _clicks(days: pd.DataFrame) -> dict[str, float]:
    traced = days["traced_orders"].sum()
    return {f"within_{n}": ratio(days[f"traced_{n}"].sum(), traced) for n in WITHIN}


def _women(segments: pd.DataFrame) -> dict[str, float]:
    buyers, gender = (segments[name].to_numpy() for name in ("live_buyers", "gender"))
    return {"women_of_live_buyers": ratio(buyers[gender == GENDERS[0]].sum(), buyers.sum())}
