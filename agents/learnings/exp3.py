"""EXP3: each factory tries modes for itself and learns from its own payoffs only."""

from __future__ import annotations

import math
from typing import ClassVar, Self, final

import numpy as np
from pydantic import model_validator

from agents.learning import Learning, ReviewView
from core.arrays import Floats
from core.declare import Parameters, Unfit, param


class Exp3Parameters(Parameters):
    """How much a factory explores, and which payoffs count as worst and best."""

    exploration: float = param(
        0.2, "1", "share of choices made at random (gamma)", "3.7", 0.01, 1, least=1e-9, most=1
    )
    worst: float = param(-0.5, "1", "payoff that counts as reward 0", "assumption", -2, 0)
    best: float = param(1.0, "1", "payoff that counts as reward 1", "assumption", 0, 3)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.worst >= self.best:
            raise Unfit("worst", self.worst, f"below best, {self.best:g}")
        return self


def best_exploration(choices: int, rounds: int) -> float:
    """Exploration that guarantees a regret below 2 sqrt(e-1) sqrt(T K ln K) (LC25)."""
    return min(1.0, math.sqrt(choices * math.log(choices) / ((math.e - 1.0) * rounds)))


@final
class Exp3(Learning[Exp3Parameters]):
    """Adversarial bandit of Auer et al.; the memory is a row of log-weights, a mode each (3.7)."""

    kind: ClassVar[str] = "exp3"

    def chances(self, memory: Floats, modes: int) -> Floats:
        """p_k = (1 - g) w_k / sum w + g / K."""
        weights = np.exp(memory - memory.max()) if memory.size else np.ones(modes)
        g = self.parameters.exploration
        chances: Floats = (1.0 - g) * weights / weights.sum() + g / modes
        return chances

    def remember(self, view: ReviewView) -> Floats:
        """Log-weight of the mode used: + g / K times reward over its chance."""
        p, modes = self.parameters, len(view.modes)
        memory = view.memory.copy() if view.memory.size else np.zeros(modes)
        if view.mode in view.modes:
            used = view.modes.index(view.mode)
            reward = min(1.0, max(0.0, (view.payoff - p.worst) / (p.best - p.worst)))
            memory[used] += p.exploration / modes * reward / self.chances(memory, modes)[used]
        return memory

    def choose(self, view: ReviewView) -> str:
        """A mode drawn by its chance."""
        edges = np.cumsum(self.chances(view.memory, len(view.modes)))
        row = int(np.searchsorted(edges, view.luck[1] * edges[-1], side="right"))
        return view.modes[min(row, len(view.modes) - 1)]
