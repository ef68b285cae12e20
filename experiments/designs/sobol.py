"""Sobol's design (Saltelli's sampling): which share of the variance is whose."""

from __future__ import annotations

from typing import final

import pandas as pd
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampling

from core.arrays import Floats
from core.declare import Parameters, param
from core.errors import BadInput
from experiments.sweeping.design import Question, Sampled, problem


class SobolParameters(Parameters):
    """How many base points."""

    samples: int = param(
        64, "points", "base points, a power of 2; (factors + 2) configurations each", "assumption",
        least=2,
    )  # fmt: skip
    resamples: int = param(200, "resamples", "of the bootstrap intervals", "assumption", least=10)


@final
class Sobol(Sampled[SobolParameters]):
    """First-order (S1) and total (ST) shares of the variance, with 95 % half-widths."""

    kind = "sobol"

    def points(self, asked: Question) -> Floats:
        """A scrambled Sobol sequence twice, and their crossings."""
        samples = self.parameters.samples
        if samples & (samples - 1):
            raise BadInput("sobol.samples", samples, "a power of 2")
        points: Floats = sampling.sample(
            problem(asked), samples, calc_second_order=False, seed=asked.draw()
        )
        return points

    def indices(self, asked: Question, points: Floats, answers: Floats) -> pd.DataFrame:
        """Shares of variance, a row a factor."""
        found = analysis.analyze(
            problem(asked),
            answers,
            calc_second_order=False,
            num_resamples=self.parameters.resamples,
            seed=asked.draw(),
        )
        names = [factor.path for factor in asked.factors]
        return pd.DataFrame(
            {name: found[name] for name in ("S1", "S1_conf", "ST", "ST_conf")}, index=names
        )
