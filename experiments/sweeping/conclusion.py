"""The end of a sweep on the terminal and as a table: means, or differences of pairs."""

from __future__ import annotations

import pandas as pd

from experiments.summary import differences, export, holm, intervals
from experiments.sweeping.shards import read_results
from experiments.sweeping.spec import COVERED, GOOD_FIRST, LEAST_FIRST
from experiments.sweeping.store import Store

HEADLINE = ("gmv", "net_sales", "orders", "return_rate")  # if the spec names no metric
SHOWN = 20  # rows printed; the file has all
FEW = 5  # replicates below which an interval says little
SUMMARY = "summary.csv"


def covered(first: int) -> str:
    """How often an interval of 95 % covers if [stop] first looks after so many replicates."""
    shares = [100 * share for (looked, _, _), share in COVERED.items() if looked == first]
    return f"{min(shares):.1f} to {max(shares):.1f} %"


EARLY = (
    f"[stop] looked early: after {LEAST_FIRST} replicates and 5 at a time an interval of 95 % "
    f"covers but {covered(LEAST_FIRST)}; with {GOOD_FIRST} replicates or more before the first "
    f"look it is {covered(GOOD_FIRST)}"
)


def conclude(store: Store) -> pd.DataFrame:
    """A row a configuration and metric; for pairs, a row a context and metric."""
    metrics = [name for name in store.plan.metrics if store.spec.metrics or name in HEADLINE]
    labels = [str(name) for name in store.plan.table.columns]
    keys = ["configuration", "replicate", *labels]
    frame = read_results(store.home, [*keys, *metrics])
    level = store.spec.stop.level
    if not store.plan.is_paired:
        return intervals(frame, ["configuration", *labels], metrics, level)
    shared = [name for name in labels if name != "arm" and _same_in_pairs(frame, name)]
    found = differences(frame, metrics, shared, level=level)
    return found.assign(p_holm=holm(found["p"].to_numpy()))


def print_conclusion(store: Store) -> None:
    """Write the table into the sweep's folder and its first rows to the terminal."""
    found = conclude(store)
    export(found, store.home / SUMMARY)
    table = _by_metric(found)
    print(table.head(SHOWN).to_string(index=False))
    level = f"{100 * store.spec.stop.level:g} % interval"
    print(f"{'B less A' if 'difference' in found else 'mean'} and half-width of its {level}")
    if len(found) and (most := int(found["n"].max())) < FEW:  # fewer where a number is missing
        print(f"only {most} replicates: such intervals say little; five or more are wanted")
    if store.spec.stop.metric and store.spec.replicates < GOOD_FIRST:
        print(EARLY)
    more = f"; of {len(table)} configurations {SHOWN} are shown" if len(table) > SHOWN else ""
    print(f"summary in {store.home / SUMMARY}{more}")


def _by_metric(found: pd.DataFrame) -> pd.DataFrame:
    """A row a configuration or context, a column a metric: value and half-width as text."""
    value = "difference" if "difference" in found else "mean"
    keys = list(found.columns[: found.columns.get_loc("metric")])
    text = [f"{row[value]:.4g} ± {(row['high'] - row['low']) / 2:.2g}"
            for _, row in found.iterrows()]  # fmt: skip
    order = list(dict.fromkeys(found["metric"]))
    wide = found[[*keys, "metric"]].assign(text=text)
    wide[keys] = wide[keys].astype(object).where(wide[keys].notna(), "-")
    return wide.pivot(index=keys, columns="metric", values="text")[order].reset_index()


def _same_in_pairs(frame: pd.DataFrame, label: str) -> bool:
    """Whether both arms of every context have the same value: what a context is, not an arm."""
    return bool((frame.groupby("context")[label].nunique(dropna=False) == 1).all())
