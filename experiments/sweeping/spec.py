"""A spec says what to sweep: a TOML file, read once, every mistake in it told in one line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from core.declare import Parameters, param
from core.errors import BadInput
from core.scenario import read_toml
from core.validate import build
from experiments.sweeping.factors import flat

LEAST_FIRST, GOOD_FIRST = 5, 10  # replicates before a sweep may stop: asked for, and recommended
COVERED = {  # of intervals of 95 %: (first replicates, batch, sd as a share of the mean), simulated
    (2, 5, 0.075): 0.898,
    (LEAST_FIRST, 5, 0.075): 0.927,
    (LEAST_FIRST, 5, 0.03): 0.947,
    (GOOD_FIRST, 5, 0.12): 0.938,
    (GOOD_FIRST, 5, 0.05): 0.952,
}


class Stop(Parameters):
    """When there are enough replicates; without a metric, as many as `replicates` says."""

    metric: str = param("", "-", "number whose mean must be known well enough", "assumption")
    half_width: float = param(0.05, "share", "wanted half-width of its interval", "assumption",
                              least=0.0)  # fmt: skip
    relative: bool = param(
        True, "-", "half-width as a share of the mean, or as it is", "assumption"
    )
    level: float = param(0.95, "share", "confidence of the interval", "assumption", least=0.5,
                         most=0.9999)  # fmt: skip
    batch: int = param(5, "replicates", "added at a time", "assumption", least=1)
    most: int = param(100, "replicates", "never more than these", "assumption", least=2)


class Spec(Parameters):
    """One sweep. Everything not said is as in the scenario."""

    title: str = ""
    question: str = ""
    scenario: str = param("base", "-", "name in scenarios/, or a TOML file", "assumption")
    fixed: dict[str, Any] = param({}, "-", "parameters changed in all runs", "assumption")
    factors: dict[str, Any] = param({}, "-", "parameters that vary", "assumption")
    design: dict[str, Any] = param({"kind": "grid"}, "-", "how they vary", "assumption")
    replicates: int = param(
        5, "replicates", "runs of each configuration, each with its luck", "assumption", least=1
    )
    posterior: str = param(
        "",
        "-",
        "CSV file of what nobody knows; replicate k lives at row k",
        "assumption",
    )
    stop: Stop = Stop()
    days: int | None = param(None, "day", "length of a run; the scenario's if not said",
                             "assumption", least=1)  # fmt: skip
    seed: int = param(1, "-", "root of the luck of all replicates", "assumption", least=0)
    metrics: tuple[str, ...] = param((), "-", "numbers to keep; all if none is named", "assumption")
    keep: Literal["numbers", "folders"] = param(
        "numbers", "-", "a row of numbers a run, or also its whole folder", "assumption"
    )


def read_spec(path: Path) -> Spec:
    """The spec in a file; where that file lies is said to `make_plan`."""
    return spec_of(read_toml(path))


def spec_of(tree: Mapping[str, Any]) -> Spec:
    """A spec from a tree of plain values."""
    spec = build(Spec, tree)
    flat(spec.fixed)  # refuses the seed
    if spec.stop.metric and spec.stop.most < max(spec.replicates, 2):
        raise BadInput("stop.most", spec.stop.most, f"at least {spec.replicates}, the replicates")
    if spec.stop.metric and spec.replicates < 2:
        raise BadInput("replicates", spec.replicates, "at least 2, for an interval to stop at")
    return spec
