"""Shoppers look where others have bought: Polya's urn (Salganik, Dodds & Watts 2006)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np
from scipy.stats import betabinom

from core.arrays import Integers
from core.inequality import gini
from experiments.live import next_day
from experiments.proving.limit import Coarse, Limit, Mean, Seen, seeds_of
from model import Market, load_scenario
from model.watching.watched import NOTHING

WORLDS = 30
GINI, APART = "Gini coefficient", "unpredictability"


class Values(NamedTuple):
    """What the closed form depends on."""

    products: int  # J
    head_start: float  # a: units each product counts as having sold
    purchases: int  # T


@final
class PolyaHerding(Limit[Values]):
    """Without quality, shares of sales tend to a draw from Dirichlet(a ... a).

    After T purchases sales are Dirichlet-multinomial, exactly; theory is taken at that T. As T
    grows its numbers become those of the research notes: for 48 songs and a = 1 a Gini coefficient
    of (J - 1) / 2J = .489583 and an unpredictability of .020614. How far they are from there is a
    matter of T / J, so that a shelf of a few products comes nearer in the same time.
    """

    kind = "polya_herding"
    code = "LC12"
    closed_form = "sales ~ Dirichlet-multinomial(T; a ... a); Gini -> (J - 1) / 2J for a = 1"
    coarse = {
        GINI: Coarse(0.7, "a history is one trial"),
        APART: Coarse(0.35, "a history is one trial"),
    }

    @property
    def published(self) -> Values:
        """One seed each; the notes have 48 songs and no end of purchases."""
        return Values(8, 1.0, 20)

    def others(self, rng: np.random.Generator) -> Values:
        """Small shelves, strong and weak herding."""
        return Values(int(rng.integers(4, 12)), rng.uniform(0.3, 1.5), int(rng.integers(15, 25)))

    def flawed(self, values: Values) -> Values:
        """A head start that is half as much again."""
        return values._replace(head_start=1.5 * values.head_start)

    def trivial(self, values: Values) -> Mapping[str, float]:
        """Nobody heeds what others bought: a head start without end."""
        return self.expect(values._replace(head_start=1e6))

    def expect(self, values: Values) -> Mapping[str, float]:
        """Sums over the beta-binomial laws of one product and of two."""
        j, a, t = values
        sales = np.arange(t + 1)
        one = betabinom.pmf(sales, t, a, (j - 1) * a)
        two = betabinom.pmf(sales, t, 2 * a, (j - 2) * a)
        gap = sum(two[s] * _gap_within(int(s), a) for s in sales)
        apart = np.abs(sales[:, None] - sales[None, :])
        return {
            GINI: (j - 1) * gap / (2 * t),
            APART: float(one @ apart @ one) / t,
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Worlds of one history each; how far another would be from each is known on average."""
        worlds = seeds_of(seed, WORLDS * effort)
        sales = np.array([_sales(values, own) for own in worlds])
        j, a, t = values
        one, counts = betabinom.pmf(np.arange(t + 1), t, a, (j - 1) * a), np.arange(t + 1)
        another = np.abs(counts[:, None] - counts[None, :]) @ one / t
        return {
            GINI: Mean(np.array([gini(row) for row in sales])),
            APART: Mean(another[sales].mean(axis=1)),
        }


def _gap_within(total: int, a: float) -> float:
    """Mean distance of two products' sales that are `total` together."""
    first = np.arange(total + 1)
    return float(betabinom.pmf(first, total, a, a) @ np.abs(2 * first - total))


def _sales(values: Values, seed: int) -> Integers:
    """Units of each product after so many purchases, one a day."""
    scenario = load_scenario(
        "limits/herding",
        **{
            "market.factories_per_shelf": values.products,
            "platforms.north.rank_head_start": values.head_start,
        },
    )
    market, sales = (
        Market(scenario, seed=seed, watched=NOTHING),
        np.zeros(values.products, np.int64),
    )
    while sales.sum() < values.purchases:
        sales += np.bincount(next_day(market).checkout.orders["product"], minlength=values.products)
    return sales
