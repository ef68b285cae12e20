"""Each factory mode: the outcome table of a run, flat."""

from __future__ import annotations

from typing import final

from experiments.measure import Measure
from experiments.outcome import OUTCOME, outcomes
from model.results import Results
from model.watching.metric import Column, known_modes


@final
class ModeNumbers(Measure):
    """`c2m.net_sales` is what the outcome table says of mode c2m under net_sales."""

    kind = "modes"
    tables = ("factories",)

    def columns(self) -> dict[str, Column]:
        """A column a mode and entry of the outcome table."""
        return {
            f"{mode}.{name}": Column(what.unit, f"{mode}: {what.meaning}")
            for mode in known_modes()
            for name, what in OUTCOME.items()
        }

    def measure(self, results: Results) -> dict[str, float]:
        """Flatten the table; nan for a mode that no factory had."""
        found, nothing = outcomes(results), dict.fromkeys(OUTCOME, float("nan"))
        return {
            f"{mode}.{name}": value
            for mode in known_modes()
            for name, value in found.get(mode, nothing).items()
        }
