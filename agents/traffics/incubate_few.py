"""The greenhouse: rooms that pitch the platform's incubated brands get more viewers (C34)."""

from __future__ import annotations

from typing import ClassVar, final

from agents.traffic import TrafficRule, TrafficView, relative_powers
from core.arrays import Floats
from core.declare import Parameters, param


class IncubateFewParameters(Parameters):
    """How much the chosen few are favoured."""

    # fmt: off
    boost: float = param(
        4.0, "ratio", "traffic added to a room that pitches incubated brands only",
        "C34, assumption", 0.0, 20.0, least=0,
    )
    exponent: float = param(
        0.4, "1", "of the followers, for the traffic that is not boosted", "assumption",
        0.0, 1.5, least=0,
    )
    first_followers: float = param(
        10.0, "followers", "what a newcomer is counted as", "assumption", 1.0, 1000.0, least=1e-6
    )
    # fmt: on


@final
class IncubateFew(TrafficRule[IncubateFewParameters]):
    """Shares wandering viewers mildly by followers, strongly by incubated brands pitched."""

    kind: ClassVar[str] = "incubate_few"

    def weights(self, view: TrafficView) -> Floats:
        """(followers + first followers) ** exponent x (1 + boost x incubated share)."""
        p = self.parameters
        base = relative_powers(view.followers + p.first_followers, p.exponent)
        weights: Floats = base * (1.0 + p.boost * view.incubated)
        return weights
