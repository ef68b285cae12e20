"""A Latin hypercube: few points that cover every factor evenly."""

from __future__ import annotations

from typing import final

import numpy as np
import pandas as pd
from SALib.analyze import pawn
from scipy.stats import qmc

from core.arrays import Floats
from core.declare import Parameters, param
from core.errors import BadInput
from experiments.sweeping.design import Question, Sampled, problem

A_SLIDE = 50  # points below which a slide's distribution is mostly noise
DUMMIES = 40  # factors without influence that are tried beside


class LatinHypercubeParameters(Parameters):
    """How many points."""

    samples: int = param(
        500, "configurations", "points drawn; PAWN wants 50 for each slide", "assumption", least=2
    )
    slides: int = param(
        10, "intervals", "PAWN: parts of a factor's range that are compared", "assumption", least=2
    )


@final
class LatinHypercube(Sampled[LatinHypercubeParameters]):
    """Analysed by PAWN: how far a factor moves the whole distribution of the answer.

    Indices are Kolmogorov-Smirnov distances between the answers in one part of the factor's range
    and all answers: their minimum, mean, median and maximum over the parts. They are above zero
    also where a factor does nothing, the more so the fewer the points; `dummy` is the median of
    such a factor, `dummy_high` what 19 in 20 of them stay below (Khorashadi Zadeh et al. 2017).
    """

    kind = "latin_hypercube"

    def points(self, asked: Question) -> Floats:
        """One point in each of `samples` slices of every factor."""
        sampler = qmc.LatinHypercube(len(asked.factors), rng=asked.draw())
        return sampler.random(self.parameters.samples)

    def check(self) -> None:
        """PAWN compares distributions: a slide of too few points is mostly noise."""
        points, slides = self.parameters.samples, self.parameters.slides
        if points < A_SLIDE * slides:
            wanted = f"{A_SLIDE * slides} or more"
            allowed = f"{wanted}: PAWN needs {A_SLIDE} for each of {slides} slides"
            raise BadInput("design.samples", points, allowed)

    def indices(self, asked: Question, points: Floats, answers: Floats) -> pd.DataFrame:
        """PAWN indices, a row a factor."""
        self.check()
        slides = self.parameters.slides
        seed = asked.draw()
        found = pawn.analyze(problem(asked), points, answers, S=slides, seed=seed)
        columns = ("minimum", "mean", "median", "maximum", "CV")
        table = pd.DataFrame({name: found[name] for name in columns}, index=found["names"])
        dummies = np.random.default_rng(seed).random((len(points), DUMMIES))
        nothing = {
            "num_vars": DUMMIES,
            "names": [f"dummy {number}" for number in range(DUMMIES)],
            "bounds": [[0.0, 1.0]] * DUMMIES,
        }
        idle = np.asarray(pawn.analyze(nothing, dummies, answers, S=slides, seed=seed)["median"])
        return table.assign(dummy=np.median(idle), dummy_high=np.quantile(idle, 0.95))
