"""Morris trajectories: which factors matter at all, with few runs."""

from __future__ import annotations

from typing import final

import pandas as pd
from SALib.analyze import morris as analysis
from SALib.sample import morris as sampling

from core.arrays import Floats
from core.declare import Parameters, param
from experiments.sweeping.design import Question, Sampled, problem


class MorrisParameters(Parameters):
    """How many trajectories."""

    trajectories: int = param(
        10, "trajectories", "each has one configuration more than there are factors", "assumption",
        least=2,
    )  # fmt: skip
    levels: int = param(4, "levels", "cuts of a factor's range", "assumption", least=2)


@final
class Morris(Sampled[MorrisParameters]):
    """Elementary effects over a factor's whole range: mean (mu), mean size (mu_star), spread."""

    kind = "morris"

    def points(self, asked: Question) -> Floats:
        """(factors + 1) points a trajectory, each a step of one factor from the one before."""
        points: Floats = sampling.sample(
            problem(asked),
            self.parameters.trajectories,
            num_levels=self.parameters.levels,
            seed=asked.draw(),
        )
        return points

    def indices(self, asked: Question, points: Floats, answers: Floats) -> pd.DataFrame:
        """Elementary effects in units of the answer, with 95 % half-width of mu_star."""
        found = analysis.analyze(
            problem(asked),
            points,
            answers,
            num_levels=self.parameters.levels,
            seed=asked.draw(),
        )
        columns = ("mu", "mu_star", "mu_star_conf", "sigma")
        return pd.DataFrame({name: found[name] for name in columns}, index=found["names"])
