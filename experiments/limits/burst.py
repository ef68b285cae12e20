"""Everybody orders at once from a line that makes so many a day: how long they wait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from experiments.live import next_day
from experiments.proving.limit import Exact, Limit, Seen
from model import Market, load_scenario
from model.watching.watched import NOTHING

LEAD = 1  # day from the start of a piece to its parcel, the least there is


class Values(NamedTuple):
    """What the closed form depends on."""

    orders: int  # D
    capacity: int  # K, a day


@final
class Burst(Limit[Values]):
    """Orders that come at once are served at the pace of the line.

    All listen to one pitch that nobody can resist, and the factory makes to order. Waits are told
    in the time of the line, from the close of the day of the pitch: the last piece is done at the
    close of its day, and the mean piece of a day half a day before.
    """

    kind = "burst"
    code = "LC21"
    closed_form = "last wait D/K, mean D/(2K)"

    @property
    def published(self) -> Values:
        """The hundred thousand cables of LC21."""
        return Values(100_000, 10_000)

    def others(self, rng: np.random.Generator) -> Values:
        """Some days of work, the last day a full one."""
        capacity = int(rng.integers(100, 2_000))
        return Values(capacity * int(rng.integers(2, 15)), capacity)

    def flawed(self, values: Values) -> Values:
        """A line that makes a hundredth more."""
        return values._replace(capacity=101 * values.capacity // 100)

    def expect(self, values: Values) -> Mapping[str, float]:
        """In days."""
        days = values.orders / values.capacity
        return {"orders": values.orders, "last wait": days, "mean wait": days / 2.0}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """One market, until the last parcel has left."""
        scenario = load_scenario(
            "limits/burst",
            **{
                "consumers.count": values.orders,
                "categories.cables.need_rate": 1.0,
                "factories.capacity_days": (values.capacity - 0.5) / values.orders,
            },
        )
        market = Market(scenario, seed=seed, watched=NOTHING)
        waits = []
        for _ in range(LEAD + 1 + 2 * values.orders // values.capacity):
            waits.append(next_day(market).deliveries.shipped["shipped"] - LEAD)
        days = np.concatenate(waits)
        return {
            "orders": Exact(float(days.size)),
            "last wait": Exact(float(days.max())),
            "mean wait": Exact(float(days.mean()) - 0.5),
        }
