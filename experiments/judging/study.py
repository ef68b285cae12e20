"""A study answers claims with runs: a treatment, its counterfactual, the same luck in both.

What is expected, and how large an effect would be worth the name, is written down before the runs.
No study says how it came out: that follows from its runs by the one rule of `verdict.py`.
"""

from __future__ import annotations

import hashlib
import json
import re
from abc import ABC
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, ClassVar, TypeAlias

from core.errors import BadInput
from core.plugins import discover
from experiments.sweeping.spec import Spec, spec_of
from model.parameters import BEHAVIOURS

Changes: TypeAlias = Mapping[str, Any]  # parameters by dotted path, or `scenario`

SEED = 1  # root of the luck of all studies, so that they can share runs
POSTERIOR = "experiments/specs/base_posterior.csv"  # what the calibration leaves open
NAME = re.compile(r"(?<![\w.])[a-z_]\w*(?:\.\w+)*")  # of a number in a formula; may have dots
BETWEEN = " | "  # in the name of a configuration: context | arm
ADDED = ("base_arm", "fitted")  # fields of a prediction that came after the first digests


@dataclass(frozen=True)
class Effort:
    """How large, long and often the market is run."""

    consumers: int
    days: int
    replicates: int  # seeds, the same in all arms
    warm_up: int = 0  # of the days, lived first and left out


QUICK = Effort(consumers=5_000, days=60, replicates=12)
SEASONS = Effort(consumers=5_000, days=360, replicates=8, warm_up=120)  # two after the first one
FULL = Effort(consumers=20_000, days=180, replicates=30)
FULL_SEASONS = Effort(consumers=20_000, days=480, replicates=20, warm_up=120)


@dataclass(frozen=True)
class Number:
    """What is compared: a formula over the numbers of one run, such as `c2m.net_sales / gmv`."""

    formula: str
    unit: str
    base: str  # of what, or for whom (W3)

    @property
    def names(self) -> set[str]:
        """The numbers of a run that the formula asks for."""
        return set(NAME.findall(self.formula))


@dataclass(frozen=True)
class Prediction:
    """One expectation of a claim: in which direction, and what would be too small to matter."""

    claim: str  # its code
    about: str  # what is looked at, in a few words; differs between predictions of a claim
    because: str  # the reason to expect it
    number: Number
    contrast: Mapping[str, float]  # weight of each arm; treatment 1, counterfactual -1
    sign: int  # expected: +1 or -1
    smallest: float  # effect worth the name, positive
    relative: bool = False  # effect as a share of what the counterfactual comes to
    contexts: tuple[str, ...] = ()  # where it is expected; everywhere if empty
    base_arm: str = ""  # what a share is of, where several arms have a negative weight
    fitted: str = ""  # the target that this very number was fitted to: then it is no evidence

    @property
    def key(self) -> str:
        """Its name among the predictions of a study."""
        return f"{self.claim} {self.about}"

    @property
    def counterfactual(self) -> str:
        """The arm that a relative effect is a share of: the one named, else the only one less."""
        less = [arm for arm, weight in self.contrast.items() if weight < 0]
        if self.base_arm in self.contrast or (len(less) == 1 and not self.base_arm):
            return self.base_arm or less[0]
        raise BadInput("base_arm", self.base_arm, f"one of {', '.join(self.contrast)}: {self.key}")


def than(treatment: str, counterfactual: str) -> dict[str, float]:
    """The plain contrast: one arm less another."""
    return {treatment: 1.0, counterfactual: -1.0}


def anchors_all(kind: str) -> dict[str, float]:
    """Changes after which every free anchor behaves alike."""
    return {f"anchors.behaviours.{name}": float(name == kind) for name in BEHAVIOURS}


def crossed(rows: Mapping[str, Changes], columns: Mapping[str, Changes]) -> dict[str, Changes]:
    """Contexts on a map: every row with every column, named "row, column"."""
    return {
        f"{row}, {column}": {**change, **more}
        for row, change in rows.items()
        for column, more in columns.items()
    }


class Study(ABC):
    """Arms in contexts, and what is expected of them. Final subclasses: experiments/studies/."""

    kind: ClassVar[str]
    title: ClassVar[str]
    mechanism: ClassVar[str]  # how the claims are thought to come about
    arms: ClassVar[Mapping[str, Changes]]  # treatments and counterfactuals
    contexts: ClassVar[Mapping[str, Changes]] = {"base": {}}  # where a claim may hold or fail
    predictions: ClassVar[tuple[Prediction, ...]]
    quick: ClassVar[Effort] = QUICK
    full: ClassVar[Effort] = FULL
    drawing: ClassVar[str] = "intervals"  # a function of experiments.judging.study_figures
    caution: ClassVar[str] = ""  # what the verdict does not cover

    @classmethod
    def codes(cls) -> tuple[str, ...]:
        """The claims and questions that it answers."""
        return tuple(dict.fromkeys(prediction.claim for prediction in cls.predictions))

    @classmethod
    def predicted(cls, key: str) -> Prediction:
        """The prediction of a name."""
        return next(one for one in cls.predictions if one.key == key)

    @classmethod
    def where(cls, prediction: Prediction) -> tuple[str, ...]:
        """The contexts in which a prediction is tested."""
        return prediction.contexts or tuple(cls.contexts)

    @classmethod
    def spec(cls, effort: Effort, drawn: bool = False) -> Spec:
        """The sweep of a study: every arm in every context, and the numbers that it asks for.

        If `drawn`, every seed lives at another point of the calibration's posterior.
        """
        rows = [
            {"name": f"{context}{BETWEEN}{arm}", **place, **change}
            for context, place in cls.contexts.items()
            for arm, change in cls.arms.items()
        ]
        tree = {
            "title": cls.title,
            "fixed": {
                "consumers.count": effort.consumers,
                "market.warm_up_days": effort.warm_up,
            },
            "design": {"kind": "list", "rows": rows},
            "days": effort.days,
            "replicates": effort.replicates,
            "seed": SEED,
            "metrics": sorted(cls.asked()),
            "posterior": POSTERIOR if drawn else "",
        }
        return spec_of(tree)

    @classmethod
    def asked(cls) -> set[str]:
        """The numbers of a run that its predictions are made of."""
        return {name for one in cls.predictions for name in one.number.names}

    @classmethod
    def declared(cls) -> str:
        """Digest of all that decides what is run and how it is judged; not of the effort."""
        told = [dict(cls.arms), dict(cls.contexts), [_told(one) for one in cls.predictions]]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def _told(one: Prediction) -> dict[str, Any]:
    """What a prediction says. A field left empty says nothing, so that older digests stay."""
    return {name: value for name, value in asdict(one).items() if value or name not in ADDED}


@cache
def all_studies() -> Mapping[str, type[Study]]:
    """Every study in the folder, by kind."""
    return discover("experiments.studies", Study)


def asked_by_any() -> tuple[str, ...]:
    """The numbers of a run that any study's predictions are made of."""
    return tuple(sorted(set[str]().union(*(one.asked() for one in all_studies().values()))))
