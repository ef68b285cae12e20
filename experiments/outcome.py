"""What came of a run, by factory mode: one table, and one sentence that claims no more than it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from core.arrays import Integers
from experiments.grouping import Groups, Rows, rows_of, split
from experiments.style import in_order, mode_name, percent, short
from model.results import Results
from model.watching.columns import OWNERS
from model.watching.metric import Column, ratio

OUTCOME: dict[str, Column] = {
    "factories": Column("factories", "mean number over the days"),
    "orders": Column("orders", "placed in the run"),
    "gmv": Column("CNY", "price paid of all orders placed"),
    "net_sales": Column("CNY", "gmv less cancelled and sent back"),
    "cancel_rate": Column("share", "cancelled per order placed"),
    "return_rate": Column("share", "sent back, of all received orders that were decided"),
    "stockouts": Column("share", "of factory-days, those on which buyers were turned away"),
    "profit": Column("CNY", "of the factories; goods cost when paid, refunds when owed"),
    "chain_profit": Column("CNY", "of factories, dealers, platforms and anchors, likewise"),
    "earnings": Column("CNY", "profit of the factories plus what their goods left are worth"),
    "earners": Column("share", "of factories, those with earnings above zero"),
    "chain_earnings": Column("CNY", "of factory, dealers, platform and anchors together"),
    "margin": Column("share", "factories' earnings per yuan of net sales"),
    "chain_margin": Column("share", "the chain's earnings per yuan of net sales"),
    "price_to_cost": Column(
        "ratio", "price paid per unit cost, that of making alone: landed cost has the parcel too"
    ),
    "leftover": Column("units", "finished, in warehouses and with dealers, at the end"),
    "leftover_days": Column(
        "day", "finished goods left at the end, in mean daily sales of the run"
    ),
    "forecast_error": Column(
        "share", "absolute error of next-day forecasts per unit wanted; brands forecast dealers"
    ),
}

PARTS: dict[str, str] = {
    "making": "making what was sold",
    "unsold": "set-up, waste, unsold, owed, other",
    "carriage": "carriers",
    "anchors": "anchors",
    "platform": "platform",
    "dealers": "dealers",
    "factory": "factory's earnings",
}

# Rows of the printed table, in the order in which a newcomer asks; all columns are in the data.
SHOWN: dict[str, str] = {
    "orders": "orders",
    "gmv": "GMV [CNY]",
    "net_sales": "net sales [CNY]",
    "return_rate": "returned",
    "cancel_rate": "cancelled",
    "stockouts": "days with a stockout",
    "earnings": "factories' earnings [CNY]",
    "earners": "factories that earned",
    "chain_earnings": "chain's earnings [CNY]",
    "chain_margin": "chain's earnings per yuan of net sales",
    "price_to_cost": "price paid / unit cost",
    "leftover_days": "goods left [days of sales]",
}

FEW_DAYS = 30  # below these an order is hardly made, sent, and kept or returned in every mode

GROWN = [f"grown_{owner}" for owner in OWNERS]

_SUMS = [
    "orders", "gmv", "net_sales", "profit", "chain_profit", "earnings", "chain_earnings",
    "units_kept", "units_cancelled", "units_returned", "units_sold",
]  # fmt: skip
_READ = [
    "day", "factory", "mode", "orders", "gmv", "net_sales", "profit", "chain_profit", "unit_cost",
    "units_sold", "units_kept", "units_cancelled", "units_returned", "stockout", "warehouse",
    "chain_stock", "forecast", "demand", *GROWN,
]  # fmt: skip


def outcome_by_mode(results: Results) -> pd.DataFrame:
    """One row a mode, columns as in OUTCOME; a factory that switches counts in both modes."""
    found = outcomes(results)
    modes = pd.Index(found, dtype=str, name="mode")
    values = {name: np.array([numbers[name] for numbers in found.values()]) for name in OUTCOME}
    return pd.DataFrame(values, index=modes)


def outcomes(results: Results) -> dict[str, dict[str, float]]:
    """The same numbers by mode, in the order in which modes are listed."""
    rows = rows_of(results.factories, _READ)
    rows["earnings"] = rows["profit"] + rows["grown_factory"]
    rows["chain_earnings"] = rows["chain_profit"] + sum(rows[name] for name in GROWN)
    rows["expected"] = Groups(rows["factory"]).before(rows["forecast"], np.nan)
    days = np.unique(rows["day"])
    modes = split(rows, "mode")
    return {mode: _outcome(modes[mode], days) for mode in in_order(modes)}


def _outcome(rows: Rows, days: Integers) -> dict[str, float]:
    """Of the rows of one mode, in a run of these days."""
    total = {name: rows[name].sum() for name in _SUMS}
    decided = total["units_kept"] + total["units_returned"]
    earned = Groups(rows["factory"]).sum(rows["earnings"])
    last = rows["day"] == days[-1]
    leftover = (rows["warehouse"] + rows["chain_stock"])[last].sum()
    known = ~np.isnan(rows["expected"])  # none of a factory's first day
    wrong = np.abs(rows["expected"] - rows["demand"])
    return {
        "factories": rows["day"].size / days.size,
        "orders": total["orders"],
        "gmv": total["gmv"],
        "net_sales": total["net_sales"],
        "cancel_rate": ratio(total["units_cancelled"], total["orders"]),
        "return_rate": ratio(total["units_returned"], decided),
        "stockouts": rows["stockout"].mean(),
        "profit": total["profit"],
        "chain_profit": total["chain_profit"],
        "earnings": total["earnings"],
        "earners": (earned > 0).mean(),
        "chain_earnings": total["chain_earnings"],
        "margin": ratio(total["earnings"], total["net_sales"]),
        "chain_margin": ratio(total["chain_earnings"], total["net_sales"]),
        "price_to_cost": ratio(total["gmv"], (rows["unit_cost"] * rows["orders"]).sum()),
        "leftover": leftover,
        "leftover_days": ratio(leftover, total["units_sold"] / days.size),
        "forecast_error": ratio(wrong[known].sum(), rows["demand"][known].sum()),
    }


def decomposition_by_mode(results: Results) -> pd.DataFrame:
    """Where net sales went: CNY a mode and part (columns as in PARTS); each row sums to them.

    Goods that are left count with their owners for what they are worth; the rest of their cost
    is a cost, and so is money for pieces that are not being made, which is owed.
    """
    frame = results.factories
    stored = frame[GROWN]
    units = frame["orders"] - frame["units_cancelled"] - frame["units_returned"]
    sold = frame["unit_cost"] * units
    parts = pd.DataFrame(
        {
            "making": sold,
            "unsold": frame["making"] + frame["other_costs"] - sold - stored.sum(axis=1),
            "carriage": frame["carriage"],
            "anchors": frame["commission"] + frame["slot_fees"],
            "platform": frame["platform_gain"] + frame["grown_platform"],
            "dealers": frame["dealers_profit"] + frame["grown_dealers"],
            "factory": frame["profit"] + frame["grown_factory"],
        }
    )
    table = parts.groupby(frame["mode"], observed=True).sum()
    return table.loc[in_order(table.index)]


def verdict(outcome: pd.DataFrame, days: int) -> str:
    """One sentence: whose chain earned most per yuan of net sales, and how its factories fared."""
    if days < FEW_DAYS:
        return f"Nothing is said of who earned most: {FEW_DAYS} days are needed, there are {days}."
    sold = outcome[outcome["net_sales"] > 0]
    if sold.empty:
        return "No mode had net sales in this run, so none can be said to have earned most."
    chain = sold["chain_margin"].sort_values(ascending=False, kind="stable")
    best, margin = mode_name(str(chain.index[0])), chain.iloc[0]
    did = "earned most" if margin > 0 else "lost least"
    sentence = f"Per yuan of net sales the {best} chain {did}, {_yuan(margin)}"
    if len(chain) > 1:
        sentence += f" (next {mode_name(str(chain.index[1]))}, {_yuan(chain.iloc[1])})"
    fared = ", ".join(
        f"{mode_name(str(mode))} {100 * share:.0f} %" for mode, share in sold["earners"].items()
    )
    losers = [mode_name(str(mode)) for mode in sold.index[sold["earnings"] < 0]]
    loss = f" (in sum a loss: {', '.join(losers)})" if losers else ""
    return f"{sentence}; factories with positive earnings: {fared}{loss}."


def _yuan(value: float) -> str:
    """A margin as money."""
    return f"{value:.2f} CNY"


def readable(outcome: pd.DataFrame) -> pd.DataFrame:
    """The rows of SHOWN with modes as columns and numbers as text."""
    text = {
        label: [
            percent(value) if OUTCOME[name].unit == "share" else short(value)
            for value in outcome[name]
        ]
        for name, label in SHOWN.items()
    }
    return pd.DataFrame(text, index=[mode_name(str(mode)) for mode in outcome.index]).T


def print_outcome(results: Results, console: Console | None = None) -> None:
    """Write the table and the sentence: with rules on a terminal, plain lines elsewhere."""
    out = console or Console()
    outcome = outcome_by_mode(results)
    rows = readable(outcome)
    if out.is_terminal:
        table = Table(title=_heading(results))
        table.add_column("")
        for mode in rows.columns:
            table.add_column(str(mode), justify="right")
        for name, values in rows.iterrows():
            table.add_row(str(name).replace("[", r"\["), *values)
        out.print(table)
    else:
        out.file.write(_heading(results) + "\n")
        out.file.write((rows.to_string() if len(rows.columns) else "(no factories)") + "\n")
    out.file.write(verdict(outcome, len(results.days)) + "\n")


def _heading(results: Results) -> str:
    """What the sums are over: no day is left out, not even while a market without a past begins."""
    first = results.first_day
    past = f"after {first} of warming up" if first else "the first ones included"
    return f"Outcome by factory mode, all {len(results.days)} days, {past}"
