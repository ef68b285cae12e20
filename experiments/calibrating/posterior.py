"""Which parameters would do: history matching, then weights as in ABC (Craig et al. 1997).

The implausibility of a point for a target is the distance of the emulated number from the target
in standard deviations of all that is not known: the world's range, the emulator's error, and the
luck of a run. A point stays if no target that any point can reach is further than the cutoff.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import qmc

from core.arrays import Floats, Integers
from core.luck import Luck
from experiments.calibrating.emulator import Emulator, fit_emulator
from experiments.calibrating.target import Target
from experiments.calibrating.trial import Problem
from experiments.sweeping.factors import Factor

ENOUGH = 50  # points that must stay; else one target more may be missed
QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Posterior:
    """The points that stayed, and how they were found."""

    points: pd.DataFrame  # parameters, `implausibility` (the largest that counted), `weight`
    ranges: pd.DataFrame  # a row a parameter: bounds, and weighted quantiles
    emulated: pd.DataFrame  # a row a target: what the emulator explains, whether it was reachable
    missed: int  # reachable targets that a point may still miss
    tried: int


def find_posterior(
    problem: Problem, points: Floats, answers: pd.DataFrame, luck: pd.Series[float]
) -> Posterior:
    """From runs at `points` of the unit cube, and the variance of a run's numbers by luck."""
    emulator = fit_emulator(points, answers[list(problem.measures)].to_numpy(float))
    power = int(math.log2(problem.spec.wave.drawn))
    seed = int(Luck(problem.spec.seed).key("posterior")) % 2**31
    cube = qmc.Sobol(len(problem.factors), rng=seed).random_base2(power)
    judged = implausibility(problem, emulator, cube, luck)
    cutoff = problem.spec.wave.cutoff
    reachable = (judged <= cutoff).any(axis=0)
    within, missed = _stay(judged[:, reachable], cutoff)
    kept = judged[within][:, reachable]
    weight = np.exp(-0.5 * ((kept**2).sum(axis=1) - (kept**2).sum(axis=1).min()))
    frame = frame_of(problem.factors, cube[within])
    order = np.sort(kept, axis=1)
    frame["implausibility"] = order[:, -1 - missed] if kept.size else np.empty(0)
    frame["weight"] = weight / weight.sum()
    column = [problem.measures.index(target.measure) for target in problem.targets]
    emulated = pd.DataFrame(
        {
            "target": [target.name for target in problem.targets],
            "explained": emulator.explained[column],
            "reachable": reachable,
        }
    )
    return Posterior(frame, _ranges(problem.factors, frame), emulated, missed, len(cube))


def implausibility(
    problem: Problem, emulator: Emulator, cube: Floats, luck: pd.Series[float]
) -> Floats:
    """[points, targets] distance from each target, in standard deviations."""
    mean, error = emulator.predict(cube)
    judged = []
    for target in problem.targets:
        at = problem.measures.index(target.measure)
        world = np.where(mean[:, at] > target.base, *_sides(target))
        chance = float(luck[target.measure]) / problem.spec.wave.replicates
        judged.append(
            np.abs(mean[:, at] - target.base) / np.sqrt(world**2 + error[:, at] ** 2 + chance)
        )
    return np.stack(judged, axis=1)


def frame_of(factors: Sequence[Factor], cube: Floats) -> pd.DataFrame:
    """Points of the unit cube as values of the parameters."""
    return pd.DataFrame(
        {
            factor.path: [factor.at(float(share)) for share in column]
            for factor, column in zip(factors, cube.T, strict=True)
        }
    )


def cube_of(factors: Sequence[Factor], frame: pd.DataFrame) -> Floats:
    """Values of the parameters as points of the unit cube."""
    return np.stack(
        [factor.share(frame[factor.path].to_numpy(float)) for factor in factors], axis=1
    )


def _sides(target: Target) -> tuple[float, float]:
    return target.spread(target.high), target.spread(target.low)


def _stay(judged: Floats, cutoff: float) -> tuple[Integers, int]:
    """Rows that miss no more than so many targets, and that number: as few as leave enough."""
    order = np.sort(judged, axis=1)
    for missed in range(judged.shape[1]):
        within = np.flatnonzero(order[:, -1 - missed] <= cutoff)
        if within.size >= min(ENOUGH, len(judged)):
            return within, missed
    return np.arange(len(judged)), max(judged.shape[1] - 1, 0)


def _ranges(factors: Sequence[Factor], frame: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for factor in factors:
        order = np.argsort(frame[factor.path].to_numpy(float))
        values = frame[factor.path].to_numpy(float)[order]
        reached = np.cumsum(frame["weight"].to_numpy(float)[order])
        low, middle, high = (
            float(values[min(int(np.searchsorted(reached, q)), values.size - 1)]) for q in QUANTILES
        )
        rows.append(
            {"parameter": factor.path, "from": factor.low, "to": factor.high,
             "low": low, "median": middle, "high": high}
        )  # fmt: skip
    return pd.DataFrame(rows)
