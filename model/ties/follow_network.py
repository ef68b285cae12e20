"""Who follows whom: consumers, each with a short list of anchors, and how such lists are made."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Generic, Literal, TypeVar

import numpy as np

from core.arrays import Floats, Integers
from core.declare import Parameters, param
from core.luck import Luck
from model.ties.network_statistics import FollowStatistics


@dataclass(frozen=True)
class FollowNetwork:
    """The follows at the start of a run."""

    anchors: Integers  # int16 [n, width]: ascending anchor ids in a row, then -1
    popularity: Floats  # [A] weight with which anchors were followed, sums to 1
    names: tuple[str, ...] | None = None  # of the n people, when a file brought them
    anchor_people: Integers | None = None  # int32 [A]: which person each anchor is, in a file
    other_edges: Integers | None = None  # int32 [m, 2]: follows among people who are no anchors
    statistics: FollowStatistics | None = None  # of the whole file

    @property
    def people(self) -> int:
        """Number of consumers."""
        return int(self.anchors.shape[0])

    def followers(self) -> Integers:
        """Number of followers of each anchor, int64 [A]."""
        followed = self.anchors[self.anchors >= 0]
        return np.bincount(followed, minlength=self.popularity.size)


class FollowsCommon(Parameters):
    """What several kinds of follow network share; each kind adds a group under its own name."""

    kind: str = param("heavy_tailed", "-", "kind of follow network", "S63")
    path: str = param("", "-", "edge list of kind `file`: SNAP text, CSV, GraphML", "X")
    width: int = param(
        8, "anchors", "most anchors that a consumer follows at a time", "assumption",
        4, 16, least=1, most=1_000,
    )  # fmt: skip
    mean: float = param(
        2.2, "anchors", "mean number of anchors that a consumer follows, before the cut at `width`",
        "calibrated: rank law of anchors' sales (S63)", 1.0, 8.0, least=0.0, most=500.0,
    )  # fmt: skip
    spread: Literal["poisson", "geometric"] = param(
        "geometric", "-", "law of the number of anchors that a consumer follows", "S82"
    )
    platform_boost: float = param(
        3.0, "-", "how much likelier a consumer follows an anchor of the home platform",
        "assumption", 1.0, 10.0, least=0.0,
    )  # fmt: skip


P = TypeVar("P", bound=Parameters)


class FollowKind(ABC, Generic[P]):
    """One way of following. Final subclasses live in model/follow_networks/."""

    kind: ClassVar[str]

    def __init__(self, common: FollowsCommon, own: P) -> None:
        self.common = common
        self.own = own

    def people(self, default: int) -> int:
        """How many people there are; a kind that brings its own does not heed the default."""
        return default

    @abstractmethod
    def build(
        self,
        n: int,
        anchors: int,
        anchor_platform: Integers,
        home_platform: Integers,
        width: int,
        luck: Luck,
    ) -> FollowNetwork:
        """The follows of n people (home_platform [n]) among anchors (anchor_platform [anchors])."""
