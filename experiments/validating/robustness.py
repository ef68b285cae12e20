"""What an audit of artefacts says: changes from base with intervals, and a word for each.

ROBUST is a finding, not the lack of one: the whole interval lies near base.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.arrays import Floats
from experiments.summary import Interval, holm, interval, p_of_zero, relative_effect

ROBUST, UNTOLD, SHIFTED, FRAGILE = "ROBUST", "UNTOLD", "SHIFTED", "FRAGILE"  # from good to bad
SMALL, LARGE = 0.10, 0.50  # relative changes
ALPHA = 0.05
SHARE = "mode_share_"  # of the day's sales, by mode


def judge(frame: pd.DataFrame) -> pd.DataFrame:
    """A row a variant and number: change, its 95 % interval, p (Holm over all), and the word.

    Worlds of one seed are paired, those with other numbers of people too: a person, an anchor and
    a factory have the same traits, and each day has the same fashion, in a world of any size.
    """
    wide = frame.pivot(index="seed", columns=["variant", "number"], values="value")
    told, numbers = (wide.columns.get_level_values(level) for level in (0, 1))
    names = [(one, number) for one, number in zip(told, numbers, strict=True) if one != "base"]
    found: list[tuple[Interval, float]] = []
    for variant, number in names:
        both = wide[[("base", number), (variant, number)]].dropna().to_numpy(float).T
        found.append(paired(*both))
    fair = holm([1.0 if math.isnan(p) else p for _, p in found])
    return pd.DataFrame(
        {"variant": variant, "number": number, "change": change.middle, "low": change.low,
         "high": change.high, "p": p, "word": word(change, p)}
        for (variant, number), (change, _), p in zip(names, found, fair.tolist(), strict=True)
    )  # fmt: skip


def paired(ours: Floats, theirs: Floats) -> tuple[Interval, float]:
    """Relative change and p of two worlds with the same luck, seed by seed."""
    if np.array_equal(theirs, ours):  # whatever the base is, even nothing
        return Interval(0.0, 0.0, 0.0), 1.0
    return relative_effect(theirs - ours, ours), p_of_zero(theirs - ours)


def word(change: Interval, p: float) -> str:
    """The word for a relative change, its interval and its corrected p.

    ROBUST: the whole interval lies within a tenth of base. SHIFTED, FRAGILE: it lies more than a
    tenth, a half off, and the corrected p is small. UNTOLD: none of these; too few seeds to tell.
    """
    if change.low >= -SMALL and change.high <= SMALL:
        return ROBUST
    surely = max(change.low, -change.high)  # off by at least so much; below 0 if on both sides
    if p <= ALPHA and surely > SMALL:
        return FRAGILE if surely > LARGE else SHIFTED
    return UNTOLD


@dataclass(frozen=True)
class Lead:
    """The mode with most sales in the mean of the seeds, and its lead over the next."""

    mode: str
    after: str  # the next
    by: Interval  # share of sales, seed by seed

    @property
    def is_sure(self) -> bool:
        """Whether the whole interval lies above nothing."""
        return self.by.low > 0

    def __str__(self) -> str:
        """As in the table."""
        ends = f"{100 * self.by.low:+.1f} to {100 * self.by.high:+.1f}"
        return f"{self.mode} by {100 * self.by.middle:.1f} points ({ends}) over {self.after}"


def leaders(frame: pd.DataFrame) -> dict[str, Lead]:
    """Which mode sells most in each variant, and by how much."""
    shares = frame[frame["number"].str.startswith(SHARE)]
    wide = shares.pivot_table(index=["variant", "seed"], columns="number", values="value")
    found = {}
    for name, group in wide.groupby(level="variant"):
        first, second = group.mean().sort_values(ascending=False).index[:2]
        by = interval(group[first] - group[second])
        found[str(name)] = Lead(first.removeprefix(SHARE), second.removeprefix(SHARE), by)
    return found
