"""One point of the parameters, lived a few times: the same luck everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from core.scenario import resolve
from core.trees import Tree, at, changed, spread
from core.validate import build
from experiments.calibrating.spec import CalibrationSpec, free_factors
from experiments.calibrating.target import Target, chosen_targets
from experiments.calibrating.targets import TARGETS
from experiments.live import numbers_of, one_thread
from experiments.places import SCENARIOS
from experiments.sweeping.factors import Factor, flat
from experiments.sweeping.plan import Run, code_version, replicate_seed
from experiments.sweeping.worker import live
from model.parameters import Scenario

FRESH = 1000  # replicates from here on are luck that no fit has seen


@dataclass(frozen=True)
class Problem:
    """A calibration, read and resolved."""

    spec: CalibrationSpec
    factors: tuple[Factor, ...]
    targets: tuple[Target, ...]
    base: Tree  # the scenario in full, fixed parameters included

    @property
    def measures(self) -> tuple[str, ...]:
        """The numbers to take from a run."""
        return tuple(dict.fromkeys(target.measure for target in self.targets))

    def loss(self, numbers: Mapping[str, float]) -> float:
        """Mean loss over the targets."""
        total = sum(target.loss(numbers[target.measure]) for target in self.targets)
        return total / sum(target.weight for target in self.targets)

    def defaults(self) -> dict[str, float]:
        """What the scenario says of the free parameters, brought within their bounds.

        Of a star the first there is, since a free value is the same for all.
        """
        return {
            factor.path: min(
                max(float(at(self.base, spread(factor.path, self.base)[0])), factor.low),
                factor.high,
            )
            for factor in self.factors
        }


def make_problem(spec: CalibrationSpec, folder: Path) -> Problem:
    """Resolve a spec that lies in `folder`; every mistake is found here, before the first run."""
    place: str | Path = folder / spec.scenario if "/" in spec.scenario else spec.scenario
    tree = build(Scenario, resolve(place, SCENARIOS)).model_dump(mode="json")
    fixed = flat(spec.fixed) | {"market.days": spec.days}
    base = build(Scenario, changed(tree, fixed)).model_dump(mode="json")
    problem = Problem(spec, free_factors(spec), chosen_targets(TARGETS, spec.targets), base)
    resolved(problem, problem.defaults())
    return problem


def resolved(problem: Problem, point: Mapping[str, Any]) -> Tree:
    """The whole scenario at a point."""
    return build(Scenario, changed(problem.base, point)).model_dump(mode="json")


def numbers_at(
    problem: Problem, point: Mapping[str, Any], replicates: Sequence[int]
) -> pd.DataFrame:
    """The measures at a point, a row a replicate."""
    tree = resolved(problem, point)
    rows = []
    with one_thread():
        for replicate in replicates:
            seed = replicate_seed(problem.spec.seed, replicate)
            scenario = {**tree, "market": tree["market"] | {"seed": seed}}
            run = Run(0, 0, replicate, "", code_version(), scenario, problem.measures)
            rows.append(numbers_of(live(run), problem.measures))
    return pd.DataFrame(rows, index=pd.Index(list(replicates), name="replicate"))
