"""Who buys live, and how long after the first pitch: what surveys and click logs can be held to."""

from __future__ import annotations

from typing import final

import numpy as np

from core.arrays import Floats, Integers, Table
from core.compiled import compiled
from core.units import DAY_SECONDS
from model.records import Channel, Day
from model.watching.metric import Column, Metric, ratio
from model.world import World

SAMPLE = 2_000  # consumers whose pitches are remembered: a sample that keeps large markets fast
MEMORY = 14 * DAY_SECONDS  # after so long a pitch counts as never heard (S27 ends at 14 days)
WITHIN = {"20_min": 1200.0, "1_h": 3600.0, "12_h": 43_200.0, "3_d": 3 * DAY_SECONDS}
_WITHIN = np.array([MEMORY, *WITHIN.values()])
RUNGS = 4_096  # budgets between which ranks are interpolated: exact in markets that are smaller


@final
class Buyers(Metric):
    """Rank in budget of live buyers; orders that anchors moved by the time since the pitch.

    The clock of S27 starts at the first visit: here at the first pitch of that product that the
    buyer heard, in the fourteen days before the order and since the last order of it. It is
    started for the first 2,000 consumers only, who are a random sample of all.
    """

    kind = "buyers"
    columns = {
        "traced_orders": Column(
            "orders/day", "moved by an anchor, of sampled people who had heard a pitch of it"
        ),
        **{
            f"traced_{name}": Column(
                "orders/day", f"of them, within {name.replace('_', ' ')} of the first such pitch"
            )
            for name in WITHIN
        },
        "live_budget_ranks": Column(
            "orders/day", "live orders, each weighted by its buyer's rank in budget"
        ),
        "live_budget_rank": Column(
            "share",
            "of all consumers, those with less budget than a live buyer, mean over orders",
            ("live_budget_ranks",),
            ("orders_live",),
        ),
    }

    def __init__(self) -> None:
        self._heard: Floats = np.empty((0, 0))  # second of the first pitch, by person and product
        self._budgets: Integers = np.empty(0, np.int64)
        self._ranks: Floats = np.empty(0)

    def begin(self, world: World) -> None:
        """Nobody has heard anything; rank people by budget."""
        budget = world.consumers.traits.budget
        self._heard = np.full((min(SAMPLE, budget.size), len(world.factories)), -np.inf)
        rungs = np.linspace(0, budget.size - 1, min(RUNGS, budget.size)).round().astype(np.int64)
        self._budgets = np.sort(budget)[rungs]
        self._ranks = (rungs + 0.5) / budget.size

    def measure(self, day: Day, world: World) -> dict[str, float]:
        """Start clocks, stop those of today's orders, and rank who ordered live."""
        audience, orders = day.audience, day.checkout.orders
        sampled = audience.openers[: np.searchsorted(audience.openers, len(self._heard))]
        starts = audience.starts[: sampled.size + 1]
        people, heard = np.repeat(sampled, np.diff(starts)), audience.heard[: starts[-1]]
        counts = _trace(self._heard, people, heard, day.schedule.slot_product, orders, _WITHIN)
        budgets = np.sort(_live_budgets(orders, world.consumers.traits.budget))
        ranks = np.interp(budgets, self._budgets, self._ranks)  # neighbours are found sooner
        every, *early = map(float, counts)
        return {
            "traced_orders": every,
            **{f"traced_{name}": traced for name, traced in zip(WITHIN, early, strict=True)},
            "live_budget_ranks": float(ranks.sum()),
            "live_budget_rank": ratio(ranks.sum(), ranks.size),
        }


@compiled
def _trace(
    first: Floats, people: Integers, heard: Table, products: Integers, orders: Table,
    within: Floats,
) -> Integers:  # fmt: skip
    """Start the clocks of pitches that are news to who heard them, and stop those of orders.

    Returns how many orders had been heard of so shortly before. Each person's pitches come in order
    of time; orders of one person and product on one day have the same clock.
    """
    for row in range(heard.size):
        pitch = heard[row]
        who, what = people[row], products[pitch.slot]
        if pitch.second - first[who, what] > MEMORY:
            first[who, what] = pitch.second
    counts, traced = np.zeros(within.size, np.int64), np.empty(orders.size, np.int64)
    many = 0
    for row in range(orders.size):
        order = orders[row]
        traced[many] = row
        if order.anchor >= 0 and order.consumer < len(first):
            many += 1
            age = order.placed - first[order.consumer, order.product]
            for step in range(within.size):
                counts[step] += 0 <= age <= within[step]
    for row in traced[:many]:
        first[orders[row].consumer, orders[row].product] = -np.inf
    return counts


@compiled
def _live_budgets(orders: Table, budget: Integers) -> Integers:
    """Of the buyer of each live order."""
    found, live = np.empty(orders.size + 1, np.int32), 0
    for row in range(orders.size):
        found[live] = orders[row].consumer
        live += orders[row].channel == Channel.LIVE
    for row in range(live):  # apart, so that many budgets are on their way at a time
        found[row] = budget[found[row]]
    return found[:live]
