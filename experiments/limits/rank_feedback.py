"""Sales raise the rank, rank raises sales, less and less (Van Hentenryck et al. 2016)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple, final

import numpy as np

from experiments.proving.limit import Coarse, Limit, Mean, Seen
from model import Market, load_scenario
from model.watching.watched import NOTHING

MODES = ("odm", "c2m", "incubated", "brand_dealer")
SHELVES, PEOPLE, DAYS = 30, 2_000, 30
REFERENCE, COST, SENSITIVITY = 3_000.0, 1_000.0, 8.0  # CNY, CNY and the scenario's alpha


class Values(NamedTuple):
    """What the closed form depends on."""

    exponent: float  # r: a product is looked at with weight (smoothed sales)^r
    chances: tuple[float, float, float, float]  # q: to be bought by who looks at it


@final
class RankFeedback(Limit[Values]):
    """For r < 1 shares come to rest where (sales)^r q is in proportion to sales.

    Smoothed sales forget how they began within the 30 days (by a factor (1/4 + 3/4 r)^30). What
    the luck of a day does to a non-linear map moves the mean by less than a tenth of its standard
    error at effort 1 and by less beyond, where shoppers are more.
    """

    kind = "rank_feedback"
    code = "LC27"
    closed_form = "share_j = q_j^(1/(1-r)) / sum over k of q_k^(1/(1-r))"
    textbook = {
        "share of odm": 0.49390243902439024,
        "share of c2m": 0.298780487804878,
        "share of incubated": 0.1524390243902439,
        "share of brand_dealer": 0.0548780487804878,
    }
    coarse = {"share of brand_dealer": Coarse(0.17, "a twentieth of all")}

    @property
    def published(self) -> Values:
        """Square root of sales."""
        return Values(0.5, (0.9, 0.7, 0.5, 0.3))

    def others(self, rng: np.random.Generator) -> Values:
        """From an even hand to a strong rank."""
        chances = rng.uniform(0.3, 0.9, 4).tolist()
        return Values(rng.uniform(0.0, 0.6), (chances[0], chances[1], chances[2], chances[3]))

    def flawed(self, values: Values) -> Values:
        """A rank that counts a tenth less."""
        return values._replace(exponent=0.9 * values.exponent)

    def expect(self, values: Values) -> Mapping[str, float]:
        """Shares of the products in the order of their chances."""
        powers = [q ** (1.0 / (1.0 - values.exponent)) for q in values.chances]
        return {
            f"share of {mode}": power / sum(powers)
            for mode, power in zip(MODES, powers, strict=True)
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Smoothed sales on many shelves after a month."""
        categories = [f"shelf {k}" for k in range(SHELVES)]
        kind = {"reference_price": REFERENCE, "unit_cost": COST, "need_rate": 1.0}
        kind |= {"shipping_cost": 0.0, "return_intercept": -1e3}
        scenario = load_scenario(
            "limits/rank_feedback",
            **{
                "consumers.count": PEOPLE * effort,
                "market.categories": categories,
                "categories": dict.fromkeys(categories, kind),
                "platforms.north.rank_exponent": values.exponent,
                "strategies": _prices(values.chances),
            },
        )
        market = Market(scenario, seed=seed, watched=NOTHING)
        for _ in range(DAYS):
            market.step()
        sales, factories = market.world.platforms[0].sales, market.world.factories
        seen: dict[str, Seen] = {}
        for mode in MODES:
            own = [f.index for f in factories if f.mode == mode]
            shelf = [[g.index for g in factories if g.category == c] for c in range(SHELVES)]
            totals = np.array([sales[rows].sum() for rows in shelf])
            seen[f"share of {mode}"] = Mean(sales[own] / totals)
        return seen


def _prices(chances: tuple[float, ...]) -> dict[str, Any]:
    """Mark-ups at which a logit against nothing at all buys with these chances."""
    logits = [math.log(q / (1.0 - q)) for q in chances]
    odm, c2m, incubated, brand = (REFERENCE * (1.0 - u / SENSITIVITY) for u in logits)
    choke = COST + (brand - COST) / 0.75  # a brand and one dealer go 3/4 of the way up (LC20)
    return {
        "odm": {"markup": odm / COST},
        "c2m": {"markup": c2m / COST},
        "incubated": {"markup": incubated / COST},
        "brand_dealer": {"choke_over_reference": choke / REFERENCE},
    }
