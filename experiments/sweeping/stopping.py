"""How many replicates are enough: a sweep goes on, batch by batch, until it knows well enough.

Each context decides for itself, by all its runs so far, so that the decision depends neither on
the order in which runs end nor on who lives them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import pandas as pd

from experiments.summary import half_width, relative_effect
from experiments.sweeping.shards import frames
from experiments.sweeping.spec import Stop
from experiments.sweeping.store import Store


def stages(store: Store) -> Iterator[Sequence[int]]:
    """Places to do, a batch at a time. Ask for the next batch when the last is done."""
    configurations, spec = len(store.plan), store.spec
    yield range(configurations * spec.replicates)
    done, open_ones = spec.replicates, list(range(configurations))
    while spec.stop.metric and done < spec.stop.most:
        open_ones = _undecided(store, open_ones, done)
        if not open_ones:
            return
        more = range(done, min(done + spec.stop.batch, spec.stop.most))
        yield [replicate * configurations + one for replicate in more for one in open_ones]
        done = more.stop


def _undecided(store: Store, configurations: list[int], replicates: int) -> list[int]:
    """Those configurations whose mean, or whose context's difference, is not known well enough."""
    answers, stop = _answers(store, replicates), store.spec.stop
    table = store.plan.table
    if not store.plan.is_paired:
        return [one for one in configurations
                if one in answers and not enough(stop, answers[one].dropna())]  # fmt: skip
    found = []
    for _, members in table.loc[configurations].groupby("context"):
        first, second = members.sort_values("arm").index
        if first not in answers or second not in answers:
            continue
        a, b = answers[first], answers[second]
        if not enough(stop, (b - a).dropna(), a):
            found += [first, second]
    return sorted(found)


def _answers(store: Store, replicates: int) -> dict[int, pd.Series[float]]:
    """The metric by replicate, for each configuration of which any run came to an end.

    One whose runs were all given up is asked no further. No other column stays in memory.
    """
    metric = store.spec.stop.metric
    columns = ["configuration", "replicate", metric]
    parts = [frame[columns] for frame in frames(store)]
    if not parts:
        return {}
    rows = pd.concat(parts)
    rows = rows[rows["replicate"] < replicates]
    return {
        int(str(one)): group.set_index("replicate")[metric]
        for one, group in rows.groupby("configuration")
    }


def enough(stop: Stop, values: pd.Series[float], base: pd.Series[float] | None = None) -> bool:
    """Whether the half-width of the mean is as small as wanted, as it is or against a base.

    `values` by replicate, those that are numbers. A share of a base that is not surely above zero
    is never known well enough.
    """
    if len(values) < 2:
        return False
    if base is not None and stop.relative:
        paired = base[values.index].to_numpy(float)  # known no better than the difference is
        share = relative_effect(values.to_numpy(float), paired, stop.level)
        width, scale = (share.high - share.low) / 2, 1.0
    else:
        width = half_width(values, stop.level)
        scale = abs(float(values.mean())) if stop.relative else 1.0
    return not math.isnan(width) and width <= stop.half_width * scale
