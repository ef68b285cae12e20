"""Every combination of the factors' levels."""

from __future__ import annotations

from typing import final

import pandas as pd

from core.declare import Parameters, param
from experiments.sweeping.design import Design, Question, rows_table
from experiments.sweeping.levels import combinations


class GridParameters(Parameters):
    """How finely a range is cut."""

    steps: int = param(3, "levels", "levels of a factor given as a range", "assumption", least=2)


@final
class Grid(Design[GridParameters]):
    """All combinations; the last factor varies fastest. Without factors, one configuration."""

    kind = "grid"

    def configurations(self, asked: Question) -> pd.DataFrame:
        """The product of the levels."""
        return rows_table(combinations(asked.factors, self.parameters.steps))
