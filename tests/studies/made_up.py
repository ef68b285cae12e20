"""A made-up study and its evidence, whose answer is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import final

import numpy as np
import pandas as pd

from experiments.judging.study import Number, Prediction, Study, than

SEEDS = 20
SALES = Number("net_sales", "CNY", "whole run")


def made_up(**changes: object) -> Prediction:
    told = {"claim": "C01", "about": "sales", "because": "of it", "number": SALES,
            "contrast": than("with", "without"), "sign": +1, "smallest": 1.0}  # fmt: skip
    return Prediction(**{**told, **changes})  # type: ignore[arg-type]


def study_of(*predictions: Prediction, places: Sequence[str] = ("base",)) -> type[Study]:
    @final
    class MadeUp(Study):
        kind = "made_up"
        title = mechanism = "nothing"
        arms = {"with": {}, "without": {"platforms.*.live": False}}
        contexts = {place: {} for place in places}

    MadeUp.predictions = predictions
    return MadeUp


def evidence_of(study: type[Study], effects: Sequence[float], noise: float = 1.0) -> pd.DataFrame:
    """Runs in which the treatment adds so much, a number a cell; both arms share most luck."""
    rng, parts, given = np.random.default_rng(5), [], iter(effects)
    for one in study.predictions:
        for context in study.where(one):
            shared, effect = rng.normal(100.0, 20.0, SEEDS), next(given)
            for arm, level in (("without", shared), ("with", shared + effect)):
                value = level + noise * rng.normal(size=SEEDS)
                cells = {"prediction": one.key, "context": context, "arm": arm, "value": value,
                         "run": [f"{arm} {seed}" for seed in range(SEEDS)]}  # fmt: skip
                parts.append(pd.DataFrame({"replicate": range(SEEDS), **cells}))
    return pd.concat(parts)
