"""Ordering rules that the strategies and the dealers share: pure functions, no state.

Demand is in units a day, horizons and leads in days, prices in CNY a unit. A price that does not
exceed the cost, or is no number at all, makes nothing worth ordering.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from core.arrays import Floats
from core.compiled import compiled, inlined


def critical_ratio(price: float, cost: float, salvage: float) -> float:
    """Share of demand outcomes that a newsvendor serves, (p - c) / (p - s) in [0, 1) (LC16)."""
    if not math.isfinite(price) or price <= cost or price <= salvage:
        return 0.0
    return (price - cost) / (price - min(salvage, cost))


def newsvendor_quantity(mean: float, sd: float, ratio: float) -> float:
    """Units to hold for one normal demand: mean + z sd, never negative (LC16)."""
    if ratio <= 0.0 or mean <= 0.0:
        return 0.0
    return max(0.0, mean + _quantile(min(ratio, 1.0 - 1e-9)) * sd)


@lru_cache
def _quantile(ratio: float) -> float:
    """Of the standard normal; most ratios stay the same for days."""
    return float(ndtri(ratio))


def sd_after_signal(sd: float, correlation: float) -> float:
    """Forecast sd that is left after a signal of this correlation with demand (LC17)."""
    return sd * math.sqrt(1.0 - correlation**2)


def normal_update(mean: float, sd: float, signal: float, signal_sd: float) -> tuple[float, float]:
    """Posterior mean and sd of a normal belief after one normal signal (S98, 3.6)."""
    if sd <= 0.0 or math.isinf(signal_sd):
        return mean, sd
    weight = (sd / math.hypot(sd, signal_sd)) ** 2  # hypot: squares of huge sds overflow
    return mean + weight * (signal - mean), sd * math.sqrt(1.0 - weight)


@inlined
def gamma_poisson_update(
    shape: float, rate: float, units: float, days: float, memory: float = 1.0
) -> tuple[float, float]:
    """Gamma belief about a Poisson rate after `units` in `days` (LC17b).

    `memory` < 1 first forgets a share of the old evidence, so that the belief can follow a drift
    (the power steady model of Smith 1979, JRSS B 41; assumption that demand follows it).
    """
    return memory * shape + units, memory * rate + days


def gamma_poisson_predict(shape: float, rate: float, horizon: float) -> tuple[float, float]:
    """Mean and sd of the units demanded over the next `horizon` days (LC17b, negative binomial)."""
    mean = shape * horizon / rate
    return mean, math.sqrt(mean * (1.0 + horizon / rate))


def believed_demand(
    history: Floats, prior: float, prior_days: float, half_life: float
) -> tuple[float, float]:
    """Gamma belief (shape, rate) from a market research worth `prior_days` and a daily history."""
    return _after(history, prior * prior_days, float(prior_days), 0.5 ** (1.0 / half_life))


@compiled
def _after(history: Floats, shape: float, rate: float, memory: float) -> tuple[float, float]:
    for units in history:
        shape, rate = gamma_poisson_update(shape, rate, units, 1.0, memory)
    return shape, rate


def moving_average(history: Floats, window: int, prior: float) -> float:
    """Mean of the last `window` days; days before the first record count as the prior."""
    recent = history[-window:]
    return (float(np.add.reduce(recent)) + prior * (window - recent.size)) / window


def order_up_to(target: float, on_hand: float, on_order: float, backlog: float) -> float:
    """Units that lift the inventory position to the target, never negative (base stock, LC22)."""
    return max(0.0, target - (on_hand + on_order - backlog))


def round_to_batch(units: float, batch: int) -> int:
    """Whole units of a wish, or none until the wish has grown to a minimum batch (LC21)."""
    whole = math.floor(units + 1e-9) if math.isfinite(units) else 0
    return whole if whole >= max(1, batch) else 0


def learning_curve(unit_cost: float, cumulative: float, reference: float, rate: float) -> float:
    """Unit cost [CNY] after `cumulative` units: c (1 + n / n0)^(-rate), c at n = 0 (3.6)."""
    return unit_cost * math.pow(1.0 + cumulative / reference, -rate)
