"""Innovators and imitators where everybody knows everybody (Bass 1969), a day a step (W12)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np
from scipy.stats import binom

from core.arrays import Floats
from experiments.live import next_day
from experiments.proving.limit import Coarse, Limit, Mean, Seen
from model import Market, load_scenario
from model.watching.watched import NOTHING

PEOPLE, PRODUCTS, DAYS = 200, 100, (1, 5, 10)


class Values(NamedTuple):
    """What the closed form depends on."""

    innovation: float  # p: to take a product up by oneself on a day
    imitation: float  # q: times the share of who knows, friends' words a day


@final
class BassEverybody(Limit[Values]):
    """Who knows of a novelty, by own need in the daytime or from a friend at night.

    The number of those who know is a Markov chain with binomial steps; theory is its mean. With
    ever more people it follows f <- f + p (1 - f), f <- f + (1 - f) (1 - exp(-q f)), another
    scheme of small steps than f <- f + (p + q f) (1 - f) of the research notes (.782643 after ten
    days): here a friend's chance comes after one's own, and several friends count once.
    """

    kind = "bass_everybody"
    code = "LC01c"
    closed_form = "by day f += p (1 - f), by night f += (1 - f) (1 - (1 - q / (N-1))^(N f))"
    textbook = {"share who know after day 10": 0.7826425692418084}
    coarse = {
        "share who know after day 1": Coarse(0.3, "few know yet"),
        "share who know after day 5": Coarse(0.15, "luck of the first days is multiplied"),
    }

    @property
    def published(self) -> Values:
        """The classic coefficients."""
        return Values(0.03, 0.38)

    def others(self, rng: np.random.Generator) -> Values:
        """Slow and fast novelties."""
        return Values(rng.uniform(0.01, 0.06), rng.uniform(0.2, 0.6))

    def flawed(self, values: Values) -> Values:
        """A tenth more imitation."""
        return values._replace(imitation=1.1 * values.imitation)

    def expect(self, values: Values) -> Mapping[str, float]:
        """The mean of the chain."""
        chain, law = _by_day(values) @ _by_night(values), np.zeros(PEOPLE + 1)
        law[0] = 1.0
        expected = {}
        for day in range(1, DAYS[-1] + 1):
            law = law @ chain
            expected[day] = float(law @ np.arange(PEOPLE + 1)) / PEOPLE
        return {f"share who know after day {day}": expected[day] for day in DAYS}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Many products on one network of all, each with a luck of its own."""
        products = PRODUCTS * effort
        names = [f"novelty {k}" for k in range(products)]
        kind = {"need_rate": -math.log1p(-values.innovation), "return_intercept": -100.0}
        scenario = load_scenario(
            "limits/bass",
            **{
                "market.categories": names,
                "categories": dict.fromkeys(names, kind),
                "word_of_mouth.tell": values.imitation / (PEOPLE - 1),
            },
        )
        market, know = (
            Market(scenario, seed=seed, watched=NOTHING),
            np.zeros((products, PEOPLE), np.bool_),
        )
        seen: dict[str, Seen] = {}
        for day in range(1, DAYS[-1] + 1):
            today = next_day(market)
            kept, told = today.aftersales.kept, today.gossip
            know[kept["product"], kept["consumer"]] = True
            know[told.product, told.told] = True
            if day in DAYS:
                seen[f"share who know after day {day}"] = Mean(know.mean(axis=1))
        return seen


def _by_day(values: Values) -> Floats:
    """Chance that k know in the evening where n knew in the morning: [n, k]."""
    people = np.arange(PEOPLE + 1)
    more, left = people[None, :] - people[:, None], PEOPLE - people[:, None]
    return np.asarray(binom.pmf(more, left, values.innovation))


def _by_night(values: Values) -> Floats:
    """The same from evening to morning: each of n who know tells each other one."""
    people = np.arange(PEOPLE + 1)
    hears = 1.0 - (1.0 - values.imitation / (PEOPLE - 1)) ** people
    more, left = people[None, :] - people[:, None], PEOPLE - people[:, None]
    return np.asarray(binom.pmf(more, left, hears[:, None]))
