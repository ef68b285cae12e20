"""A and B with the same luck: the difference is what the treatment did."""

from __future__ import annotations

from typing import Any, final

import pandas as pd

from core.declare import Parameters, param
from core.errors import BadInput
from experiments.sweeping.design import Design, Question, rows_table
from experiments.sweeping.factors import flat
from experiments.sweeping.levels import combinations


class PairedParameters(Parameters):
    """What the two arms change."""

    a: dict[str, Any] = param({}, "-", "the counterfactual: paths and values", "assumption")
    b: dict[str, Any] = param({}, "-", "the treatment: paths and values", "assumption")
    steps: int = param(3, "levels", "levels of a factor given as a range", "assumption", least=2)


@final
class Paired(Design[PairedParameters]):
    """Both arms in every context; a context is a combination of the factors' levels.

    Labels: `arm` is a or b, `context` counts the combinations.
    """

    kind = "paired"

    def configurations(self, asked: Question) -> pd.DataFrame:
        """Two rows a context."""
        arms = {"a": flat(self.parameters.a), "b": flat(self.parameters.b)}
        if arms["a"] == arms["b"]:
            raise BadInput("design.b", arms["b"], "something that differs from design.a")
        taken = {factor.path for factor in asked.factors}
        for path in [*arms["a"], *arms["b"]]:
            if path in taken or not ("." in path or path == "scenario"):
                raise BadInput(f"design.a/b: {path}", allowed="a dotted path, not also a factor")
        return rows_table(
            [
                {"context": number, "arm": arm, **context, **change}
                for number, context in enumerate(combinations(asked.factors, self.parameters.steps))
                for arm, change in arms.items()
            ]
        )
