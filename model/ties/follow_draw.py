"""Drawing whom each consumer follows: without repeats, by popularity and platform."""

from __future__ import annotations

import math

import numpy as np

from core.arrays import Floats, Integers
from core.compiled import compiled, inlined
from core.luck import Luck, exponential, poisson, uniform
from model.ties.follow_network import FollowNetwork, FollowsCommon

_NOBODY = np.iinfo(np.int16).max  # sorts behind every anchor
_TRIES = 64  # draws before the race; they suffice unless a list holds nearly all the popularity


def draw_follows(
    common: FollowsCommon,
    popularity: Floats,
    anchor_platform: Integers,
    home_platform: Integers,
    width: int,
    luck: Luck,
) -> FollowNetwork:
    """Each consumer draws anchors one after another, weight popularity times platform boost."""
    platforms = int(max(anchor_platform.max(initial=0), home_platform.max(initial=0))) + 1
    at_home = anchor_platform[None, :] == np.arange(platforms)[:, None]
    weights = popularity * np.where(at_home, common.platform_boost, 1.0)
    homes = np.ascontiguousarray(home_platform, dtype=np.int64)
    counts = _COUNTS[common.spread](luck.key("follows count"), homes.size, common.mean)
    ladders = np.cumsum(weights, axis=1)
    rows = np.full((homes.size, width), _NOBODY, np.int16)
    _draw(luck.key("follows"), homes, np.minimum(counts, popularity.size), weights, ladders, rows)
    rows.sort(axis=1)
    rows[rows == _NOBODY] = -1
    return FollowNetwork(rows, popularity / max(popularity.sum(), np.finfo(float).tiny))


@compiled
def _poisson_counts(key: np.uint64, n: int, mean: float) -> Integers:
    counts = np.empty(n, np.int64)
    for person in range(n):
        counts[person] = poisson(mean, key, person, 0)
    return counts


@compiled
def _geometric_counts(key: np.uint64, n: int, mean: float) -> Integers:
    """On 0, 1, 2 ...: the whole part of an exponential waiting time."""
    counts = np.zeros(n, np.int64)
    if mean > 0.0:
        rate = math.log1p(1.0 / mean)
        for person in range(n):
            counts[person] = int(exponential(key, person, 0) / rate)
    return counts


_COUNTS = {"poisson": _poisson_counts, "geometric": _geometric_counts}


@inlined
def _race(key: np.uint64, person: int, weights: Floats, row: Integers, made: int) -> int:
    """The next anchor by exponential clocks among those not yet in the row, -1 if none is left.

    The same law as drawing until somebody new comes up, in bounded time.
    """
    best, winner = math.inf, -1
    for anchor in range(weights.size):
        taken = False
        for at in range(made):
            taken = taken or row[at] == anchor
        if not taken and weights[anchor] > 0.0:
            time = exponential(key, person, _TRIES + made * weights.size + anchor)
            if time / weights[anchor] < best:
                best, winner = time / weights[anchor], anchor
    return winner


@inlined
def _climb(ladder: Floats, height: float) -> int:
    """The first step of an ascending ladder that is higher than `height`, or the last one."""
    below, above = 0, ladder.size - 1
    while below < above:
        middle = (below + above) // 2
        if ladder[middle] > height:
            above = middle
        else:
            below = middle + 1
    return below


@compiled
def _draw(
    key: np.uint64,
    home: Integers,
    counts: Integers,
    weights: Floats,
    ladders: Floats,
    rows: Integers,
) -> None:
    """Fill the rows in order of choice; weights and their running sums are [platforms, anchors]."""
    for person in range(home.size):
        row, weight, ladder = rows[person], weights[home[person]], ladders[home[person]]
        wanted = min(counts[person], row.size)
        made = 0
        for attempt in range(_TRIES):
            if made == wanted:
                break
            anchor = _climb(ladder, uniform(key, person, attempt) * ladder[-1])
            fresh = weight[anchor] > 0.0
            for at in range(made):
                fresh = fresh and row[at] != anchor
            if fresh:
                row[made] = anchor
                made += 1
        while made < wanted:
            anchor = _race(key, person, weight, row, made)
            if anchor < 0:
                break
            row[made] = anchor
            made += 1
