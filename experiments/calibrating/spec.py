"""What a calibration asks: a TOML file, read once, every mistake in it told in one line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.declare import Parameters, param
from core.errors import BadInput
from core.scenario import read_toml
from core.validate import build
from experiments.sweeping.factors import Factor, flat, read_factors


class Search(Parameters):
    """How long to look for the best."""

    trials: int = param(100, "trials", "points that Optuna tries", "assumption", least=1)
    replicates: int = param(2, "runs", "of each trial, with the same luck", "assumption", least=1)


class Wave(Parameters):
    """How widely to look for all that would do."""

    samples: int = param(128, "points", "of the Latin hypercube; 0: none", "assumption", least=0)
    replicates: int = param(1, "runs", "of each point, with the same luck", "assumption", least=1)
    cutoff: float = param(3.0, "sd", "implausibility above which a point is out", "assumption",
                          least=0.5)  # fmt: skip
    drawn: int = param(65_536, "points", "at which the emulator is asked, a power of 2",
                       "assumption", least=16)  # fmt: skip


class Check(Parameters):
    """How surely the best is told."""

    replicates: int = param(8, "runs", "with luck that the fit never saw", "assumption", least=2)


class CalibrationSpec(Parameters):
    """One calibration. Everything not said is as in the scenario."""

    title: str = ""
    question: str = ""
    scenario: str = param("base", "-", "name in scenarios/, or a TOML file", "assumption")
    days: int = param(90, "day", "length of a run", "assumption", least=1)
    seed: int = param(1, "-", "root of all luck", "assumption", least=0)
    fixed: dict[str, Any] = param({}, "-", "parameters changed in all runs", "assumption")
    free: dict[str, Any] = param({}, "-", "parameters to find, as factors of a sweep", "assumption")
    start: dict[str, Any] = param({}, "-", "a guess to try after the defaults", "assumption")
    targets: tuple[str, ...] = param((), "-", "targets by name; all if none", "assumption")
    search: Search = Search()
    wave: Wave = Wave()
    check: Check = Check()


def read_calibration(path: Path) -> CalibrationSpec:
    """The spec in a file."""
    return calibration_of(read_toml(path))


def calibration_of(tree: Mapping[str, Any]) -> CalibrationSpec:
    """The spec in a tree of plain values."""
    spec = build(CalibrationSpec, tree)
    flat(spec.fixed)  # refuses the seed
    free = {factor.path: factor for factor in free_factors(spec)}
    for path, value in flat(spec.start).items():
        if path not in free:
            raise BadInput("start", path, known=free)
        if not free[path].low <= value <= free[path].high:
            raise BadInput(f"start.{path}", value, "a value within the bounds of the free one")
    if spec.wave.drawn & (spec.wave.drawn - 1):
        raise BadInput("wave.drawn", spec.wave.drawn, "a power of 2")
    return spec


def free_factors(spec: CalibrationSpec) -> tuple[Factor, ...]:
    """The free parameters with their bounds, those of the declarations if not said."""
    factors = read_factors(spec.free)
    if not factors:
        raise BadInput("free", allowed="at least one parameter, such as impulse.strength = {}")
    for factor in factors:
        if factor.levels:
            raise BadInput(f"free.{factor.path}", list(factor.levels), "a range, not a list")
    return factors
