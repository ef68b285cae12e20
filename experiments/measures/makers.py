"""How factories differ, and how fresh and cheap their goods are: all together, and by mode."""

from __future__ import annotations

from typing import final

import numpy as np

from experiments.grouping import Groups, Rows, rows_of, split, those
from experiments.measure import Measure, mean, ratios
from experiments.outcome import OUTCOME
from model.results import Results
from model.watching.metric import Column, known_modes, ratio

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
    "grown_factory", "grown_dealers", "grown_platform",
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
        rows = rows_of(results.factories, READ)
        rows["earnings"] = rows["profit"] + rows["grown_factory"]
        last = rows["day"].max(initial=-1)
        found = {
            f"{group}.{name}": value
            for group, mine in [(ALL, rows), *split(rows, "mode").items()]
            if len(mine["day"])
            for name, value in _numbers(mine, last).items()
        }
        return {name: found.get(name, float("nan")) for name in self.columns()}


def _numbers(rows: Rows, last: int) -> dict[str, float]:
    """Every number of some rows, in a run that ended on the last day.

    The growth of goods is a factory's, whatever its mode was the day before: who enters a mode with
    goods did not earn them in it.
    """
    sales, orders, sold = (rows[name].sum() for name in ("net_sales", "orders", "units_sold"))
    days, held = np.unique(rows["day"]), rows["warehouse"] + rows["chain_stock"]
    makers = _by_maker(rows)
    return {
        "margin": ratio(rows["earnings"].sum(), sales),
        "earners": mean(makers["earnings"] > 0),
        "earnings_spread": _spread(makers),
        "goods_left": ratio(held[rows["day"] == last].sum() * days.size, sold),
        "turns": ratio(sold * YEAR, held.sum()),
        "dealers_goods": rows["grown_dealers"].sum(),
        "platform_goods": rows["grown_platform"].sum(),
        "launches": ratio(rows["launched"].sum() * YEAR, rows["day"].size),
        "taste_distance": ratio((rows["taste_distance"] * rows["orders"]).sum(), orders),
        "cost_of_making": ratio((rows["unit_cost"] * rows["orders"]).sum(), orders),
        "quality_explains": _explained(makers),
        "picked_lead": _picked_lead(rows),
    }


def _by_maker(rows: Rows) -> Rows:
    """A row a factory."""
    makers = Groups(rows["factory"])
    return {name: makers.sum(rows[name]) for name in ("earnings", "net_sales")} | {
        name: makers.first(rows[name]) for name in ("quality", "category", "mode")
    }


def _spread(makers: Rows) -> float:
    """Root of the mean variance within categories, each in units of its mean net sales."""
    kin = Groups(makers["category"])
    scaled = ratios(makers["earnings"], kin.mean(makers["net_sales"])[kin.of])
    several = np.flatnonzero(kin.size > 1)
    variances = [np.var(scaled[kin.of == category], ddof=1) for category in several]
    return float(np.sqrt(mean(variances)))


def _explained(makers: Rows) -> float:
    """Squared correlation of quality and log sales, both less the mean of mode and category."""
    sold = those(makers, makers["net_sales"] > 0)
    kin = Groups(sold["mode"], sold["category"])
    quality, sales = (
        values - kin.mean(values)[kin.of] for values in (sold["quality"], np.log(sold["net_sales"]))
    )
    product = float((quality * sales).sum())
    return ratio(product**2, (quality**2).sum() * (sales**2).sum())


def _picked_lead(rows: Rows) -> float:
    """Picked yesterday evening against not, on the days on which there were both."""
    day = rows["day"]
    picked = Groups(rows["factory"]).before(rows["picked"].astype(bool), none=False)
    if not picked.any():
        return float("nan")
    kin = Groups(day, rows["category"])
    sales = ratios(rows["net_sales"], kin.mean(rows["net_sales"])[kin.of])
    since = day > day[picked].min()
    return ratio(mean(sales[since & picked]), mean(sales[since & ~picked]))
