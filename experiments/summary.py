"""What runs say together: means with intervals, paired differences, effects, corrected tests."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats

from core.arrays import Floats
from core.errors import BadInput
from experiments.asked_columns import refuse_missing

if TYPE_CHECKING:
    import xarray

LEVEL = 0.95
FEW = 5  # values below which their being equal says little


def half_width(values: Sequence[float] | pd.Series[float] | Floats, level: float = LEVEL) -> float:
    """Half the width of Student's interval of a mean; nan for fewer than two values."""
    sample = np.asarray(values, dtype=float)
    if sample.size < 2:
        return float("nan")
    return float(stats.t.ppf(0.5 + level / 2, sample.size - 1) * stats.sem(sample))


@dataclass(frozen=True)
class Interval:
    """A mean and the ends of its interval."""

    middle: float
    low: float
    high: float


def interval(values: Sequence[float] | pd.Series[float] | Floats, level: float = LEVEL) -> Interval:
    """Student's interval of the mean of those values that are numbers; nan where there is none."""
    sample = np.asarray(values, dtype=float)
    sample = sample[~np.isnan(sample)]
    mean, width = _mean(sample), half_width(sample, level)
    return Interval(mean, mean - width, mean + width)


def relative_effect(change: Floats, base: Floats, level: float = LEVEL) -> Interval:
    """A mean change as a share of a mean base, of pairs; the one meaning of "relative" here.

    It is that of pairs of runs in sweeps and studies; predictions follow the field's estimator.

    The ratio r of the two means (not the mean of ratios), with Student's interval of what is left
    of each change once r times its own base is taken away, over the mean base. So it counts that
    the base is known from the same few runs: by the delta method, Cochran, Sampling Techniques (3rd
    ed. 1977), sections 2.11 and 6.4. No share can be told (nan) of a base that is not surely above
    zero: of a loss it says nothing, and where Student's interval of the base holds zero Fieller's
    exact interval of a ratio is unbounded.
    """
    mean, width = _mean(base), half_width(base, level)
    if mean <= 0.0 or mean <= width:
        return Interval(math.nan, math.nan, math.nan)
    share = _mean(change) / mean
    around = half_width((change - share * base) / mean, level)
    return Interval(share, share - around, share + around)


def p_of_zero(change: Floats) -> float:
    """Two-sided p of a mean of zero; 1 if nothing differs at all, nan for fewer than two values.

    Equal values other than zero have no spread to test with: nan below `FEW` of them, 0 from there.
    """
    if change.size < 2:
        return float("nan")
    if not change.any():
        return 1.0
    if np.allclose(change, change[0], rtol=1e-12, atol=0.0):  # shares differ in their last bit
        return 0.0 if change.size >= FEW else float("nan")
    return float(stats.ttest_1samp(change, 0.0).pvalue)


def intervals(
    frame: pd.DataFrame, by: Sequence[str], metrics: Iterable[str], level: float = LEVEL
) -> pd.DataFrame:
    """A row a group and metric: n, mean, sd, and the ends of the mean's interval.

    `frame` has a row a run, as `results.parquet`. A run without the number (nan) is left out, and
    `n` says how many were not.
    """
    rows = []
    asked = _asked(frame, metrics, by)
    for group, members in _groups(frame, by):
        for metric in asked:
            values = members[metric].dropna().to_numpy(float)
            mean, sd = interval(values, level), math.sqrt(_variance(values))
            told = {"metric": metric, "n": values.size, "mean": mean.middle, "sd": sd}
            rows.append(group | told | {"low": mean.low, "high": mean.high})
    return pd.DataFrame(rows)


def differences(
    frame: pd.DataFrame,
    metrics: Iterable[str],
    by: Sequence[str] = ("context",),
    arm: str = "arm",
    pair: str = "replicate",
    level: float = LEVEL,
) -> pd.DataFrame:
    """B less A within each group, paired by replicate, a row a group and metric.

    `difference` has ends `low` and `high`; `relative` is the difference per mean of A with ends
    `relative_low` and `relative_high` (see `relative_effect`; nan where A is not surely positive).
    `variance_reduction` says by how much sharing luck divides the variance of the difference:
    (var A + var B) / var(B - A). `effect` is the difference in standard deviations of the two arms
    together (Hedges' g), `effect_paired` in those of the differences (Cohen's d_z). `p` is of the
    paired t-test; correct it with `holm` or `benjamini_hochberg` when there are many.

    Raises:
        BadInput: if a column or an arm is missing, or an arm has two runs of one replicate.
    """
    rows = []
    asked = _asked(frame, metrics, by)
    refuse_missing("column", (arm, pair), frame.columns)
    for group, members in _groups(frame, by):
        _refuse_no_pairs(members, arm, pair)
        for metric in asked:
            table = members.pivot(index=pair, columns=arm, values=metric).dropna()
            a, b = table["a"].to_numpy(float), table["b"].to_numpy(float)
            rows.append(group | {"metric": metric} | _difference(a, b, level))
    return pd.DataFrame(rows)


