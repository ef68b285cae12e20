"""What came of a run, by factory mode: one table, and one sentence that claims no more than it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from experiments.style import in_order, mode_name, percent, short
from model.metric import Column
from model.results import Results

OUTCOME: dict[str, Column] = {
    "factories": Column("factories", "mean number over the days"),
    "orders": Column("orders", "placed in the run"),
    "gmv": Column("CNY", "price paid of all orders placed"),
    "net_sales": Column("CNY", "gmv less cancelled and sent back"),
    "cancel_rate": Column("share", "cancelled per order placed"),
    "return_rate": Column("share", "sent back, of all received orders that were decided"),
    "stockouts": Column("share", "of factory-days, those on which buyers were turned away"),
    "profit": Column("CNY", "cash profit of the factories"),
    "chain_profit": Column("CNY", "factories, dealers, platforms and anchors together"),
    "margin": Column("share", "factories' cash profit per yuan of net sales"),
    "chain_margin": Column("share", "the chain's cash profit per yuan of net sales"),
    "price_to_cost": Column("ratio", "price paid per unit cost"),
    "leftover": Column("units", "finished, in warehouses and with dealers, at the end"),
    "leftover_days": Column("day", "leftover in days of the run's mean sales"),
    "forecast_error": Column("share", "absolute error of next-day forecasts per unit wanted"),
}

PARTS: dict[str, str] = {
    "making": "making what was sold",
    "unsold": "unsold goods, set-up, other costs",
    "carriage": "carriers",
    "anchors": "anchors",
    "platform": "platform",
    "dealers": "dealers",
    "factory": "factory's profit",
}

_SUMS = ["orders", "gmv", "net_sales", "profit", "chain_profit"]
_SUMS += ["units_kept", "units_cancelled", "units_returned", "units_sold"]


def outcome_by_mode(results: Results) -> pd.DataFrame:
    """One row a mode, columns as in OUTCOME; a factory that switches counts in both modes."""
    frame = results.factories
    groups = frame.groupby("mode", observed=True)
    total = groups[_SUMS].sum()
    days = max(frame["day"].nunique(), 1)
    last = frame[frame["day"] == frame["day"].max()]
    left = (last["warehouse"] + last["chain_stock"]).groupby(last["mode"], observed=True).sum()
    cost = (frame["unit_cost"] * frame["orders"]).groupby(frame["mode"], observed=True).sum()
    leftover = left.reindex(total.index, fill_value=0)
    table = pd.DataFrame(
        {
            "factories": groups.size() / days,
            "orders": total["orders"],
            "gmv": total["gmv"],
            "net_sales": total["net_sales"],
            "cancel_rate": _share(total["units_cancelled"], total["orders"]),
            "return_rate": _share(
                total["units_returned"], total["units_kept"] + total["units_returned"]
            ),
            "stockouts": groups["stockout"].mean(),
            "profit": total["profit"],
            "chain_profit": total["chain_profit"],
            "margin": _share(total["profit"], total["net_sales"]),
            "chain_margin": _share(total["chain_profit"], total["net_sales"]),
            "price_to_cost": _share(total["gmv"], cost),
            "leftover": leftover,
            "leftover_days": _share(leftover, total["units_sold"] / days),
            "forecast_error": _forecast_error(frame),
        }
    )
    return table.loc[in_order(table.index)]


def decomposition_by_mode(results: Results) -> pd.DataFrame:
    """Where net sales went: CNY a mode and part (columns as in PARTS); each row sums to them."""
    frame = results.factories
    units = frame["orders"] - frame["units_cancelled"] - frame["units_returned"]
    sold = frame["unit_cost"] * units
    parts = pd.DataFrame(
        {
            "making": sold,
            "unsold": frame["making"] + frame["other_costs"] - sold,
            "carriage": frame["carriage"],
            "anchors": frame["commission"] + frame["slot_fees"],
            "platform": frame["platform_gain"],
            "dealers": frame["dealers_profit"],
            "factory": frame["profit"],
        }
    )
    table = parts.groupby(frame["mode"], observed=True).sum()
    return table.loc[in_order(table.index)]


def verdict(outcome: pd.DataFrame) -> str:
    """One sentence: which mode earned most per yuan of net sales in this run."""
    margin = outcome["margin"].where(outcome["net_sales"] > 0).dropna().sort_values()
    if margin.empty:
        return "No mode had net sales in this run, so none can be said to have earned most."
    best = str(margin.index[-1])
    sentence = (
        f"In this run {mode_name(best)} factories earned most per yuan of net sales: "
        f"{margin.iloc[-1]:.3f} CNY"
    )
    if len(margin) > 1:
        sentence += f" (next: {mode_name(str(margin.index[-2]))} with {margin.iloc[-2]:.3f})"
    chain = outcome["chain_margin"].where(outcome["net_sales"] > 0).dropna()
    top = str(chain.idxmax())
    whom = "the same mode" if top == best else mode_name(top)
    return f"{sentence}; of the whole chains, that of {whom} did, with {chain.max():.3f} CNY."


def readable(outcome: pd.DataFrame) -> pd.DataFrame:
    """The outcome with modes as columns and numbers as text."""
    shares = [name for name, what in OUTCOME.items() if what.unit == "share"]
    text = {
        f"{name.replace('_', ' ')} [{what.unit}]": [
            percent(value) if name in shares else short(value) for value in outcome[name]
        ]
        for name, what in OUTCOME.items()
    }
    return pd.DataFrame(text, index=[mode_name(str(mode)) for mode in outcome.index]).T


def print_outcome(results: Results, console: Console | None = None) -> None:
    """Write the table and the sentence: with rules on a terminal, plain lines elsewhere."""
    out = console or Console()
    outcome = outcome_by_mode(results)
    rows = readable(outcome)
    if out.is_terminal:
        table = Table(title=f"Outcome by factory mode, {len(results.days)} days")
        table.add_column("")
        for mode in rows.columns:
            table.add_column(str(mode), justify="right")
        for name, values in rows.iterrows():
            table.add_row(str(name).replace("[", r"\["), *values)
        out.print(table)
    else:
        out.file.write(f"Outcome by factory mode, {len(results.days)} days\n")
        out.file.write((rows.to_string() if len(rows.columns) else "(no factories)") + "\n")
    out.file.write(verdict(outcome) + "\n")


def _share(above: pd.Series[float], base: pd.Series[float]) -> pd.Series[float]:
    return above / base.where(base != 0, np.nan)


def _forecast_error(frame: pd.DataFrame) -> pd.Series[float]:
    """Yesterday's forecast against today's demand, absolute, pooled by mode."""
    expected = frame.groupby("factory")["forecast"].shift(1)
    known = frame[expected.notna()]
    error = (expected - frame["demand"]).abs()[expected.notna()]
    modes = known["mode"]
    return _share(
        error.groupby(modes, observed=True).sum(),
        known["demand"].astype(float).groupby(modes, observed=True).sum(),
    )
