"""A limit case: the model, driven by its parameters alone to where theory knows the answer.

A limit predicts numbers and shows what the model makes of them; the standard error says how far
they may lie apart. One run of the whole family of limits (all of them, once, at one seed) raises a
false alarm with chance `FALSE_ALARM`; two runs have twice that chance (W13). How wrong theory could
be before it is noticed is told too, as a share of what the number measures: see `smallest_seen`.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, NamedTuple, Protocol, TypeVar, final

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import binom, skew
from scipy.stats import t as student

from core.arrays import Floats

FALSE_ALARM = 1e-3  # chance that a sound model fails at least one of all limits, in one run of all
EXACT = 1e-12  # relative error of a limit without luck
FAULT = 0.1  # share of what a number measures: theory that is so wrong must be noticed at effort 1
POWER = 0.95  # chance with which it is
FEWEST = 30  # values that may be told as a mean
_LEAST_TAIL = 1e-300


@dataclass(frozen=True)
class Comparison:
    """A predicted number beside the model's."""

    name: str
    expected: float
    simulated: float
    error: float  # standard error of `simulated`, 0 where there is no luck
    z: float  # their difference on the scale of the standard normal
    freedom: float = math.inf  # degrees of freedom of `error`
    skewness: float = 0.0  # of `simulated`

    def smallest_seen(self, bound: float) -> float:
        """The error of theory that lies beyond this bound on z with chance `POWER`, either way."""
        t, c = float(student.isf(ndtr(-bound), self.freedom)), self.skewness
        if c:  # the transform of Mean, backwards
            t = max(abs(3.0 * (np.cbrt(1.0 + c * (side - c / 6.0)) - 1.0) / c) for side in (-t, t))
        return (t + float(ndtri(POWER))) * self.error


def normal_scale(tail: float, difference: float) -> float:
    """Z of a difference that chance alone exceeds, on its side, with this chance."""
    z = -float(ndtri(min(max(tail, _LEAST_TAIL), 0.5)))
    return math.copysign(z, difference)


class Seen(Protocol):
    """What the model showed of one number."""

    def against(self, name: str, expected: float) -> Comparison:
        """Compare with what theory expects."""


@final
@dataclass(frozen=True)
class Exact:
    """A number without luck: right to rounding, or wrong."""

    value: float

    def against(self, name: str, expected: float) -> Comparison:
        """No distance, or an infinite one."""
        right = math.isclose(self.value, expected, rel_tol=EXACT, abs_tol=EXACT)
        return Comparison(name, expected, self.value, 0.0, 0.0 if right else math.inf)


@final
@dataclass(frozen=True)
class Share:
    """So many of so many independent trials, judged by the binomial's own tails."""

    hits: int
    trials: int

    def against(self, name: str, expected: float) -> Comparison:
        """Distance as the normal quantile of the exact tail; the error is that under theory."""
        share = self.hits / self.trials
        error = math.sqrt(max(0.0, expected * (1.0 - expected)) / self.trials)
        if not error:  # sure, or impossible
            return Exact(share).against(name, expected)
        law = binom(self.trials, expected)
        tail = float(law.sf(self.hits - 1) if share > expected else law.cdf(self.hits))
        return Comparison(name, expected, share, error, normal_scale(tail, share - expected))


@final
@dataclass(frozen=True)
class Mean:
    """The mean of independent values; its error is estimated from them.

    Student's t would be far too sure of skewed values, so that their skewness is taken out first
    (Hall 1992, "On the removal of skewness by transformation"). Fewer than `FEWEST` values say too
    little of their own law, and are refused.
    """

    values: Floats

    def __post_init__(self) -> None:
        if len(self.values) < FEWEST:
            raise ValueError(f"a mean of {len(self.values)} values; {FEWEST} are wanted")

    def against(self, name: str, expected: float) -> Comparison:
        """Distance as the normal quantile of the transformed t statistic."""
        mean, count = float(np.mean(self.values)), len(self.values)
        error = float(np.std(self.values, ddof=1)) / math.sqrt(count)
        if error <= EXACT * abs(expected):
            return Exact(mean).against(name, expected)
        t, c = (mean - expected) / error, float(skew(self.values)) / math.sqrt(count)
        even = t + c * t**2 / 3.0 + c**2 * t**3 / 27.0 + c / 6.0
        z = normal_scale(float(student.sf(abs(even), count - 1)), even)
        return Comparison(name, expected, mean, error, z, count - 1.0, c)


class Coarse(NamedTuple):
    """A number that cannot see a fault of the size `FAULT` at effort 1."""

    fault: float  # what it sees, as a share of what it measures
    because: str


V = TypeVar("V")


class Limit(ABC, Generic[V]):
    """One limit case; `V` are the values that its closed form depends on.

    Final subclasses live in experiments/limits/, their scenarios in scenarios/limits/. A limit uses
    the model as anybody would: parameters in, days and state out. It replaces no part of it.
    """

    kind: ClassVar[str]
    code: ClassVar[str]  # the row of the research notes, such as LC13
    closed_form: ClassVar[str]  # one line of mathematics
    textbook: ClassVar[Mapping[str, float]] = {}  # the published answers, by name of the number
    coarse: ClassVar[Mapping[str, Coarse]] = {}  # by name of the number, where `FAULT` is too much

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

    def trivial(self, values: V) -> Mapping[str, float]:
        """What a number would be if the mechanism did nothing, where that is not 0.

        A number measures its distance from there: that is the unit of `FAULT`.
        """
        return {}

    @abstractmethod
    def expect(self, values: V) -> Mapping[str, float]:
        """What theory says, by the name of the number."""

    @abstractmethod
    def simulate(self, values: V, seed: int, effort: int) -> Mapping[str, Seen]:
        """What the model shows; `effort` multiplies people or replicates (1: seconds)."""


def seeds_of(seed: int, runs: int) -> range:
    """Seeds of independent runs, the first of which is `seed`."""
    return range(seed, seed + 7919 * runs, 7919)


def compare(limit: Limit[Any], shown: Mapping[str, Seen], values: Any) -> list[Comparison]:
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


def bound_on(findings: list[Comparison], limits: int) -> float:
    """The same for all findings of one limit, one of so many limits; exact ones do not count."""
    return largest_z(sum(finding.error > 0.0 for finding in findings), limits)


def holds(findings: list[Comparison], limits: int) -> bool:
    """Whether all findings of one limit, one of so many limits, agree with theory."""
    bound = bound_on(findings, limits)
    return all(abs(finding.z) <= bound for finding in findings)


def smallest_seen(
    limit: Limit[Any], values: Any, findings: list[Comparison], limits: int
) -> Floats:
    """The least error of theory that would be noticed, a share of what each number measures."""
    bound, trivial = bound_on(findings, limits), limit.trivial(values)
    errors = np.array([f.smallest_seen(bound) if f.error else 0.0 for f in findings])
    sizes = [abs(f.expected - trivial.get(f.name, 0.0)) or 1.0 for f in findings]
    shares: Floats = errors / np.array(sizes)
    return shares