def holm(p: Sequence[float] | Floats) -> Floats:
    """Holm's step-down correction: the chance of even one false finding stays below alpha.

    What has no p (nan) was not tested: it keeps none and is none of the family.
    """
    return _corrected(p, _holm)


def _holm(values: Floats) -> Floats:
    order = np.argsort(values, kind="stable")
    factors = np.arange(values.size, 0, -1)
    corrected = np.empty_like(values)
    corrected[order] = np.minimum(np.maximum.accumulate(factors * values[order]), 1.0)
    return corrected


def benjamini_hochberg(p: Sequence[float] | Floats) -> Floats:
    """Corrected so that the share of false findings among the findings stays below alpha.

    What has no p (nan) keeps none and is none of the family.
    """
    return _corrected(p, stats.false_discovery_control)


def _corrected(p: Sequence[float] | Floats, correct: Callable[[Floats], Floats]) -> Floats:
    values = np.array(p, dtype=float)
    tested = ~np.isnan(values)
    if tested.any():
        values[tested] = correct(values[tested])
    return values


def to_xarray(frame: pd.DataFrame, by: Sequence[str]) -> xarray.Dataset:
    """Runs as an xarray Dataset over the factors `by` and the replicate (needs xarray)."""
    numbers = frame.select_dtypes("number").columns.difference(["configuration", "seed"])
    kept = frame.set_index([*by, "replicate"])
    dataset: xarray.Dataset = kept[[name for name in numbers if name in kept]].to_xarray()
    return dataset


def export(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as what the name's ending says: .csv or .parquet."""
    match path.suffix:
        case ".csv":
            frame.to_csv(path, index=False)
        case ".parquet":
            frame.to_parquet(path, index=False)
        case _:
            raise BadInput("file", str(path), "a name that ends in .csv or .parquet")


def _difference(a: Floats, b: Floats, level: float) -> dict[str, Any]:
    change = b - a
    n, mean, share = change.size, interval(change, level), relative_effect(change, a, level)
    spread_a, spread_b, spread = (_variance(values) for values in (a, b, change))
    pooled = np.sqrt((spread_a + spread_b) / 2)
    small_sample = 1 - 3 / (8 * n - 9) if n > 1 else float("nan")
    return {
        "n": n,
        "mean_a": _mean(a),
        "mean_b": _mean(b),
        "difference": mean.middle,
        "low": mean.low,
        "high": mean.high,
        "relative": share.middle,
        "relative_low": share.low,
        "relative_high": share.high,
        "variance_reduction": _ratio(spread_a + spread_b, spread),
        "effect": small_sample * _ratio(mean.middle, float(pooled)),
        "effect_paired": _ratio(mean.middle, float(np.sqrt(spread))),
        "p": p_of_zero(change),
    }


def _asked(frame: pd.DataFrame, metrics: Iterable[str], by: Sequence[str]) -> list[str]:
    """The metrics; BadInput if one, or what the rows are grouped by, is no column."""
    names = metrics if isinstance(metrics, str) else list(metrics)
    refuse_missing("by", by, frame.columns)
    refuse_missing("metrics", names, frame.columns)
    return list(names)


def _refuse_no_pairs(members: pd.DataFrame, arm: str, pair: str) -> None:
    found = sorted(map(str, members[arm].unique()))
    if found != ["a", "b"]:
        allowed = "a and b in every group (experiments.arms.gaps compares arms of other names)"
        raise BadInput(arm, found, allowed)
    twice = members.loc[members.duplicated([arm, pair]), pair].tolist()
    if twice:
        allowed = "once in each arm of a group; name in `by` what else the runs differ in"
        raise BadInput(pair, twice[0], allowed)


def _groups(
    frame: pd.DataFrame, by: Sequence[str]
) -> Iterable[tuple[dict[str, Any], pd.DataFrame]]:
    if not by:
        return [({}, frame)]
    grouped = frame.groupby(list(by), dropna=False, sort=True)
    return [(dict(zip(by, key, strict=True)), members) for key, members in grouped]


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else float("nan")


def _variance(values: Floats) -> float:
    return float(values.var(ddof=1)) if values.size > 1 else float("nan")


def _ratio(above: float, base: float) -> float:
    """Above per base; infinite or nan as arithmetic says, without a warning."""
    if base == 0:
        return float("nan") if above == 0 else float(np.copysign(np.inf, above))
    return above / base
