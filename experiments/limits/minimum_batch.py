"""Orders that gather until they fill a batch: how long they wait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np
from scipy.stats import poisson

from core.arrays import Floats, Table
from core.units import DAY_SECONDS
from experiments.limits._shelves import NEVER, shelves
from experiments.live import next_day
from experiments.proving.limit import Limit, Mean, Seen
from model import Market

SHELVES = 60
BATCHES = 12  # of each shelf, for each unit of effort
LEAD = 1
C2M = {
    "lead_days": LEAD, "opening_days": 0.0, "cover_days": 0.0, "setup_days": 0.0,
    "redesign_days": NEVER, "advertising_share": 0.0, "operation": 0.0,
}  # fmt: skip


class Values(NamedTuple):
    """What the closed form depends on."""

    batch: int  # M, pieces
    rate: float  # lambda, orders a day


@final
class MinimumBatch(Limit[Values]):
    """Who orders early waits for those who fill the batch.

    The published law is that of the second at which a batch of M is full. The factory looks at what
    has gathered once a day, in the evening, and starts all of it: how long orders wait from the
    evening of their day to that of the start has an exact law too, by renewal.
    """

    kind = "minimum_batch"
    code = "LC21"
    closed_form = "mean wait (M - 1) / (2 lambda)"
    textbook = {"wait until full": 1.9}

    @property
    def published(self) -> Values:
        """Those of LC21."""
        return Values(20, 5.0)

    def others(self, rng: np.random.Generator) -> Values:
        """Some days to a batch."""
        batch = int(rng.integers(5, 40))
        return Values(batch, batch / rng.uniform(2.0, 6.0))

    def flawed(self, values: Values) -> Values:
        """A batch of a tenth more."""
        return values._replace(batch=values.batch + max(1, values.batch // 10))

    def expect(self, values: Values) -> Mapping[str, float]:
        """In days."""
        evenings = _evenings(values)
        waited = float(np.arange(values.batch) @ evenings)
        return {
            "wait until full": (values.batch - 1) / (2.0 * values.rate),
            "wait until started": waited / (values.rate * float(evenings.sum())),
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """The first batches of each shelf."""
        batches = BATCHES * effort
        market = shelves(
            "c2m", SHELVES, values.rate, seed, {},
            **{f"strategies.c2m.{name}": value for name, value in C2M.items()},
            **{
                "strategies.c2m.batch_days": values.batch / values.rate,
                "factories.capacity_days": 1e3,
                "shelf.opening_hour": 0.0,
            },
        )  # fmt: skip
        full, started = np.zeros(SHELVES), np.zeros(SHELVES)
        size = values.rate * float(_evenings(values).sum())  # mean of a batch
        expected = self.expect(values)["wait until started"]
        for shelf, orders in enumerate(_shipped(market, batches)):
            days = np.unique(orders["shipped"])[:batches]
            for day in days.tolist():
                batch = orders[orders["shipped"] == day]
                placed = np.sort(batch["placed"]) / DAY_SECONDS
                full[shelf] += (placed[values.batch - 1] - placed[: values.batch]).mean()
                waits = day - LEAD - 1 - np.floor(placed)
                started[shelf] += float((waits - expected).sum())
        return {
            "wait until full": Mean(full / batches),
            "wait until started": Mean(expected + started / (size * batches)),
        }


def _shipped(market: Market, batches: int) -> list[Table]:
    """Orders of each shelf, once each has shipped so many batches: on as many days."""
    parts: list[Table] = []
    shipping_days = np.zeros(SHELVES, np.int64)
    while shipping_days.min() < batches:
        parts.append(next_day(market).deliveries.shipped)
        shipping_days[np.unique(parts[-1]["product"])] += 1
    orders = np.concatenate(parts)
    return [orders[orders["product"] == shelf] for shelf in range(SHELVES)]


def _evenings(values: Values) -> Floats:
    """Mean number of evenings at which so many orders have gathered, from one start to the next."""
    comes = poisson.pmf(np.arange(values.batch), values.rate)
    evenings = np.zeros(values.batch)
    for gathered in range(values.batch):
        before = evenings[:gathered] @ comes[gathered:0:-1]
        evenings[gathered] = ((gathered == 0) + before) / (1.0 - comes[0])
    return evenings
