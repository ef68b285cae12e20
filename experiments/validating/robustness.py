"""What an audit of artefacts says: changes from base with intervals, and a word for each.

ROBUST is a finding, not the lack of one: the whole interval lies near base.
"""

from __future__ import annotations

import math
import warnings

import numpy as np
import pandas as pd
from scipy import stats

from core.arrays import Floats
from experiments.summary import LEVEL, Interval, half_width, holm, p_of_zero, relative_effect
from experiments.validating.artefacts import variants

ROBUST, UNTOLD, SHIFTED, FRAGILE = "ROBUST", "UNTOLD", "SHIFTED", "FRAGILE"  # from good to bad
SMALL, LARGE = 0.10, 0.50  # relative changes
ALPHA = 0.05
UNSURE = "no sure one"


def judge(frame: pd.DataFrame) -> pd.DataFrame:
    """A row a variant and number: change, its 95 % interval, p (Holm over all), and the word.

    Worlds with as many people share their luck and are paired by seed; other populations draw
    other luck and are compared as two samples (Welch).
    """
    alone = {one.name for one in variants() if one.scale != 1.0}
    wide = frame.pivot(index="seed", columns=["variant", "number"], values="value")
    told, numbers = (wide.columns.get_level_values(level) for level in (0, 1))
    names = [(one, number) for one, number in zip(told, numbers, strict=True) if one != "base"]
    found: list[tuple[Interval, float]] = []
    for variant, number in names:
        both = wide[[("base", number), (variant, number)]].dropna().to_numpy(float).T
        found.append(apart(*both) if variant in alone else paired(*both))
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


def apart(ours: Floats, theirs: Floats) -> tuple[Interval, float]:
    """Relative change and p of two samples that share nothing (Welch).

    The delta method as in `relative_effect`, with the errors of two means instead of that of pairs,
    and Welch's degrees of freedom of their sum.
    """
    mean, count = float(ours.mean()), ours.size
    base = abs(mean)
    if count < 2 or base <= half_width(ours):
        return Interval(math.nan, math.nan, math.nan), math.nan
    share, ratio = (float(theirs.mean()) - mean) / base, float(theirs.mean()) / mean
    errors = np.array([theirs.var(ddof=1), ratio**2 * ours.var(ddof=1)]) / count / base**2
    if not errors.any():
        return Interval(share, share, share), math.nan if share else 1.0
    freedom = errors.sum() ** 2 / (errors**2 / (count - 1)).sum()
    width = float(stats.t.ppf(0.5 + LEVEL / 2, freedom) * math.sqrt(errors.sum()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # one of them may not vary
        p = float(stats.ttest_ind(theirs, ours, equal_var=False).pvalue)
    return Interval(share, share - width, share + width), p


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


def leaders(frame: pd.DataFrame) -> dict[str, str]:
    """Of each variant, the mode with most sales in every seed; "no sure one" if they differ."""
    shares = frame[frame["number"].str.startswith("mode_share_")]
    wide = shares.pivot_table(index=["variant", "seed"], columns="number", values="value")
    first = wide.idxmax(axis=1).map(lambda name: str(name).removeprefix("mode_share_"))
    return {
        str(name): str(group.iat[0]) if group.nunique() == 1 else UNSURE
        for name, group in first.groupby(level="variant")
    }
