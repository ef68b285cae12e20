"""Imitation: look at one rival, and copy it the more likely the better it did."""

from __future__ import annotations

from typing import ClassVar, final

from scipy.special import expit

from agents.learning import Learning, ReviewView
from core.arrays import Floats
from core.declare import Parameters, param


class ImitationParameters(Parameters):
    """How carefully a factory compares."""

    noise: float = param(
        0.1, "1", "payoff difference that noise can hide (K)", "assumption", 0.01, 1, least=1e-9
    )


def fermi(own: float, other: float, noise: float) -> float:
    """Probability to copy the other: 1 / (1 + exp(-(other - own) / K)) (3.7)."""
    return float(expit((other - own) / noise))


@final
class Imitation(Learning[ImitationParameters]):
    """Pairwise comparison with a random rival; equal payoffs drift neutrally (LC25, LC31)."""

    kind: ClassVar[str] = "imitation"

    def remember(self, view: ReviewView) -> Floats:
        """Nothing: the rivals are before its eyes."""
        return view.memory

    def choose(self, view: ReviewView) -> str:
        """The rival's mode or its own."""
        if not view.rival_modes:
            return view.mode
        pick, flip = view.luck
        rival = int(pick * len(view.rival_modes))
        chance = fermi(view.payoff, float(view.rival_payoffs[rival]), self.parameters.noise)
        chosen = view.rival_modes[rival]
        return chosen if flip < chance and chosen in view.modes else view.mode
