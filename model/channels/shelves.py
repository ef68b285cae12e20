"""Every platform's shelf of every category, and what a shopper's eye falls on there (W9, S86)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from core.arrays import Flags, Floats, Integers
from core.compiled import compiled, inlined
from core.luck import uniform
from model.channels.seasons import need_rates
from model.records import Catalog
from model.world import World

MOST_LOOKS = 64  # products a consumer can inspect at one visit
LEAST_SCORE = 1e-99  # of what never sold
TRIES = 4  # draws for each wanted look before duplicates end the search


class Shelves(NamedTuple):
    """Every platform's shelf of every category, as a shopper meets it."""

    products: Integers  # products sorted by (platform, category, position)
    starts: Integers  # [platforms * categories + 1] rows of products
    cumulative: Floats  # inspection weights, cumulative within a shelf
    category_edges: Floats  # cumulative shares of needs
    platform_edges: Floats  # cumulative shares of roaming visits
    need_rate: float  # 1/day, all categories together
    buyable: Flags  # one row a product


def shelves_of(world: World, catalog: Catalog) -> Shelves:
    """Sort products to their shelves; weight = rank^-gamma score^delta (1 + search x awareness).

    The score is taken relative to the best of the shelf.
    """
    p, buyable = world.scenario.shelf, catalog.buyable
    shelf = catalog.platform * len(world.categories) + catalog.category
    rows = buyable.nonzero()[0]
    rows = rows[np.lexsort((catalog.position[rows], shelf[rows]))]
    starts = np.zeros(len(world.platforms) * len(world.categories) + 1, np.int64)
    by_score = _relative_scores(catalog.score[rows], shelf[rows], p.score_exponent)
    by_rank = _rank_weights(len(rows), p.rank_exponent)
    fame = 1.0 + p.brand_search * catalog.awareness[rows]
    cumulative = _add_up(shelf[rows], by_rank, by_score, fame, starts)
    needs = need_rates(world)
    total = float(needs.sum())
    shares = np.array([platform.parameters.share for platform in world.platforms])
    return Shelves(
        rows.astype(np.int32), starts, cumulative, np.cumsum(needs / (total or 1.0)),
        np.cumsum(shares / shares.sum()), total, buyable,
    )  # fmt: skip


@compiled
def _add_up(
    shelf: Integers, by_rank: Floats, by_score: Floats, fame: Floats, starts: Integers
) -> Floats:
    """Weights of sorted rows, cumulative within a shelf; and where each shelf starts."""
    cumulative = np.empty(shelf.size)
    total = before = 0.0
    rank = 0
    for row in range(shelf.size):
        if row == 0 or shelf[row] != shelf[row - 1]:
            before, rank = total, 0
        total += by_rank[rank] * by_score[row] * fame[row]
        cumulative[row] = total - before
        starts[shelf[row] + 1] += 1
        rank += 1
    for one in range(starts.size - 1):
        starts[one + 1] += starts[one]
    return cumulative


@lru_cache
def _rank_weights(most: int, exponent: float) -> Floats:
    """Weights of the ranks 1 ... most, by the C library's power.

    Numpy's own differs in the last bit from processor to processor.
    """
    return np.array([float(rank) ** -exponent for rank in range(1, most + 1)])


def _relative_scores(score: Floats, shelf: Integers, exponent: float) -> Floats:
    """Scores over the best of their shelf, to a power; where nothing sold yet, all are equal."""
    if exponent == 0.0:
        return np.ones(len(score))
    least = np.maximum(score, LEAST_SCORE)
    best = np.zeros(shelf.max(initial=0) + 1)
    np.maximum.at(best, shelf, least)
    return np.array([share**exponent for share in (least / best[shelf]).tolist()])


@inlined
def class_of(edges: Floats, draw: float) -> int:
    """The class of a uniform draw under cumulative shares."""
    for k in range(edges.size - 1):
        if draw < edges[k]:
            return k
    return edges.size - 1


@inlined
def _row_on_shelf(shelves: Shelves, low: int, high: int, draw: float) -> int:
    """A row of the shelf drawn by inspection weight."""
    target = draw * shelves.cumulative[high - 1]
    while low < high - 1:
        middle = (low + high - 1) // 2
        if shelves.cumulative[middle] > target:
            high = middle + 1
        else:
            low = middle + 1
    return low


@inlined
def already_seen(seen: Integers, count: int, product: int) -> bool:
    """Whether a product is among those inspected."""
    for k in range(count):  # noqa: SIM110  (compiled code knows no generators)
        if seen[k] == product:
            return True
    return False


@inlined
def put_first(seen: Integers, count: int, product: int) -> int:
    """Begin with a product that one knows already; returns how many there are then."""
    place = 0
    while place < count and seen[place] != product:
        place += 1
    for k in range(place, 0, -1):
        seen[k] = seen[k - 1]
    seen[0] = product
    return max(count, place + 1)


@inlined
def inspect(
    shelves: Shelves, low: int, high: int, looks: int, key: np.uint64, i: int, first: int,
    seen: Integers,
) -> int:  # fmt: skip
    """Fill `seen` with distinct products of the shelf; returns how many."""
    if looks >= high - low:
        for row in range(low, min(high, low + MOST_LOOKS)):
            seen[row - low] = shelves.products[row]
        return min(high - low, MOST_LOOKS)
    count = 0
    for attempt in range(TRIES * looks):
        row = _row_on_shelf(shelves, low, high, uniform(key, i, first + 8 + attempt))
        product = shelves.products[row]
        if not already_seen(seen, count, product):
            seen[count] = product
            count += 1
            if count == looks:
                break
    return count
