"""How factories differ, and how fresh and cheap their goods are: all together, and by mode."""

from __future__ import annotations

from typing import final

import numpy as np
import pandas as pd

from experiments.measure import Measure
from model.metric import Column, known_modes, ratio
from model.results import Results

YEAR = 365  # days
ALL = "makers"  # prefix of all factories together

NUMBERS: dict[str, Column] = {
    "earned": Column("share", "factories' earnings, goods left at their worth, per yuan of net "
    "sales"),
    "earning": Column("share", "of factories, those with earnings above zero"),
    "earnings_spread": Column(
        "ratio",
        "sd of earnings between factories of a category, per mean net sales of such a factory",
    ),
    "goods_left": Column("day", "finished goods left at the end, in days of the mean sales"),
    "turns": Column("1/year", "units shipped, a year's worth, per mean unit in stock"),
    "launches": Column("1/year", "new designs of a factory"),
    "taste_distance": Column("taste", "of designs to the centre of fashion, mean over orders"),
    "cost_of_making": Column("CNY", "cost of one unit when it was ordered, mean over orders"),
    "quality_explains": Column(
        "share",
        "of the variance of log net sales between factories of one mode and category, that which "
        "goes with true quality",
    ),
    "picked_lead": Column(
        "ratio", "daily net sales of factories picked by a platform per those of the others; each "
        "in units of the mean of its category"
    ),
}  # fmt: skip


READ = [
    "day", "factory", "mode", "category", "generation", "quality", "unit_cost", "taste_distance",
    "picked", "warehouse", "chain_stock", "orders", "units_sold", "net_sales", "profit",
    "goods_factory",
]  # fmt: skip


@final
class MakerNumbers(Measure):
    """`c2m.turns` of one mode, `makers.turns` of all.

    A factory that switches counts in both modes, with what came while it was in each.
    """

    kind = "makers"
    tables = ("factories",)

    def columns(self) -> dict[str, Column]:
        """A column a group and number."""
        return {
            f"{group}.{name}": Column(what.unit, f"{group}: {what.meaning}")
            for group in (ALL, *known_modes())
            for name, what in NUMBERS.items()
        }

    def measure(self, results: Results) -> dict[str, float]:
        """Every number of every group; nan for a mode that no factory had."""
        frame = _with_gains(results.factories[READ])
        own = {mode: frame[frame["mode"] == mode] for mode in known_modes()}
        end = frame["day"].max()
        return {
            f"{group}.{name}": value
            for group, rows in ({ALL: frame} | own).items()
            for name, value in _numbers(rows, end).items()
        }


def _with_gains(frame: pd.DataFrame) -> pd.DataFrame:
    """With what each day brought: earnings, the growth of goods among them, and designs.

    What it opens with is paid for on the first day, so goods begin at none. Their growth is a
    factory's, whatever its mode was the day before: who enters a mode with goods did not earn them
    in it.
    """
    grown = frame.groupby("factory")[["goods_factory", "generation"]].diff()
    goods = grown["goods_factory"].fillna(frame["goods_factory"])
    return frame.assign(earnings=frame["profit"] + goods, launches=grown["generation"].fillna(0))


def _numbers(frame: pd.DataFrame, end: float) -> dict[str, float]:
    if frame.empty:
        return dict.fromkeys(NUMBERS, float("nan"))
    days = frame["day"].nunique()
    each = _each(frame)
    last = frame[frame["day"] == end]
    left = last["warehouse"].sum() + last["chain_stock"].sum()
    sold = frame["units_sold"].sum() / days
    held = (frame["warehouse"].sum() + frame["chain_stock"].sum()) / days
    orders = frame["orders"].sum()
    return {
        "earned": ratio(each["earnings"].sum(), each["net_sales"].sum()),
        "earning": float((each["earnings"] > 0).mean()),
        "earnings_spread": _spread(each),
        "goods_left": ratio(left, sold),
        "turns": ratio(sold * YEAR, held),
        "launches": ratio(frame["launches"].sum() * YEAR, len(frame)),
        "taste_distance": ratio((frame["taste_distance"] * frame["orders"]).sum(), orders),
        "cost_of_making": ratio((frame["unit_cost"] * frame["orders"]).sum(), orders),
        "quality_explains": _explained(each),
        "picked_lead": _picked_lead(frame),
    }


def _each(frame: pd.DataFrame) -> pd.DataFrame:
    """A row a factory."""
    groups = frame.groupby("factory")
    total = groups[["earnings", "net_sales"]].sum()
    return total.join(groups[["quality", "category", "mode"]].first())


def _spread(each: pd.DataFrame) -> float:
    """Root of the mean variance within categories, each in units of its mean net sales."""
    groups = each.groupby("category", observed=True)
    scaled = each["earnings"] / groups["net_sales"].transform("mean")
    return float(np.sqrt(scaled.groupby(each["category"], observed=True).var().mean()))


def _explained(each: pd.DataFrame) -> float:
    """Squared correlation of quality and log sales, both less the mean of mode and category."""
    sold = each[each["net_sales"] > 0]
    pair = pd.DataFrame({"quality": sold["quality"], "sales": np.log(sold["net_sales"])})
    kin = [sold["mode"], sold["category"]]
    inside = pair - pair.groupby(kin, observed=True).transform("mean")
    product = float((inside["quality"] * inside["sales"]).sum())
    square = inside.pow(2).sum()
    return ratio(product**2, float(square["quality"]) * float(square["sales"]))


def _picked_lead(frame: pd.DataFrame) -> float:
    """Picked yesterday evening against not, on the days on which there were both."""
    picked = frame.groupby("factory")["picked"].shift(1, fill_value=False).astype(bool)
    if not picked.any():
        return float("nan")
    since = frame["day"] > frame["day"][picked].min()  # False everywhere if none was ever picked
    sales = frame["net_sales"] / frame.groupby(["day", "category"], observed=True)[
        "net_sales"
    ].transform("mean")
    sales = sales.replace([np.inf, -np.inf], np.nan)
    return ratio(sales[picked & since].mean(), sales[~picked & since].mean())
