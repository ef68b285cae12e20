"""Independent shelves side by side in one market: a category each, and a factory on each."""

from __future__ import annotations

from typing import Any

from model import Market, load_scenario

PEOPLE = 500  # of limits/needs_only
NEVER = 10**6  # days


def shelves(
    mode: str, count: int, demand: float, seed: int, category: dict[str, Any], **overrides: Any
) -> Market:
    """A market of limits/needs_only: so many shelves of a Poisson `demand` a day for one mode.

    `category` says what else the categories have in common.
    """
    names = tuple(f"shelf_{number}" for number in range(count))
    common = {"need_rate": demand / PEOPLE, "return_intercept": -100.0, "drift_speed": 0.0}
    scenario = load_scenario(
        "limits/needs_only",
        **{
            "market.categories": names,
            "categories": dict.fromkeys(names, common | category),
            "platforms.north.modes": {"odm": 0.0, mode: 1.0},
        },
        **overrides,
    )
    return Market(scenario, seed=seed)
