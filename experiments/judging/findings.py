"""What runs can show: a finding a cell, an answer a claim. Which one it is, `verdict.py` says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LEAST = 5  # seeds with a number in every arm; fewer are not judged
MISSING = 1 / 6  # of the seeds may lack it: more, and the lack itself may be the answer


class Finding(StrEnum):
    """What a cell shows."""

    HOLDS = "holds"
    REVERSED = "reversed"
    AGAINST = "if anything the other way"
    SMALL = "too small"
    FAINT = "as expected, but perhaps too small"
    UNSURE = "as expected, but perhaps by luck"
    OPEN = "the interval is too wide to tell"
    UNCHANGED = "nothing was changed"
    FITTED = "fitted, so no evidence"


NO_TEST = (Finding.UNCHANGED, Finding.FITTED)


class Answer(StrEnum):
    """What becomes of a claim."""

    SUPPORTED = "supported"
    PARTLY = "supported only where"
    MIXED = "mixed"
    NOT = "not supported"
    REVERSED = "reversed"
    UNTESTED = "not tested"
    FITTED = "fitted, so no evidence"


@dataclass(frozen=True)
class Cell:
    """One prediction in one context.

    The effect is a share of the counterfactual where one was asked for and can be told, else in the
    predicted number's unit.
    """

    prediction: str  # its key
    claim: str
    about: str
    context: str
    n: int  # seeds with a value in every arm
    seeds: int  # all of them
    share: bool  # whether the effect is one
    effect: float
    low: float  # of the 95 % interval
    high: float
    p: float  # two-sided, of no effect at all; nan of what is not judged
    p_holm: float  # corrected for all cells of the study that are a test
    finding: Finding

    @property
    def is_test(self) -> bool:
        """Whether it could have come out otherwise."""
        return self.finding not in NO_TEST

    @property
    def lacking(self) -> bool:
        """Whether too few seeds have a number, at all or of those that were lived."""
        return self.n < LEAST or self.seeds - self.n > MISSING * self.seeds


@dataclass(frozen=True)
class Verdict:
    """A claim's answer: its cells, and where it holds and fails."""

    claim: str
    answer: Answer
    cells: tuple[Cell, ...]

    @property
    def shown(self) -> Cell:
        """The cell that stands for all in a table: the first that is a test, if any is."""
        return next((cell for cell in self.cells if cell.is_test), self.cells[0])

    @property
    def holds(self) -> list[Cell]:
        """The cells that hold."""
        return [cell for cell in self.cells if cell.finding is Finding.HOLDS]

    @property
    def fails(self) -> list[Cell]:
        """The others."""
        return [cell for cell in self.cells if cell.finding is not Finding.HOLDS]

    @property
    def reversed(self) -> list[Cell]:
        """The cells that are reversed."""
        return [cell for cell in self.cells if cell.finding is Finding.REVERSED]

    @property
    def nowhere(self) -> list[Cell]:
        """The tests of predictions that hold in no context."""
        somewhere = {cell.prediction for cell in self.holds}
        return [one for one in self.cells if one.is_test and one.prediction not in somewhere]
