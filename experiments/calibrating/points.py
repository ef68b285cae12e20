"""Some of the points that would do, equally likely, and what a market comes to at each.

A sweep whose `posterior` names them as a CSV file lives each replicate at another.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from core.luck import Luck, uniforms
from experiments.calibrating.posterior import Posterior
from experiments.calibrating.trial import FRESH, Problem, numbers_at
from experiments.durable import write_durably

POINTS = 32  # enough for the replicates of most sweeps


def equally_likely(found: Posterior, number: int = POINTS) -> pd.DataFrame:
    """So many of the points that stayed, by systematic resampling, in no order."""
    wanted = (np.arange(number) + 0.5) / number
    rows = np.searchsorted(found.points["weight"].cumsum().to_numpy(float), wanted)
    shuffled = np.argsort(uniforms(Luck(number).key("posterior order"), number))
    chosen = found.points.iloc[np.minimum(rows, len(found.points) - 1)[shuffled]]
    return chosen.drop(columns=["implausibility", "weight"])


def lived_at(problem: Problem, points: pd.DataFrame) -> pd.DataFrame:
    """One market at each point, with luck that no fit has seen: the numbers that have a target.

    `inside` is how many of the targets that no parameter imposes lie in their range: an emulator
    chose the points, and a market may come to something else.
    """
    fitted = [target for target in problem.targets if not target.imposed]
    told: list[dict[str, Any]] = [
        {str(path): value for path, value in point.items()} for point in points.to_dict("records")
    ]
    rows = [numbers_at(problem, point, [FRESH + place]).iloc[0] for place, point in enumerate(told)]
    numbers = pd.DataFrame(rows, columns=list(problem.measures)).reset_index(drop=True)
    inside = [numbers[target.measure].map(target.inside) for target in fitted]
    return numbers.assign(inside=np.sum(inside, axis=0), targets=len(fitted))


def write_points(points: pd.DataFrame, path: Path) -> None:
    """As a CSV file with six digits."""
    write_durably(path, lambda beside: points.to_csv(beside, index=False, float_format="%.6g"))
