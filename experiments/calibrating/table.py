"""How near a market is to every target: a table, and the two rules that it must meet."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from experiments import markdown
from experiments.calibrating.target import FAR
from experiments.calibrating.trial import Problem
from experiments.summary import interval

ENOUGH = 0.80  # share of the targets that must lie inside


def target_table(
    problem: Problem, runs: pd.DataFrame, before: pd.DataFrame | None = None
) -> pd.DataFrame:
    """A row a target; `runs` and `before` have a row a replicate, `before` with the defaults."""
    earlier = pd.DataFrame(columns=runs.columns) if before is None else before
    rows = []
    for target in problem.targets:
        found = interval(runs[target.measure])
        rows.append(
            {
                "target": target.name, "measure": target.measure, "unit": target.unit,
                "per": target.per, "low": target.low, "base": target.base, "high": target.high,
                "before": float(earlier[target.measure].mean()), "simulated": found.middle,
                "ci_low": found.low, "ci_high": found.high, "inside": target.inside(found.middle),
                "miss": target.miss(found.middle), "grade": target.grade, "source": target.source,
                "imposed": target.imposed, "note": target.note,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def verdict(table: pd.DataFrame) -> tuple[bool, str]:
    """Whether four fifths lie inside and no target of grade A is far out, and that in words.

    Targets that a parameter imposes do not count for the share.
    """
    fitted = table[~table["imposed"]]
    share = float(fitted["inside"].mean())
    best = table[table["grade"] == "A"]
    far = best.loc[~(best["miss"] <= FAR), "target"].tolist()
    words = (
        f"{int(fitted['inside'].sum())} of {len(fitted)} targets inside their range"
        f" ({share:.0%}; {ENOUGH:.0%} wanted), and {int(table['inside'].sum())} of {len(table)}"
        " with those that a parameter imposes; "
        + (f"grade A too far out: {', '.join(far)}" if far else "none of grade A far out")
    )
    return share >= ENOUGH and not far, words


def targets_table(table: pd.DataFrame) -> str:
    """The table in Markdown."""
    heads = ("target", "unit", "per", "low", "base", "high", "simulated (95 %)", "inside", "grade",
             "source")  # fmt: skip
    return markdown.table(heads, map(_cells, table.to_dict("records")))


def _cells(row: dict[Hashable, Any]) -> tuple[str, ...]:
    mark = " (imposed)" if row["imposed"] else ""
    return (
        str(row["target"]).replace("_", " ") + mark, row["unit"], row["per"],
        *(f"{row[name]:g}" for name in ("low", "base", "high")),
        f"{row['simulated']:.3g} [{row['ci_low']:.3g}, {row['ci_high']:.3g}]",
        "yes" if row["inside"] else f"**no** (x{row['miss']:.2f})", row["grade"], row["source"],
    )  # fmt: skip
