"""The scenario as it is, and each factor moved alone."""

from __future__ import annotations

from typing import final

import pandas as pd

from core.declare import Parameters, param
from core.errors import BadInput
from experiments.sweeping.design import Design, Question, rows_table
from experiments.sweeping.levels import levels


class OneAtATimeParameters(Parameters):
    """How finely a range is cut."""

    steps: int = param(2, "levels", "levels of a factor given as a range", "assumption", least=2)


@final
class OneAtATime(Design[OneAtATimeParameters]):
    """The label `changed` names the factor moved; in the first row it is `nothing`."""

    kind = "one_at_a_time"

    def configurations(self, asked: Question) -> pd.DataFrame:
        """One row as it is, then a row a factor and level."""
        if not asked.factors:
            raise BadInput("factors", allowed=f"at least one: design {self.kind} needs some")
        moved = [
            {"changed": factor.path, factor.path: level}
            for factor in asked.factors
            for level in levels(factor, self.parameters.steps)
        ]
        return rows_table([{"changed": "nothing"}, *moved])
