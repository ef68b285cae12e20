"""How fast a lot sells out: orders are served in order of their second (C03)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, final

import numpy as np
from scipy.special import betaincinv

from core.arrays import Floats, Integers
from core.units import HOUR_SECONDS
from experiments.live import next_day
from experiments.proving.limit import Coarse, Comparison, Limit, Mean, Seen, Share
from model import Market, load_scenario
from model.watching.watched import NOTHING

SUSCEPTIBILITY = 0.5  # of everybody in the scenario
NOON = 12.0 * HOUR_SECONDS
SALES = 100  # a lot each, every other day
MEAN, EARLY, HALF, LATE = "mean seconds", "fastest quarter [s]", "median [s]", "slowest quarter [s]"
QUANTILES = {EARLY: 0.25, HALF: 0.5, LATE: 0.75}


class Values(NamedTuple):
    """What the closed form depends on."""

    listeners: int  # N
    lot: int  # k
    hazard: float  # H
    half_life: float  # h [h]

    def seconds(self, share: Floats) -> Floats:
        """When this share of listeners has ordered: the inverse of 1 - exp(-H (1 - 2^(-t/h)))."""
        left = 1.0 + np.log1p(-share) / self.hazard
        times: Floats = -self.half_life * HOUR_SECONDS * np.log2(left)
        return times

    def sold_out(self, chance: Floats | float) -> Floats:
        """Seconds in which a lot sells out with this chance."""
        return self.ordered(self.lot, chance)

    def ordered(self, place: Integers | int, chance: Floats | float) -> Floats:
        """Seconds before which the k-th order comes with this chance: Beta(k, N - k + 1)."""
        share: Floats = np.asarray(betaincinv(place, self.listeners - place + 1, chance), float)
        return self.seconds(share)


@final
@dataclass(frozen=True)
class Quantile:
    """A quantile of independent values; how many lie below the expected one is binomial."""

    values: Floats
    chance: float

    def against(self, name: str, expected: float) -> Comparison:
        """Distance of the share below it, by the binomial's tails."""
        count = len(self.values)
        step = 2.0 * math.sqrt(self.chance * (1.0 - self.chance) / count)
        near = np.clip(self.chance + np.array([-1, 0, 1]) * step, 0.0, 1.0)
        low, seen, high = np.quantile(self.values, near)
        below = Share(int((self.values <= expected).sum()), count).against(name, self.chance)
        return Comparison(name, expected, float(seen), float(high - low) / 4.0, -below.z)


@final
class SellOut(Limit[Values]):
    """All hear the pitch on the same second; the k-th to order takes the last piece.

    Orders come at independent Gompertz times (with a part that never orders, large enough lots
    excepted), so the second at which the lot is gone is their k-th order statistic.
    """

    kind = "sell_out"
    code = "LC13"
    closed_form = "F(T) ~ Beta(k, N - k + 1), F(t) = 1 - exp(-H (1 - 2^(-t/h)))"
    coarse = {EARLY: Coarse(0.15, "a quantile"), HALF: Coarse(0.12, "a quantile")}

    @property
    def published(self) -> Values:
        """C03 in small: 100 pieces are gone in a minute and a half."""
        return Values(1000, 100, 2.0, 0.32)

    def others(self, rng: np.random.Generator) -> Values:
        """A twentieth to a third of the public is served; two thirds would buy."""
        listeners = int(rng.integers(400, 1500))
        lot = int(listeners * rng.uniform(0.05, 0.33))
        return Values(listeners, lot, rng.uniform(1.2, 4.0), rng.uniform(0.1, 0.5))

    def flawed(self, values: Values) -> Values:
        """A tenth more eager."""
        return values._replace(hazard=1.1 * values.hazard)

    def expect(self, values: Values) -> Mapping[str, float]:
        """Seconds from the pitch to the last piece."""
        grid = (np.arange(100_000) + 0.5) / 100_000
        quantiles = {name: values.sold_out(q).item() for name, q in QUANTILES.items()}
        return {MEAN: float(values.sold_out(grid).mean()), **quantiles}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """A sale of the lot every other noon, to the same people with new luck."""
        sales = range(0, 2 * SALES * effort, 2)
        scenario = load_scenario(
            "limits/sell_out",
            **{
                "consumers.count": values.listeners,
                "categories.cables.need_rate": values.lot / (2.0 * values.listeners),
                "impulse.strength": values.hazard / SUSCEPTIBILITY,
                "impulse.trace_half_lives": (values.half_life, 1.0, 1.0),
                "anchors.festival_days": tuple(sales),
                "market.days": sales.stop,
            },
        )
        market = Market(scenario, seed=seed, watched=NOTHING)
        seconds = []
        for day in range(scenario.market.days):
            noon = market.world.seconds + NOON
            today = next_day(market)
            if day in sales:
                assert today.catalog.stock[0] == values.lot
                seconds.append(float(today.checkout.sold_out[0]) - noon)
        gone = np.array(seconds)
        shown = {name: Quantile(gone, chance) for name, chance in QUANTILES.items()}
        return {MEAN: Mean(gone), **shown}
