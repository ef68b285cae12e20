"""A variance of nearly normal numbers, as a limit shows it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import final

from scipy.special import ndtri
from scipy.stats import chi2

from experiments.limit import Finding


@final
@dataclass(frozen=True)
class Spread:
    """The mean square of so many independent deviations from known means.

    If they are normal it is chi-square distributed, and its error is known; Student's t would take
    the skewness of the squares for distance.
    """

    mean_square: float
    count: int

    def against(self, name: str, expected: float) -> Finding:
        """Distance as the normal quantile of the chi-square statistic."""
        error = expected * math.sqrt(2.0 / self.count)
        statistic = self.count * self.mean_square / expected
        above = self.mean_square > expected
        tail = (chi2.sf if above else chi2.cdf)(statistic, self.count)
        z = math.copysign(-float(ndtri(max(float(tail), 1e-300))), self.mean_square - expected)
        return Finding(name, expected, self.mean_square, error, z)
