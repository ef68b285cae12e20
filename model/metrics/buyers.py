"""Who buys live, and how long after the first pitch: what surveys and click logs can be held to."""

from __future__ import annotations

from typing import final

import numpy as np

from core.arrays import Flags, Floats, Integers
from core.compiled import compiled
from core.tables import rows_of
from core.units import DAY_SECONDS
from model.metric import Column, Metric, live, ratio
from model.records import Day
from model.world import World

SAMPLE = 2_000  # consumers whose pitches are remembered: a sample that keeps large markets fast
MEMORY = 14 * DAY_SECONDS  # after so long a pitch counts as never heard (S27 ends at 14 days)
WITHIN = {"20_min": 1200.0, "1_h": 3600.0, "12_h": 43_200.0, "3_d": 3 * DAY_SECONDS}
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
        "live_budget_rank": Column(
            "share", "of all consumers, those with less budget than a live buyer, mean over orders"
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
        buyers = live(day.checkout.orders)["consumer"]
        budgets = np.sort(world.consumers.traits.budget[buyers])  # neighbours are found sooner
        ranks = np.interp(budgets, self._budgets, self._ranks)
        self._listen(day)
        ages = self._ages(day)
        return {
            "traced_orders": float(ages.size),
            **{f"traced_{name}": float(np.count_nonzero(ages <= s)) for name, s in WITHIN.items()},
            "live_budget_rank": ratio(ranks.sum(), buyers.size),
        }

    def _listen(self, day: Day) -> None:
        """Start the clocks of pitches that are news to who heard them."""
        openers, heard = day.audience.openers, day.audience.heard
        rows = _heard_by(openers < self._heard.shape[0], heard["guest"])
        mine = heard.take(rows)
        order = np.argsort(mine["second"], kind="stable")[::-1]
        mine = mine.take(order)  # the earliest is written last and stays
        who, second = openers[mine["guest"]], mine["second"]
        what = day.schedule.slot_product[mine["slot"]]
        news = second - self._heard[who, what] > MEMORY
        self._heard[who[news], what[news]] = second[news]

    def _ages(self, day: Day) -> Floats:
        """Seconds from hearing to ordering of today's orders; an order ends its clock."""
        orders = day.checkout.orders
        moved = rows_of(orders, (orders["anchor"] >= 0) & (orders["consumer"] < len(self._heard)))
        who, what = moved["consumer"], moved["product"]
        ages: Floats = moved["placed"] - self._heard[who, what]
        self._heard[who, what] = -np.inf
        return ages[(ages >= 0) & (ages <= MEMORY)]


@compiled
def _heard_by(sampled: Flags, guest: Integers) -> Integers:
    """The rows of exposures of sampled openers."""
    count = 0
    for row in range(guest.size):
        count += sampled[guest[row]]
    rows = np.empty(count, np.int64)
    count = 0
    for row in range(guest.size):
        if sampled[guest[row]]:
            rows[count] = row
            count += 1
    return rows
