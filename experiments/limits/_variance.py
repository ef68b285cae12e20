"""A variance of nearly normal numbers, as a limit shows it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import final

from scipy.stats import chi2

from experiments.proving.limit import Comparison, normal_scale


@final
@dataclass(frozen=True)
class Spread:
    """The mean square of so many independent deviations from known means.

    If they are normal it is chi-square distributed, and its error is known; Student's t would take
    the skewness of the squares for distance.
    """

    mean_square: float
    count: int

    def against(self, name: str, expected: float) -> Comparison:
        """Distance as the normal quantile of the chi-square statistic."""
        error = expected * math.sqrt(2.0 / self.count)
        statistic = self.count * self.mean_square / expected
        above = self.mean_square > expected
        tail = float((chi2.sf if above else chi2.cdf)(statistic, self.count))
        z = normal_scale(tail, self.mean_square - expected)
        return Comparison(name, expected, self.mean_square, error, z)
