"""A day with live sessions, and the days after it (S19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeAlias, final

import numpy as np

from core.arrays import Floats
from core.units import DAY_SECONDS
from experiments.live import all_orders
from experiments.validating.prediction import HeldOutPrediction, Size, market_of
from model import Market
from model.levers import adopt
from model.own_streams import staff_own_streams

Sales: TypeAlias = tuple[Floats, Floats]  # [platform, day] orders in sessions, and of all else

AFTER = 7  # days
SPACING = 14  # days between two events, so that one has faded when the next comes


@final
class CarryOver(HeldOutPrediction):
    """Each platform misses one day of live; its sales, day by day, against the same luck with it.

    The sales are those of all goods of the platform, in every channel.
    """

    kind = "carry_over"
    answers = ("carry_over_7_days", "same_day_dominates")
    how: ClassVar[str] = (
        "each platform in turn has no live sessions for one day, and the same market with the "
        "same luck has them; orders of its goods that day and the seven after it"
    )

    def simulate(self, seed: int, size: Size, changes: Mapping[str, Any]) -> dict[str, float]:
        """Means over the platforms, in days of usual sales."""
        names = market_of(seed, size, changes).scenario.market.platforms
        events = silent_days(names, size)
        days = max(events) + AFTER + 1
        on, off = (daily_sales(seed, size, changes, told, days) for told in ({}, events))
        places = {day: names.index(name) for day, name in events.items()}
        carried, ahead = carry_over(on, off, places, size.before)
        return {"carry_over_7_days": carried, "same_day_dominates": ahead}


def silent_days(platforms: Sequence[str], size: Size) -> dict[int, str]:
    """Who misses which day, one after the other; short runs are lived on until all have."""
    return {size.before + SPACING * k: name for k, name in enumerate(platforms)}


def carry_over(
    on: Sales, off: Sales, events: Mapping[int, int], before: int
) -> tuple[float, float]:
    """What a day with live adds to the seven days after it; and how far its own day is ahead.

    The first counts all orders, the second only those outside sessions, on both sides. Means over
    the events (platform by day), in days of usual sales.
    """
    carried, ahead = [], []
    for day, platform in events.items():
        live, other = (on[c][platform] - off[c][platform] for c in (0, 1))
        usual = (on[0] + on[1])[platform, :before].mean()
        week = slice(day + 1, day + 1 + AFTER)
        carried.append((live + other)[week].sum() / usual)
        ahead.append((other[day] - other[week].sum()) / usual)
    return float(np.mean(carried)), float(np.mean(ahead))


def daily_sales(
    seed: int, size: Size, changes: Mapping[str, Any], silent: Mapping[int, str], days: int
) -> Sales:
    """[platform, day] orders in sessions, and of all else, where some platforms miss a day."""
    market = market_of(seed, size, changes)
    for day in range(days):
        for when, name in silent.items():
            if day in (when, when + 1):
                _set_live(market, name, on=day > when)
        market.step()
    orders = all_orders(market)
    where = np.array([factory.platform for factory in market.world.factories])[orders["product"]]
    day_of = (orders["placed"] // DAY_SECONDS).to_numpy(int)
    live = (orders["channel"].astype(str) == "live").to_numpy()
    counts = np.zeros((2, len(market.world.platforms), days))
    np.add.at(counts, (np.where(live, 0, 1), where, np.minimum(day_of, days - 1)), 1)
    return counts[0], counts[1]


def _set_live(market: Market, name: str, on: bool) -> None:
    adopt(market.world, {f"platforms.{name}.live": on})
    staff_own_streams(market.world)  # factories' own anchors come back that same morning
