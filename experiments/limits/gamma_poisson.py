"""What a Bayesian factory expects after a few days of sales, and what then comes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from core.arrays import Floats
from experiments.limits._shelves import NEVER, shelves
from experiments.limits._variance import Spread
from experiments.live import next_day
from experiments.proving.limit import Coarse, Exact, Limit, Mean, Seen, seeds_of

SHELVES = 250
C2M = {
    "opening_days": 1e4, "memory_days": 1e18, "signal_correlation": 0.0, "presale": False,
    "redesign_days": NEVER, "advertising_share": 0.0, "operation": 0.0,
}  # fmt: skip


class Values(NamedTuple):
    """What the closed form depends on."""

    shape: float  # a, of the belief before the first sale
    days: float  # b, of sales that this belief is worth
    seen: int  # n, pieces
    shown: int  # t, days of sales
    horizon: int  # T, days


@final
class GammaPoisson(Limit[Values]):
    """A gamma belief and Poisson sales make a forecast that is right on average.

    Each shelf's level is drawn from the gamma law that its factory believes in, and stock is ample.
    What a shelf sees is left to chance; as forecast and demand are both proportional to a + n, they
    are told for the n of the closed form. That the forecast is so is the strategy's arithmetic;
    that demand comes out so, with the spread that the belief says, is the market's. Shelves sell
    scores of pieces a day, so that a season's demand is nearly normal about its forecast.
    """

    kind = "gamma_poisson"
    code = "LC17b"
    closed_form = "E(D_T | n) = (a + n) T/(b + t), var(D_T | n) = E(D_T | n) (1 + T/(b + t))"
    textbook = {"forecast": 1354.4554455445545}
    coarse = {"surprise": Coarse(0.75, "a variance, of 250 seasons")}

    @property
    def published(self) -> Values:
        """Those of LC17b."""
        return Values(2.0, 0.01, 150, 1, 9)

    def others(self, rng: np.random.Generator) -> Values:
        """Vague to firm beliefs."""
        shape = rng.uniform(2.0, 20.0)
        return Values(
            shape, shape / rng.uniform(60.0, 250.0), int(rng.integers(10, 99)),
            int(rng.integers(1, 4)), int(rng.integers(3, 10)),
        )  # fmt: skip

    def flawed(self, values: Values) -> Values:
        """A piece more seen than there was."""
        return values._replace(seen=values.seen + 1)

    def trivial(self, values: Values) -> Mapping[str, float]:
        """Without anything left to learn demand would be Poisson."""
        return {"surprise": 1.0}

    def expect(self, values: Values) -> Mapping[str, float]:
        """Mean, and variance over mean."""
        a, b, n, t, later = values
        mean = (a + n) * later / (b + t)
        return {"forecast": mean, "demand": mean, "surprise": 1.0 + later / (b + t)}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Forecasts in the evening after the days shown, and demand after that day."""
        a, b, n, t, later = values
        forecast, seen, demand = (
            np.concatenate(parts)
            for parts in zip(*(_market(values, own) for own in seeds_of(seed, effort)), strict=True)
        )
        scale = (a + n) / (a + seen)
        told = later * forecast * scale
        mean = (a + seen) * later / (b + t)
        alike = np.allclose(told, told[0], rtol=1e-13, atol=0.0)
        return {
            "forecast": Exact(float(told[0]) if alike else np.nan),
            "demand": Mean(demand * scale),
            "surprise": Spread(float(np.mean(np.square(demand - mean) / mean)), len(demand)),
        }


def _market(values: Values, seed: int) -> tuple[Floats, Floats, Floats]:
    """Forecast, pieces sold in the days shown, and in those after: a row a shelf."""
    market = shelves(
        "c2m", SHELVES, values.shape / values.days, seed,
        {"need_volatility": values.shape**-0.5, "need_gamma": True, "season_days": NEVER},
        **{f"strategies.c2m.{name}": value for name, value in C2M.items()},
        **{
            "strategies.c2m.prior_days": values.days,
            "platforms.north.live_data": {"delay_days": 1, "noise": 0.0},
        },
    )  # fmt: skip
    seen, demand = np.zeros(SHELVES), np.zeros(SHELVES)
    for day in range(values.shown + values.horizon):
        today = next_day(market)
        wanted = today.checkout.demand
        if day < values.shown:
            seen += wanted
        else:
            demand += wanted
        if day == values.shown:
            forecast = today.production.forecast.copy()
    return forecast, seen, demand
