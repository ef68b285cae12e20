"""A limit case: the model, driven by its parameters alone to where theory knows the answer.

A limit predicts numbers and shows what the model makes of them; the standard error says how far
they may lie apart. All limits together raise a false alarm with chance `FALSE_ALARM` (W13).
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar, final

import numpy as np
from scipy.special import ndtri
from scipy.stats import t as student

from core.arrays import Floats

FALSE_ALARM = 1e-3  # chance that a sound model fails at least one of all limits
EXACT = 1e-12  # relative error of a limit without luck


@dataclass(frozen=True)
class Finding:
    """A predicted number beside the model's."""

    name: str
    expected: float
    simulated: float
    error: float  # standard error of `simulated`, 0 where there is no luck
    z: float  # their difference on the scale of the standard normal


class Seen(Protocol):
    """What the model showed of one number."""

    def against(self, name: str, expected: float) -> Finding:
        """Compare with what theory expects."""


@final
@dataclass(frozen=True)
class Exact:
    """A number without luck: right to rounding, or wrong."""

    value: float

    def against(self, name: str, expected: float) -> Finding:
        """No distance, or an infinite one."""
        right = math.isclose(self.value, expected, rel_tol=EXACT, abs_tol=EXACT)
        return Finding(name, expected, self.value, 0.0, 0.0 if right else math.inf)


@final
@dataclass(frozen=True)
class Share:
    """So many of so many independent trials; its error is the binomial's under theory."""

    hits: int
    trials: int

    def against(self, name: str, expected: float) -> Finding:
        """Distance in standard errors of the expected share."""
        share = self.hits / self.trials
        error = math.sqrt(expected * (1.0 - expected) / self.trials)
        if not error:
            return Exact(share).against(name, expected)
        return Finding(name, expected, share, error, (share - expected) / error)


@final
@dataclass(frozen=True)
class Mean:
    """The mean of independent values; its error is estimated from them (Student's t)."""

    values: Floats

    def against(self, name: str, expected: float) -> Finding:
        """Distance as the normal quantile of the t statistic."""
        mean, count = float(np.mean(self.values)), len(self.values)
        error = float(np.std(self.values, ddof=1)) / math.sqrt(count)
        if not error:
            return Exact(mean).against(name, expected)
        tail = float(student.sf(abs(mean - expected) / error, count - 1))
        z = math.copysign(-float(ndtri(tail)), mean - expected)
        return Finding(name, expected, mean, error, z)


V = TypeVar("V")


class Limit(ABC, Generic[V]):
    """One limit case; `V` are the values that its closed form depends on.

    Final subclasses live in experiments/limits/, their scenarios in scenarios/limits/. A limit uses
    the model as anybody would: parameters in, days and state out. It replaces no part of it.
    """

    kind: ClassVar[str]
    code: ClassVar[str]  # the row of the research notes, such as LC13
    closed_form: ClassVar[str]  # one line of mathematics

    @property
    @abstractmethod
    def published(self) -> V:
        """The values whose answers are published."""

    @abstractmethod
    def others(self, rng: np.random.Generator) -> V:
        """Other values, drawn at random from where the closed form holds."""

    @abstractmethod
    def flawed(self, values: V) -> V:
        """Values so near that only a working test tells their theory from what `values` show."""

    @abstractmethod
    def expect(self, values: V) -> Mapping[str, float]:
        """What theory says, by the name of the number."""

    @abstractmethod
    def simulate(self, values: V, seed: int, effort: int) -> Mapping[str, Seen]:
        """What the model shows; `effort` multiplies people or replicates (1: seconds)."""


def compare(limit: Limit[Any], shown: Mapping[str, Seen], values: Any) -> list[Finding]:
    """Every number that was shown, beside the theory for these values."""
    expected = limit.expect(values)
    if expected.keys() != shown.keys():
        raise ValueError(f"{limit.kind}: {sorted(expected)} expected, {sorted(shown)} shown")
    return [shown[name].against(name, expected[name]) for name in expected]


def largest_z(findings: int, limits: int) -> float:
    """How far one of a limit's findings may lie off, the chance shared among all (Sidak)."""
    each_limit = 1.0 - (1.0 - FALSE_ALARM) ** (1.0 / limits)
    each_finding = 1.0 - (1.0 - each_limit) ** (1.0 / max(1, findings))
    return -float(ndtri(each_finding / 2.0))


def holds(findings: list[Finding], limits: int) -> bool:
    """Whether all findings of one limit, one of so many limits, agree with theory."""
    bound = largest_z(sum(finding.error > 0.0 for finding in findings), limits)
    return all(abs(finding.z) <= bound for finding in findings)
