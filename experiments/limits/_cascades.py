"""Cascades of word of mouth in a market whose buyers are seeds, and how large they grew."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.arrays import Integers
from experiments.live import next_day
from model import Market, load_scenario
from model.records import Day
from model.stories import PRODUCTS
from model.watching.watched import NOTHING

DEGREE = 10.0  # of the peers in the scenario: who tells few of many peers
NEEDS = 0.1  # 1/day, of a person in the scenario


def sizes_by_buyer(people: int, products: int, items: int, offspring: float, seed: int) -> Integers:
    """People that each buyer's story reached, the buyer included: one row an item sold."""
    root: dict[int, int] = {}  # story of a person and a product: row of the buyer it came from
    sizes: list[int] = []
    for day in _days_of_talk(people, products, items, offspring, seed):
        kept, told = day.aftersales.kept, day.gossip
        for story in _stories(kept["consumer"], kept["product"]):
            root[story] = len(sizes)
            sizes.append(1)
        sources, listeners = _stories(told.source, told.product), _stories(told.told, told.product)
        for source, listener in zip(sources, listeners, strict=True):
            root[listener] = root[source]
            sizes[root[source]] += 1
    return np.array(sizes)


def sizes_by_product(people: int, products: int, offspring: float, seed: int) -> Integers:
    """People that each product's story reached from its one buyer, who is included."""
    sizes = np.ones(products, np.int64)
    for day in _days_of_talk(people, products, 1, offspring, seed):
        sizes += np.bincount(day.gossip.product, minlength=products)
    return sizes


def _days_of_talk(
    people: int, products: int, items: int, offspring: float, seed: int
) -> Iterator[Day]:
    """Days until all items are sold and all is said; a teller tells so many peers on average."""
    scenario = load_scenario(
        "limits/word_of_mouth",
        **{
            "consumers.count": people,
            "market.factories_per_shelf": products,
            "strategies.odm.opening_days": items * products / (people * NEEDS),
            "word_of_mouth.tell": offspring / DEGREE,
        },
    )
    market, sold = Market(scenario, seed=seed, watched=NOTHING), 0
    while sold < products * items or market.world.gossip.told.size:
        today = next_day(market)
        sold += len(today.aftersales.kept)
        yield today


def _stories(people: Integers, products: Integers) -> list[int]:
    keys: list[int] = (people.astype(np.int64) * PRODUCTS + products).tolist()
    return keys
