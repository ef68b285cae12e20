"""A population of consumers, from drawn traits to columns.

Two tables hold what hot loops read together of a consumer, each row in a line of memory of its own.
Loops that ask ahead for a row know of that; everybody else has columns.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.clocks import empty_pending
from agents.consumers import Consumers, State, Traits
from agents.segments import MOST_BUDGET, TraitDraws
from core.arrays import Floats, Integers, Table
from core.cache_lines import table_in_lines
from core.luck import Luck, normals
from core.units import DAY_SECONDS, many_to_cents


def create_consumers(
    draws: TraitDraws,
    *,
    categories: int,
    taste_spread: float,
    habit: Floats,
    home_platform: Integers,
    follows: Integers,
    anchors: int,
    first_trust: float,
    luck: Luck,
) -> Consumers:
    """Put drawn traits, home platforms and follows together into a population."""
    count = len(draws.segment)
    mind, mood = _minds(draws, categories, taste_spread, luck), table_in_lines(count, _mood())
    mood["susceptibility"] = draws.susceptibility
    mood["arousal"], mood["touched"] = 0.0, -DAY_SECONDS
    traits = Traits(
        susceptibility=mood["susceptibility"],
        confidence=mind["confidence"],
        price_sensitivity=mind["price_sensitivity"],
        patience=mind["patience"],
        habit=habit,
        need=draws.need,
        taste=mind["taste"],
        budget=mind["budget"],
        region=draws.region,
        platform=home_platform,
        segment=draws.segment,
    )
    state = State(
        arousal=mood["arousal"],
        touched=mood["touched"],
        follows=follows.astype(np.int16, copy=False),
        trust=np.where(follows >= 0, np.float32(first_trust), np.float32(0.0)),
        loyal=mind["loyal"],
        loyal_times=mind["loyal_times"],
        budget_left=mind["budget_left"],
        joined=draws.online.astype(np.uint8),
        spoken_of=np.full(count, -1, np.int16),
        followers=np.bincount(follows[follows >= 0], minlength=anchors),
    )
    return Consumers(traits, state, empty_pending(mood["second"], mood["place"]))


def _minds(draws: TraitDraws, categories: int, taste_spread: float, luck: Luck) -> Table:
    """What consumers judge by, with budgets that are whole and nothing to be loyal to."""
    count = len(draws.segment)
    mind = table_in_lines(count, _mind(categories))
    for slot in range(categories * 2):  # a column at a time: a draw takes more room than it leaves
        draw = taste_spread * normals(luck.key("trait taste"), count, slot)
        mind["taste"][:, slot // 2, slot % 2] = draw
    for name in ("confidence", "price_sensitivity", "patience"):
        mind[name] = getattr(draws, name)
    mind["budget"] = np.minimum(many_to_cents(draws.budget), MOST_BUDGET)
    mind["budget_left"] = mind["budget"]
    mind["loyal"], mind["loyal_times"] = -1, 0
    return mind


def mind_bytes(categories: int) -> int:
    """Bytes that a row takes of what is read together when a consumer judges an offer."""
    return table_in_lines(1, _mind(categories)).itemsize


def _mind(categories: int) -> dict[str, Any]:
    """What is read together when a consumer judges an offer, or pays."""
    return {
        "taste": (np.float32, (categories, 2)),
        "price_sensitivity": np.float32,
        "patience": np.float32,
        "confidence": np.float32,
        "budget": np.int32,
        "budget_left": np.int32,
        "loyal": (np.int16, (categories,)),
        "loyal_times": (np.uint8, (categories,)),
    }


def _mood() -> dict[str, Any]:
    """What is read together when something excites a consumer."""
    return {
        "arousal": np.float64,
        "touched": np.float64,
        "second": np.float64,
        "place": np.int32,
        "susceptibility": np.float32,
    }
