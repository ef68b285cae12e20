"""The evidence of a study: each predicted number in each arm, context and seed.

It is what verdicts are judged from, small enough to be kept beside them in docs/generated/studies/.
Beside each value stands a digest of all that was kept of its run, which says whether two runs are
one: a single number may agree between runs that do not.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.judging.study import NAME, Study
from experiments.measure import known_numbers

COLUMNS = ("prediction", "context", "arm", "replicate", "value", "run")
DIGITS = 10
DIGEST = 12  # letters
NUMBERS = {"replicate": "int64", "value": "float64"}  # other columns are words


def evidence(study: type[Study], runs: pd.DataFrame) -> pd.DataFrame:
    """The table, from the results of the study's sweep (a row a run).

    Values have the ten digits that are kept, so that a kept table is judged as this one is.
    """
    parts = []
    arms, outcomes = list(study.arms), digests(runs)
    for one in study.predictions:
        value = evaluated(one.number.formula, runs)
        for context in study.where(one):
            place = list(study.contexts).index(context) * len(arms)
            for arm in one.contrast:
                mine = runs["configuration"] == place + arms.index(arm)
                parts.append(
                    pd.DataFrame(
                        {
                            "prediction": one.key,
                            "context": context,
                            "arm": arm,
                            "replicate": runs["replicate"][mine],
                            "value": value[mine].map(_kept),
                            "run": outcomes[mine],
                        }
                    )
                )
    return pd.concat(parts, ignore_index=True)


def digests(runs: pd.DataFrame) -> pd.Series[str]:
    """Of each run, all numbers that were kept of it to the last bit, whatever its parameters."""
    numbers = runs[[name for name in known_numbers() if name in runs]].to_numpy(float) + 0.0
    numbers[np.isnan(numbers)] = np.nan  # one nan is as good as another
    told = [hashlib.sha256(row.tobytes()).hexdigest()[:DIGEST] for row in numbers]
    return pd.Series(told, index=runs.index, dtype=str)


def evaluated(formula: str, runs: pd.DataFrame) -> pd.Series[float]:
    """A formula over the columns of a frame, a value a row; names may have dots."""
    answer: Any = runs.eval(NAME.sub(lambda name: f"`{name[0]}`", formula))
    return pd.Series(answer, index=runs.index, dtype=float)


def _kept(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def write_evidence(table: pd.DataFrame, path: Path) -> None:
    """Keep a table as CSV, to the digits that are kept."""
    table.to_csv(path, index=False, float_format=f"%.{DIGITS}g", lineterminator="\n")


def read_evidence(path: Path) -> pd.DataFrame:
    """A table as it was kept."""
    return pd.read_csv(path, dtype=dict.fromkeys(COLUMNS, "str") | NUMBERS)
