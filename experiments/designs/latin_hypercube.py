"""A Latin hypercube: few points that cover every factor evenly."""

from __future__ import annotations

from typing import final

import pandas as pd
from SALib.analyze import pawn
from scipy.stats import qmc

from core.arrays import Floats
from core.declare import Parameters, param
from experiments.design import Question, Sampled, problem


class LatinHypercubeParameters(Parameters):
    """How many points."""

    samples: int = param(64, "configurations", "points drawn", "assumption", least=2)
    slides: int = param(
        10, "intervals", "PAWN: parts of a factor's range that are compared", "assumption", least=2
    )


@final
class LatinHypercube(Sampled[LatinHypercubeParameters]):
    """Analysed by PAWN: how far a factor moves the whole distribution of the answer.

    Indices are Kolmogorov-Smirnov distances between the answers in one part of the factor's range
    and all answers: their minimum, mean, median and maximum over the parts.
    """

    kind = "latin_hypercube"

    def points(self, asked: Question) -> Floats:
        """One point in each of `samples` slices of every factor."""
        sampler = qmc.LatinHypercube(len(asked.factors), rng=asked.draw())
        return sampler.random(self.parameters.samples)

    def indices(self, asked: Question, points: Floats, answers: Floats) -> pd.DataFrame:
        """PAWN indices, a row a factor."""
        found = pawn.analyze(
            problem(asked), points, answers, S=self.parameters.slides, seed=asked.draw()
        )
        columns = ("minimum", "mean", "median", "maximum", "CV")
        return pd.DataFrame({name: found[name] for name in columns}, index=found["names"])
