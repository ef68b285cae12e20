"""How factories differ, and how fresh and cheap their goods are: all together, and by mode."""

from __future__ import annotations

from typing import final

import numpy as np
import pandas as pd

from experiments.measure import Measure, ratios
from experiments.outcome import GROWN, OUTCOME
from model.results import Results
from model.watching.metric import Column, known_modes

YEAR = 365  # days
ALL = "makers"  # prefix of all factories together

NUMBERS: dict[str, Column] = {
    "margin": OUTCOME["margin"],
    "earners": OUTCOME["earners"],
    "earnings_spread": Column(
        "ratio",
        "sd of earnings between factories of a category, per mean net sales of such a factory",
    ),
    "goods_left": Column("day", "finished goods left at the end, in mean daily sales of days with "
    "such a factory"),
    "turns": Column("1/year", "units shipped, a year's worth, per mean unit in stock"),
    "dealers_goods": Column("CNY", "growth of the worth of goods that dealers own"),
    "platform_goods": Column("CNY", "growth of the worth of goods that platforms own"),
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
    "day", "factory", "mode", "category", "launched", "quality", "unit_cost", "taste_distance",
    "picked", "warehouse", "chain_stock", "orders", "units_sold", "net_sales", "profit",
    *GROWN,
]  # fmt: skip

_SUMS = [
    "earnings", "net_sales", "units_sold", "held", "launches", "off_taste", "making", "orders",
    "dealers_goods", "platform_goods",
]  # fmt: skip


@final
class MakerNumbers(Measure):
    """`c2m.turns` of one mode, `makers.turns` of all; what a mode's outcome has is not said twice.

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
            if group == ALL or name not in OUTCOME
        }

    def measure(self, results: Results) -> dict[str, float]:
        """Every number of every group; nan for a mode that no factory had."""
        if results.factories.empty:
            return dict.fromkeys(self.columns(), float("nan"))
        frame = _with_gains(results.factories[READ])
        own = frame.assign(group=frame["mode"].astype(str))
        whole = pd.concat([frame.assign(group=ALL), own], ignore_index=True)
        table = _numbers(whole).reindex([ALL, *known_modes()])
        found = {
            f"{group}.{name}": value
            for name, values in table.items()
            for group, value in values.items()
        }
        return {name: found[name] for name in self.columns()}


def _with_gains(frame: pd.DataFrame) -> pd.DataFrame:
    """With what each day brought: earnings, the growth of goods among them, and designs.

    The growth of goods is a factory's, whatever its mode was the day before: who enters a mode with
    goods did not earn them in it.
    """
    return frame.assign(
        earnings=frame["profit"] + frame["grown_factory"],
        dealers_goods=frame["grown_dealers"],
        platform_goods=frame["grown_platform"],
        launches=frame["launched"],
    )


def _numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """A row a group, columns as in NUMBERS."""
    frame = frame.assign(
        held=frame["warehouse"] + frame["chain_stock"],
        off_taste=frame["taste_distance"] * frame["orders"],
        making=frame["unit_cost"] * frame["orders"],
    )
    groups, each = frame.groupby("group"), _each(frame)
    total = groups[_SUMS].sum()
    days = groups["day"].nunique()
    end = frame[frame["day"] == frame["day"].max()].groupby("group")["held"].sum()
    earners = (each["earnings"] > 0).groupby("group").mean()
    return pd.DataFrame(
        {
            "margin": ratios(total["earnings"], total["net_sales"]),
            "earners": earners,
            "earnings_spread": _spread(each),
            "goods_left": ratios(end.reindex(days.index, fill_value=0) * days, total["units_sold"]),
            "turns": ratios(total["units_sold"] * YEAR, total["held"]),
            "dealers_goods": total["dealers_goods"],
            "platform_goods": total["platform_goods"],
            "launches": ratios(total["launches"] * YEAR, groups.size()),
            "taste_distance": ratios(total["off_taste"], total["orders"]),
            "cost_of_making": ratios(total["making"], total["orders"]),
            "quality_explains": _explained(each),
            "picked_lead": _picked_lead(frame),
        }
    )


def _each(frame: pd.DataFrame) -> pd.DataFrame:
    """A row a group and factory."""
    groups = frame.groupby(["group", "factory"])
    total = groups[["earnings", "net_sales"]].sum()
    return total.join(groups[["quality", "category", "mode"]].first())


def _spread(each: pd.DataFrame) -> pd.Series[float]:
    """Root of the mean variance within categories, each in units of its mean net sales."""
    kin = ["group", "category"]
    scaled = each["earnings"] / each.groupby(kin, observed=True)["net_sales"].transform("mean")
    within = each.assign(scaled=scaled).groupby(kin, observed=True)["scaled"].var()
    return within.groupby("group").mean().pow(0.5)


def _explained(each: pd.DataFrame) -> pd.Series[float]:
    """Squared correlation of quality and log sales, both less the mean of mode and category."""
    sold = each[each["net_sales"] > 0]
    pair = sold.assign(sales=np.log(sold["net_sales"]))
    means = pair.groupby(["group", "mode", "category"], observed=True)[["quality", "sales"]]
    inside = pair[["quality", "sales"]] - means.transform("mean")
    product = (inside["quality"] * inside["sales"]).groupby("group").sum()
    square = inside.pow(2).groupby("group").sum()
    return ratios(product**2, square["quality"] * square["sales"])


def _picked_lead(frame: pd.DataFrame) -> pd.Series[float]:
    """Picked yesterday evening against not, on the days on which there were both."""
    yesterday = frame.groupby(["group", "factory"])["picked"].shift(1, fill_value=False)
    frame = frame.assign(picked=yesterday)
    usual = frame.groupby(["group", "day", "category"], observed=True)["net_sales"]
    frame["sales"] = frame["net_sales"] / usual.transform("mean").where(lambda mean: mean != 0)
    first = frame[frame["picked"]].groupby("group")["day"].min()
    since = frame[frame["day"] > frame["group"].map(first)]  # none where none was ever picked
    sales = since.groupby(["group", "picked"])["sales"].mean().unstack()
    sales = sales.reindex(columns=[True, False])
    return ratios(sales[True], sales[False])
