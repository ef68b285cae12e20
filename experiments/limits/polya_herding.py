"""Shoppers look where others have bought: Polya's urn (Salganik, Dodds & Watts 2006)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np
from scipy.stats import betabinom

from core.arrays import Floats, Integers
from experiments.limit import Limit, Mean, Seen
from model import Market, load_scenario

WORLDS = 20


class Values(NamedTuple):
    """What the closed form depends on."""

    products: int  # J
    head_start: float  # a: units each product counts as having sold
    purchases: int  # T


@final
class PolyaHerding(Limit[Values]):
    """Without quality, shares of sales tend to a draw from Dirichlet(a ... a).

    After T purchases sales are Dirichlet-multinomial, exactly; theory is taken at that T. As T
    grows its numbers become those of the research notes: for J = 48, a = 1 a Gini coefficient of
    (J - 1) / 2J = .489583 and an unpredictability of .020614. The chance that two purchases are of
    the same product has no T in it.
    """

    kind = "polya_herding"
    code = "LC12"
    closed_form = (
        "sales ~ Dirichlet-multinomial(T; a ... a); same product twice (a + 1) / (J a + 1)"
    )

    @property
    def published(self) -> Values:
        """48 songs, one seed each."""
        return Values(48, 1.0, 30)

    def others(self, rng: np.random.Generator) -> Values:
        """Small shelves, strong and weak herding."""
        return Values(int(rng.integers(12, 30)), rng.uniform(0.3, 1.5), int(rng.integers(30, 60)))

    def flawed(self, values: Values) -> Values:
        """Nobody heeds what others bought."""
        return values._replace(head_start=1e6)

    def expect(self, values: Values) -> Mapping[str, float]:
        """Sums over the beta-binomial laws of one product and of two."""
        j, a, t = values
        sales = np.arange(t + 1)
        one = betabinom.pmf(sales, t, a, (j - 1) * a)
        two = betabinom.pmf(sales, t, 2 * a, (j - 2) * a)
        gap = sum(two[s] * _gap_within(int(s), a) for s in sales)
        apart = np.abs(sales[:, None] - sales[None, :])
        return {
            "Gini coefficient": (j - 1) * gap / (2 * t),
            "unpredictability": float(one @ apart @ one) / t,
            "same product twice": (a + 1.0) / (j * a + 1.0),
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Worlds of one history each; neighbours are compared in pairs."""
        sales = np.array([_sales(values, seed + 7919 * w) for w in range(WORLDS * effort)])
        shares, t = sales / values.purchases, values.purchases
        apart = np.abs(shares[0::2] - shares[1::2]).mean(axis=1)
        twice = (sales * (sales - 1)).sum(axis=1) / (t * (t - 1))
        return {
            "Gini coefficient": Mean(np.array([_gini(row) for row in shares])),
            "unpredictability": Mean(apart),
            "same product twice": Mean(twice),
        }


def _gap_within(total: int, a: float) -> float:
    """Mean distance of two products' sales that are `total` together."""
    first = np.arange(total + 1)
    return float(betabinom.pmf(first, total, a, a) @ np.abs(2 * first - total))


def _gini(shares: Floats) -> float:
    return float(np.abs(shares[:, None] - shares[None, :]).sum()) / (2 * len(shares))


def _sales(values: Values, seed: int) -> Integers:
    """Units of each product after so many purchases, one a day."""
    scenario = load_scenario(
        "limits/herding",
        **{
            "market.factories_per_shelf": values.products,
            "platforms.north.rank_head_start": values.head_start,
        },
    )
    market, sales = Market(scenario, seed=seed), np.zeros(values.products, np.int64)
    while sales.sum() < values.purchases:
        market.step()
        assert market.today is not None
        sales += np.bincount(market.today.checkout.orders["product"], minlength=values.products)
    return sales
