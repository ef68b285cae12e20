"""How people come to know each other: a kind of peer network builds one from keyed luck."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import ClassVar, Generic, TypeVar

import numpy as np

from core.arrays import Integers
from core.compiled import inlined
from core.declare import Parameters, param
from core.luck import Luck, uniform
from model.network import Network
from model.ties.follow_network import FollowNetwork


class PeersCommon(Parameters):
    """What several kinds of peer network share; each kind adds a group under its own name."""

    kind: str = param("small_world", "-", "kind of peer network", "assumption")
    degree: float = param(
        10.0, "persons", "mean number of peers of the generated kinds", "assumption",
        2.0, 40.0, least=0.0, most=1_000.0,
    )  # fmt: skip
    path: str = param("", "-", "edge list of kind `file`: SNAP text, CSV, GraphML", "X")


class NoParameters(Parameters):
    """The group of a kind that needs nothing of its own."""


P = TypeVar("P", bound=Parameters)


class PeerNetwork(ABC, Generic[P]):
    """One way of knowing each other. Final subclasses live in model/networks/."""

    kind: ClassVar[str]

    def __init__(self, common: PeersCommon, own: P) -> None:
        self.common = common
        self.own = own

    def people(self, default: int) -> int:
        """How many people there are; a kind that brings its own does not heed the default."""
        return default

    @abstractmethod
    def build(self, n: int, luck: Luck, follows: FollowNetwork | None = None) -> Network:
        """The ties among n people. Equal luck gives equal bytes."""


@inlined
def pick(key: np.uint64, who: int, slot: int, count: int) -> int:
    """One of 0 ... count-1, all equally likely; the product of a uniform never rounds to count."""
    return int(uniform(key, who, slot) * count)


@inlined
def share_of_ties(person: int, per_person: float) -> int:
    """Ties that one person makes so that the first n people make floor(n * per_person).

    At most the next whole number above, even where a product is rounded.
    """
    share = math.floor((person + 1) * per_person) - math.floor(person * per_person)
    return min(share, math.ceil(per_person))


@inlined
def tied(owned: Integers, a: int, b: int) -> bool:
    """Whether a tie exists, when row i of `owned` lists the ties that i made (-1: none)."""
    for slot in range(owned.shape[1]):  # noqa: SIM110 - compiled code has no any()
        if owned[a, slot] == b or owned[b, slot] == a:
            return True
    return False
