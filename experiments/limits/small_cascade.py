"""Word of mouth below its threshold: a buyer's story dies out (Kempe, Kleinberg & Tardos 2003)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from experiments.limits._cascades import sizes_by_buyer
from experiments.proving.limit import Coarse, Limit, Mean, Seen, Share, seeds_of

PEOPLE, PRODUCTS, ITEMS = 100_000, 560, 40


class Values(NamedTuple):
    """What the closed form depends on."""

    offspring: float  # mu: friends whom one teller tells of what they do not know


@final
class SmallCascade(Limit[Values]):
    """On a random network below the threshold cascades have Borel's sizes.

    The law is that of infinitely many people. Here less than one in 1,000 knows of a product in the
    end, so that an offspring falls on somebody who knows with less than that chance; the mean is
    smaller by less than .001 for it: a sixteenth of its standard error, a sixth at effort 8.
    """

    kind = "small_cascade"
    code = "LC05"
    closed_form = "mean 1 / (1 - mu), P(s) = exp(-mu s) (mu s)^(s-1) / s!"
    textbook = {"mean size": 2.0, "share of size 1": 0.6065306597126334}
    coarse = {
        "share of size 2": Coarse(0.12, "a sixth of all"),
        "share of size 3": Coarse(0.18, "a twelfth of all"),
    }

    @property
    def published(self) -> Values:
        """Half a friend a teller."""
        return Values(0.5)

    def others(self, rng: np.random.Generator) -> Values:
        """Well below the threshold."""
        return Values(rng.uniform(0.2, 0.6))

    def flawed(self, values: Values) -> Values:
        """A tenth more friends are told."""
        return Values(1.1 * values.offspring)

    def trivial(self, values: Values) -> Mapping[str, float]:
        """Nobody is told but the buyer."""
        return {"mean size": 1.0}

    def expect(self, values: Values) -> Mapping[str, float]:
        """Sizes count the buyer."""
        mu = values.offspring
        borel = {s: math.exp(-mu * s) * (mu * s) ** (s - 1) / math.factorial(s) for s in (1, 2, 3)}
        shares = {f"share of size {s}": p for s, p in borel.items()}
        return {"mean size": 1.0 / (1.0 - mu), **shares}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """Every buyer of every product begins a cascade."""
        runs = [
            sizes_by_buyer(PEOPLE, PRODUCTS, ITEMS, values.offspring, own)
            for own in seeds_of(seed, effort)
        ]
        sizes = np.concatenate(runs)
        shares = {
            f"share of size {s}": Share(int((sizes == s).sum()), len(sizes)) for s in (1, 2, 3)
        }
        return {"mean size": Mean(sizes.astype(np.float64)), **shares}
