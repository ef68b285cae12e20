"""Deliberate buying: a need arrives, some products are inspected, one is chosen or none.

Rank acts on what is inspected, never on utility (W9, S86). The choice is a logit, drawn as the
largest of the inspected utilities with standard Gumbel shocks (LC10 when all are inspected). How
many are inspected is settled beforehand, or on some visits by what has been seen: then the shopper
looks on until something is worth the reservation value (LC28; Weitzman's rule).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from agents.consumers import Joined, State, Traits, ask_for_mind
from core.arrays import Floats, Integers
from core.compiled import compiled, compiled_part, inlined
from core.luck import as_gumbel, gumbel_at_most, poisson, uniform, uniforms_in_a_row, word_of
from core.prefetching import AHEAD, fetch_ahead
from core.sharing import rows_of_shard, share
from core.sorting import in_time
from core.units import DAY_SECONDS, HOUR_SECONDS
from model.appeal import Offers, Weights, hope_of, loyalty_of, price_term, wait_term
from model.channels.search import reservation_of
from model.channels.shelves import MOST_LOOKS, Shelves, class_of, inspect, put_first, shelves_of
from model.records import Catalog, Needs
from model.world import World

DRAWS_A_VISIT = 1 << 16  # luck slots kept for each visit
BLOCK = 1024  # consumers whose draws are made together
SHOCKS = 1 << 12  # first luck slot of the taste shocks within a visit


class Visits(NamedTuple):
    """Who comes, and what they do there. One row a visit."""

    consumer: Integers
    number: Integers  # of this consumer's visits today
    platform: Integers
    second: Floats
    looks: Integers
    product: Integers  # chosen, -1 for none
    promise: Floats


class Shopping(NamedTuple):
    """ShelfParameters as compiled code reads them, and the keys of today's luck."""

    looks: float  # looks of a consumer with confidence 1/2
    one_by_one: float
    reservation: float  # utility that ends a search one by one
    outside: float
    roaming: float
    opens: float  # second
    hours: float  # seconds from opening to midnight
    need_key: np.uint64
    visit_key: np.uint64


def visit_shelf(world: World, catalog: Catalog) -> Needs:
    """Draw needs, and what each shopper chooses."""
    traits, state = world.consumers.traits, world.consumers.state
    shelves, shopping = shelves_of(world, catalog), _shopping(world)
    needs = share(
        _feel_needs, len(world.consumers), traits.need, state.joined, shelves.need_rate,
        shopping.need_key,
    )  # fmt: skip
    shoppers, times = map(np.concatenate, zip(*needs, strict=True))
    visits = _visits_of(shoppers, times)
    share(
        _shop, len(visits.consumer), visits, traits, state, shelves, shopping,
        world.offers(catalog), world.weights,
    )  # fmt: skip
    bought = np.flatnonzero(visits.product >= 0)
    bought = bought[in_time(visits.second[bought], visits.consumer[bought])]
    product = visits.product[bought]
    return Needs(
        consumer=visits.consumer[bought],
        product=product,
        second=visits.second[bought],
        price=catalog.price[product],
        promise=visits.promise[bought],
        visits=len(visits.consumer),
        looks=visits.looks,
        visits_by_platform=np.bincount(visits.platform, minlength=len(world.platforms)),
    )


def _visits_of(shoppers: Integers, times: Integers) -> Visits:
    """A row for each visit of each shopper; what comes of it is yet to be seen."""
    consumer = np.repeat(shoppers, times)
    number = np.arange(len(consumer)) - np.repeat(np.cumsum(times) - times, times)
    platform, looks, product = (np.empty(len(consumer), np.int32) for _ in range(3))
    second, promise = np.empty(len(consumer)), np.empty(len(consumer))
    return Visits(consumer, number, platform, second, looks, product, promise)


def _shopping(world: World) -> Shopping:
    p, luck, day = world.scenario.shelf, world.luck, world.day
    enough = reservation_of(world.scenario) if p.one_by_one > 0.0 else math.inf
    return Shopping(
        1.0 / math.sqrt(2.0 * p.search_cost), p.one_by_one, enough, p.outside, p.roaming,
        world.seconds + p.opening_hour * HOUR_SECONDS, DAY_SECONDS - p.opening_hour * HOUR_SECONDS,
        luck.key("need", day), luck.key("shelf", day),
    )  # fmt: skip


