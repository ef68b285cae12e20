"""A factory that learns from its own payoffs alone: EXP3 (Auer et al. 2002; 3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from agents.learnings.exp3 import best_exploration
from experiments.limits._reviews import COST_SHARE, market_of
from experiments.proving.limit import Coarse, Limit, Mean, Seen

MODES = ("brand_dealer", "c2m", "incubated", "odm")  # in the order of the memory
TWINS, REVIEWS = 50, 64  # factories that begin with each mode; reviews of each


class Values(NamedTuple):
    """What the closed form depends on."""

    rewards: tuple[float, float, float]  # of the first three modes in (0, 1); the last has 1
    exploration: float  # gamma


@final
class Exp3Regret(Limit[Values]):
    """What a mode would have earned is estimated without bias, though one mode at a time is seen.

    So the log-weight of a mode grows by gamma / K times its reward a review on average, chosen or
    not. Rewards do not vary here: what is random is the choice. The research notes have 20,000
    rounds and a regret of 414 under Auer's bound of 873. Here rounds are few and factories many;
    in so few rounds not even the worst play would break the bound, so that it is not asked.
    """

    kind = "exp3_regret"
    code = "LC25"
    closed_form = "E log w_k = gamma T r_k / K"
    coarse = {
        f"log-weight of {mode}": Coarse(0.25, "seen only when the mode is chosen, which is seldom")
        for mode in MODES
    }

    @property
    def published(self) -> Values:
        """Four modes and the exploration that the bound is for."""
        return Values((0.35, 0.6, 0.8), best_exploration(len(MODES), REVIEWS))

    def others(self, rng: np.random.Generator) -> Values:
        """Other rewards."""
        r = rng.uniform(0.2, 0.95, 3).tolist()
        return self.published._replace(rewards=(r[0], r[1], r[2]))

    def flawed(self, values: Values) -> Values:
        """A seventh more is learned."""
        return values._replace(exploration=8.0 / 7.0 * values.exploration)

    def expect(self, values: Values) -> Mapping[str, float]:
        """Log-weights after all reviews."""
        step = values.exploration * REVIEWS / len(MODES)
        return {
            f"log-weight of {mode}": step * reward
            for mode, reward in zip(MODES, (*values.rewards, 1.0), strict=True)
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """One factory of each mode in a population: four that begin differently are one trial."""
        operation = {
            mode: {"operation": (1.0 - reward) / COST_SHARE}
            for mode, reward in zip(MODES[:3], values.rewards, strict=True)
        }
        settings = {
            "platforms.north.modes": dict.fromkeys(MODES, 1.0),
            "strategies": operation,
            "learning.kind": "exp3",
            "learnings.exp3.exploration": values.exploration,
            "learnings.exp3.worst": -1.0,
            "learnings.exp3.best": 0.0,
        }
        market = market_of(TWINS * effort, 4, seed, settings)
        factories = market.world.factories
        for _ in range(REVIEWS):
            market.step()
        memory = np.array([factory.memory for factory in factories])
        category = np.array([factory.category for factory in factories])
        trials = np.array([memory[category == c].mean(axis=0) for c in range(TWINS * effort)])
        return {f"log-weight of {mode}": Mean(trials[:, k]) for k, mode in enumerate(MODES)}
