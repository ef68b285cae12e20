"""A fast stand-in for the market: quadratic regressions of a run's numbers on its parameters.

What it cannot say of a left-out run is its own error, and is added to what is not known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import Flags, Floats
from core.errors import BadInput

ROOM = 1.5  # runs a coefficient, below which products of parameters are left out


@dataclass(frozen=True)
class Emulator:
    """Regressions of several numbers on points of the unit cube; of logarithms where all are > 0.

    `error` is the standard deviation of leave-one-out residuals, in the regressions' own scale,
    `explained` the share of the variance that they predict of left-out runs.
    """

    coefficients: Floats  # [features, numbers]
    logs: Flags  # [numbers]
    error: Floats  # [numbers]
    explained: Floats  # [numbers]
    products: bool

    def predict(self, points: Floats) -> tuple[Floats, Floats]:
        """Mean and standard deviation of each number at each point, in its own unit."""
        fitted = features(points, self.products) @ self.coefficients
        error = np.broadcast_to(self.error, fitted.shape)
        grown = np.exp(np.minimum(fitted, 50.0))
        return np.where(self.logs, grown, fitted), np.where(self.logs, grown * error, error)


def fit_emulator(points: Floats, answers: Floats) -> Emulator:
    """Least squares of `answers` [runs, numbers] on `points` [runs, parameters]."""
    runs, parameters = points.shape
    products = runs >= ROOM * (1 + 2 * parameters + parameters * (parameters - 1) // 2)
    design = features(points, products)
    if runs <= design.shape[1]:
        allowed = f"more than {design.shape[1]} for {parameters} free parameters"
        raise BadInput("wave.samples", runs, allowed)
    logs: Flags = np.all(answers > 0, axis=0).reshape(-1)
    heights = np.where(logs, np.log(np.where(logs, answers, 1.0)), answers)
    q, r = np.linalg.qr(design)
    coefficients = np.linalg.solve(r, q.T @ heights)
    leverage = np.minimum((q**2).sum(axis=1), 1 - 1e-9)
    left_out = (heights - design @ coefficients) / (1 - leverage)[:, None]
    error = np.sqrt((left_out**2).mean(axis=0))
    spread = heights.std(axis=0)
    explained = 1 - (error / np.where(spread > 0, spread, 1.0)) ** 2
    return Emulator(coefficients, logs, error, explained, bool(products))


def features(points: Floats, products: bool) -> Floats:
    """1, x, x^2 and, if wanted, products of two; points in the unit cube, centred first."""
    x = 2 * points - 1
    columns = [np.ones(len(x)), *x.T, *(x**2).T]
    if products:
        first, second = np.triu_indices(x.shape[1], k=1)
        columns += [x[:, i] * x[:, j] for i, j in zip(first, second, strict=True)]
    return np.stack(columns, axis=1)