@compiled
def _feel_needs(
    begin: int, end: int, need: Floats, joined: Integers, rate: float, key: np.uint64
) -> tuple[Integers, Integers]:
    """Online customers in need, and how often: Poisson. The bound spares most exponentials."""
    draws, maybe = np.empty(BLOCK), np.empty(BLOCK, np.int32)
    low, high = rows_of_shard(need.size, begin)[0], rows_of_shard(need.size, end)[0]
    shoppers, times = np.empty(high - low, np.int32), np.empty(high - low, np.int16)
    found = 0
    for first in range(low, high, BLOCK):
        last = min(first + BLOCK, high)
        uniforms_in_a_row(key, first, last, 0, draws)
        count = 0
        for k in range(last - first):
            maybe[count] = i = np.uint32(first + k)
            count += (draws[k] > 1.0 - rate * np.float64(need[i])) & (joined[i] != Joined.NOT_YET)
        for i in maybe[:count]:
            shoppers[found], times[found] = i, poisson(rate * np.float64(need[i]), key, i, 0)
            found += times[found] > 0
    return shoppers[:found], times[:found]


@inlined
def looks_of(shopping: Shopping, confidence: float) -> int:
    """Products inspected: 1 / sqrt(2 cost) on average, more for the confident (LC28)."""
    looks = math.ceil(shopping.looks * (0.5 + np.float64(confidence)))
    return max(1, min(looks, MOST_LOOKS))


@compiled
def _shop(
    begin: int, end: int, visits: Visits, traits: Traits, state: State, shelves: Shelves,
    shopping: Shopping, offers: Offers, weights: Weights,
) -> None:  # fmt: skip
    """All visits, in shards."""
    size = visits.consumer.size
    low, high = rows_of_shard(size, begin)[0], rows_of_shard(size, end)[0]
    seen = np.empty(MOST_LOOKS + 1, np.int32)
    _shop_some(low, high, visits, traits, state, shelves, shopping, offers, weights, seen)


@compiled_part
def _shop_some(
    begin: int, end: int, visits: Visits, traits: Traits, state: State, shelves: Shelves,
    shopping: Shopping, offers: Offers, weights: Weights, seen: Integers,
) -> None:  # fmt: skip
    """Each visit: when, where, for what, what is inspected, what is chosen (-1: nothing)."""
    categories = shelves.category_edges.size
    consumer, number, platform, second, looks, product, promise = visits
    for row in range(begin, end):
        soon = consumer[min(row + AHEAD, end - 1)]
        ask_for_mind(traits, soon)
        fetch_ahead(soon, traits.platform)
        i, first, key = consumer[row], number[row] * DRAWS_A_VISIT, shopping.visit_key
        second[row] = shopping.opens + shopping.hours * uniform(key, i, first)
        platform[row] = traits.platform[i]
        if uniform(key, i, first + 1) < shopping.roaming:
            platform[row] = class_of(shelves.platform_edges, uniform(key, i, first + 2))
        category = class_of(shelves.category_edges, uniform(key, i, first + 3))
        shelf = platform[row] * categories + category
        low, high = shelves.starts[shelf], shelves.starts[shelf + 1]
        most, enough = looks_of(shopping, traits.confidence[i]), math.inf
        if uniform(key, i, first + 4) < shopping.one_by_one:
            most, enough = MOST_LOOKS, shopping.reservation
        count = inspect(shelves, low, high, most, key, i, first, seen) if low < high else 0
        favourite = state.loyal[i, category]
        if weights.loyalty != 0.0 and favourite >= 0 and shelves.buyable[favourite]:
            count = put_first(seen, count, favourite)
        product[row], looks[row], promise[row] = -1, 0, 0.0
        best = shopping.outside + as_gumbel(word_of(key, i, first + SHOCKS - 1))
        for k in range(count):
            if best >= enough:
                break
            looks[row] += 1
            j = seen[k]
            hope = hope_of(weights, traits, offers, i, j, offers.believed[j])
            value = hope + loyalty_of(weights, state, offers, i, j)
            value += price_term(traits, offers, i, j, offers.price[j])
            wait, shock = wait_term(traits, offers, i, j), word_of(key, i, first + SHOCKS + j)
            if value + (wait + gumbel_at_most(shock)) <= best:
                continue  # which spares half of the logarithms
            value += wait + as_gumbel(shock)
            if value > best:
                best, product[row], promise[row] = value, j, hope
