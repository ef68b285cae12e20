"""When to stop looking: the reservation value of an ordinary product (LC28; Weitzman 1979).

One more look costs c and may turn up something better than the best so far. It pays as long as
the best is below the value z at which E (utility - z)^+ = c; who searches so nets z in the end.
Shoppers know how tastes and first designs scatter, and take a product of ordinary price, quality
and delivery for granted; nobody knows the shelf.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import exp1

from core.arrays import Floats
from model.parameters import Scenario

QUANTILES = 4096  # of the fit that one may meet


def reservation_of(scenario: Scenario) -> float:
    """Reservation value [utility] of a scenario's shoppers."""
    appeal = scenario.appeal
    scatter = scenario.consumers.taste_spread**2 + scenario.market.first_designs**2
    return _reservation_value(
        scenario.shelf.search_cost,
        appeal.fit * appeal.fit_hoped * (1.0 - appeal.fit_seen),
        appeal.fit * appeal.fit_seen,
        scatter / appeal.fit_width**2,
    )


@lru_cache
def _reservation_value(cost: float, base: float, weight: float, exponent: float) -> float:
    """The z of utility base + weight U^exponent + Gumbel, U uniform.

    Distances in two directions, each normal, make exp(-distance^2 / 2 width^2) a power of a
    uniform: the variance of the difference of taste and design over width^2 (1: fit is uniform).
    """
    from scipy.optimize import brentq  # noqa: PLC0415 - heavy, and few scenarios search one by one

    fit = ((np.arange(QUANTILES) + 0.5) / QUANTILES) ** exponent
    value = base + weight * fit

    def spare(z: float) -> float:
        return float(expected_gain(value - z).mean()) - cost

    low = float(value.min()) - cost - 1.0  # E (x + Gumbel)^+ is above x
    high = float(value.max()) + max(1.0, -np.log(cost))  # and below exp(x)
    return float(brentq(spare, low, high, xtol=1e-12, rtol=1e-14))


def expected_gain(head_start: Floats) -> Floats:
    """E (x + G)^+ for a standard Gumbel G: the entire exponential integral Ein(e^x)."""
    x = np.maximum(head_start, -30.0)
    gain = exp1(np.exp(np.minimum(x, 30.0))) + x + np.euler_gamma
    small = np.exp(np.minimum(head_start, 0.0))  # all that is left of it below -30
    return np.where(head_start > -30.0, gain, small)
