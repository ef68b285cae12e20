"""Who buys: orders, spending and returns by age, city tier and gender."""

from __future__ import annotations

from typing import final

import numpy as np

from agents.segments import AGES, GENDERS, SEGMENTS, TIERS
from core.arrays import Flags, Floats, Integers, Table
from core.units import CENTS_A_YUAN
from model.metric import Column, Metric, live, ratio
from model.records import Channel, Day
from model.world import World

# By what the members have in common; groups of two traits are those of claims (C12, C16).
GROUPS: dict[str, tuple[str, ...]] = {
    "young": (AGES[0],),
    "middle_aged": (AGES[1],),
    "older": (AGES[2],),
    "tier_1": (TIERS[0],),
    "tier_2": (TIERS[1],),
    "tier_3": (TIERS[2],),
    "women": (GENDERS[0],),
    "men": (GENDERS[1],),
    "young_tier_3": (AGES[0], TIERS[2]),
    "women_tier_3": (TIERS[2], GENDERS[0]),
}
_COUNTS: dict[str, Column] = {
    "orders_live": Column("orders/day", "placed while a session ran"),
    "orders_spillover": Column("orders/day", "moved by an anchor, placed in the shop later"),
    "orders_shelf": Column("orders/day", "deliberate purchases"),
    "spent": Column("CNY/day", "price paid of orders placed today"),
    "kept": Column("orders/day", "received orders that they decided to keep"),
    "returned": Column("orders/day", "received orders that they decided to send back"),
}


@final
class Segments(Metric):
    """`young_orders_live` is what the group `young` ordered live."""

    kind = "segments"
    columns = {
        **{
            f"{group}_people": Column("share", f"of all consumers, {', '.join(words)}")
            for group, words in GROUPS.items()
        },
        **{
            f"{group}_{name}": Column(what.unit, f"{', '.join(words)}: {what.meaning}")
            for group, words in GROUPS.items()
            for name, what in _COUNTS.items()
        },
        "live_budget_rank": Column(
            "share", "of all consumers, those with less budget than a live buyer, mean over orders"
        ),
    }

    def __init__(self) -> None:
        self._people: dict[str, float] = {}
        self._rank: Floats = np.empty(0)

    def begin(self, world: World) -> None:
        """Count people by group, and rank them by budget."""
        traits = world.consumers.traits
        self._people = _by_group(_count(traits.segment))
        self._rank = np.empty(len(traits.budget))
        poorest_first = np.argsort(traits.budget, kind="stable")
        self._rank[poorest_first] = (np.arange(self._rank.size) + 0.5) / self._rank.size

    def measure(self, day: Day, world: World) -> dict[str, float]:
        """Count today's orders, money and decisions by segment, and sum segments to groups."""
        orders, after = day.checkout.orders, day.aftersales
        segment = world.consumers.traits.segment
        moved: dict[str, Floats] = {
            f"orders_{channel.name.lower()}": _count(
                segment[orders["consumer"][orders["channel"] == channel]]
            )
            for channel in Channel
        }
        counts = moved | {
            "spent": _count(segment[orders["consumer"]], orders["price"]) / CENTS_A_YUAN,
            "kept": _count(segment[after.kept["consumer"]]),
            "returned": _count(segment[after.returned["consumer"]]),
        }
        by_group = {name: _by_group(values) for name, values in counts.items()}
        live_buyers = live(orders)["consumer"]
        everybody = ratio(1.0, sum(self._people[group] for group in ("women", "men")))
        return {
            **{f"{group}_people": self._people[group] * everybody for group in GROUPS},
            **{f"{group}_{name}": by_group[name][group] for group in GROUPS for name in _COUNTS},
            "live_budget_rank": ratio(self._rank[live_buyers].sum(), live_buyers.size),
        }


def _count(segments: Integers, weights: Table | None = None) -> Floats:
    """Sums by segment; of whole numbers, so that they are exact."""
    return np.bincount(segments, weights=weights, minlength=len(SEGMENTS)).astype(float)


def _members(words: tuple[str, ...]) -> Flags:
    return np.array([set(words) <= set(segment) for segment in SEGMENTS])


_MEMBERS = {group: _members(words) for group, words in GROUPS.items()}


def _by_group(values: Floats) -> dict[str, float]:
    return {group: float(values[inside].sum()) for group, inside in _MEMBERS.items()}
