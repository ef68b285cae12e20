"""The end of a sweep on the terminal and as a table: means, or differences of pairs."""

from __future__ import annotations

import pandas as pd

from experiments.shards import read_results
from experiments.store import Store
from experiments.summary import differences, export, holm, intervals

HEADLINE = ("gmv", "net_sales", "orders", "return_rate")  # if the spec names no metric
SHOWN = 12  # rows printed; the file has all
SUMMARY = "summary.csv"


def conclude(store: Store) -> pd.DataFrame:
    """A row a configuration and metric; for pairs, a row a context and metric."""
    metrics = [name for name in store.plan.metrics if store.spec.metrics or name in HEADLINE]
    labels = [str(name) for name in store.plan.table.columns]
    keys = ["configuration", "replicate", *labels]
    frame = read_results(store.home, [*keys, *metrics])
    level = store.spec.stop.level
    if "arm" not in labels:
        return intervals(frame, ["configuration", *labels], metrics, level)
    shared = [name for name in labels if name != "arm" and _same_in_pairs(frame, name)]
    found = differences(frame, metrics, shared, level=level)
    return found.assign(p_holm=holm(found["p"].to_numpy()))


def print_conclusion(store: Store) -> None:
    """Write the table into the sweep's folder and its first rows to the terminal."""
    found = conclude(store)
    export(found, store.home / SUMMARY)
    shown = found.head(SHOWN).dropna(axis="columns", how="all")
    print(shown.to_string(index=False, float_format="%.5g"))
    more = f", of {len(found)} rows {SHOWN} are shown" if len(found) > SHOWN else ""
    print(f"summary in {store.home / SUMMARY}{more}")


def _same_in_pairs(frame: pd.DataFrame, label: str) -> bool:
    """Whether both arms of every context have the same value: what a context is, not an arm."""
    return bool((frame.groupby("context")[label].nunique(dropna=False) == 1).all())
