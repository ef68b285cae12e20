"""Shape of a network in a few numbers, for the dossier's targets (domain 2.12)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import Integers
from core.compiled import compiled
from core.inequality import gini
from core.luck import Luck, uniforms


@dataclass(frozen=True)
class NetworkStatistics:
    """An undirected network."""

    nodes: int
    edges: int
    mean_degree: float
    max_degree: int
    clustering: float  # mean local clustering, 0 for people with fewer than two neighbours
    degree_gini: float


@dataclass(frozen=True)
class FollowStatistics:
    """A directed network of followers and followed."""

    nodes: int
    edges: int
    in_degree_gini: float
    reciprocity: float  # share of the edges whose reverse is an edge too
    max_in_degree: int
    zero_in_degree: float  # share of the nodes that nobody follows


def describe_network(starts: Integers, targets: Integers, sample: int) -> NetworkStatistics:
    """Statistics of sparse rows; clustering is exact up to `sample` people, sampled above."""
    nodes = starts.size - 1
    degree = np.diff(starts)
    who = np.arange(nodes)
    if nodes > sample:  # with a fixed key: a statistic is a function of the network alone
        draws = uniforms(Luck(0).key("clustering sample"), sample)
        who = np.minimum((draws * nodes).astype(np.int64), nodes - 1)
    return NetworkStatistics(
        nodes=nodes,
        edges=targets.size // 2,
        mean_degree=targets.size / max(nodes, 1),
        max_degree=int(degree.max(initial=0)),
        clustering=float(_clustering(starts, targets, who)),
        degree_gini=_inequality(degree),
    )


def distinct_arcs(n: int, source: Integers, target: Integers) -> tuple[Integers, Integers]:
    """Directed edges without loops and repeats, by source and then by target, int64."""
    arcs = np.unique(source.astype(np.int64) * n + target)
    one, other = np.divmod(arcs, n)
    proper = one != other
    return one[proper], other[proper]


def describe_follows(n: int, source: Integers, target: Integers) -> FollowStatistics:
    """Statistics of `source[k]` follows `target[k]`; loops and repeats do not count."""
    one, other = distinct_arcs(n, source, target)
    arcs, reverse = one * n + other, other * n + one
    followers = np.bincount(other, minlength=n)
    return FollowStatistics(
        nodes=n,
        edges=arcs.size,
        in_degree_gini=_inequality(followers),
        reciprocity=float(np.isin(reverse, arcs).sum()) / max(arcs.size, 1),
        max_in_degree=int(followers.max(initial=0)),
        zero_in_degree=float((followers == 0).sum()) / max(n, 1),
    )


@compiled
def _clustering(starts: Integers, targets: Integers, who: Integers) -> float:
    """Mean over `who` of the share of pairs of neighbours that are tied themselves."""
    friend_of = np.full(starts.size - 1, -1, np.int64)
    total = 0.0
    for person in who:
        begin, end = starts[person], starts[person + 1]
        degree = end - begin
        if degree < 2:
            continue
        for at in range(begin, end):
            friend_of[targets[at]] = person
        closed = 0
        for at in range(begin, end):
            friend = targets[at]
            for there in range(starts[friend], starts[friend + 1]):
                if friend_of[targets[there]] == person:
                    closed += 1
        total += closed / (degree * (degree - 1))
    return total / max(who.size, 1)


def _inequality(ties: Integers) -> float:
    """Gini coefficient of numbers of ties; where nobody has any, all are equal."""
    return gini(ties) if ties.any() else 0.0
