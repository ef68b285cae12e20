"""Independent shelves side by side in one market: a category each, and a factory on each."""

from __future__ import annotations

import math
from typing import Any

from model import Market, load_scenario
from model.watching.watched import NOTHING

NEEDS = 8.0  # of a person a day, on all shelves together
NEVER = 10**6  # days


def shelves(
    mode: str, count: int, demand: float, seed: int, category: dict[str, Any], **overrides: Any
) -> Market:
    """A market of limits/needs_only: so many shelves of a Poisson `demand` a day for one mode.

    `category` says what else the categories have in common.
    """
    names = tuple(f"shelf_{number}" for number in range(count))
    people = math.ceil(count * demand / NEEDS)
    common = {"need_rate": demand / people, "return_intercept": -100.0, "drift_speed": 0.0}
    scenario = load_scenario(
        "limits/needs_only",
        **{
            "consumers.count": people,
            "market.categories": names,
            "categories": dict.fromkeys(names, common | category),
            "platforms.north.modes": {"odm": 0.0, mode: 1.0},
        },
        **overrides,
    )
    return Market(scenario, seed=seed, watched=NOTHING)
