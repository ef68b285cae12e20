"""The rich get richer: wandering viewers are sent where followers already are."""

from __future__ import annotations

from typing import ClassVar, final

from agents.traffic import TrafficRule, TrafficView, relative_powers
from core.arrays import Floats
from core.declare import Parameters, param


class ByFollowersParameters(Parameters):
    """How steeply traffic rises with the audience."""

    # fmt: off
    exponent: float = param(
        1.5, "1", "traffic goes with (followers + first followers) to this power",
        "calibrated: rank law of anchors' sales (S63)", 0.0, 1.5, least=0,
    )
    first_followers: float = param(
        10.0, "followers", "what a newcomer is counted as", "assumption", 1.0, 1000.0, least=1e-6
    )
    # fmt: on


@final
class ByFollowers(TrafficRule[ByFollowersParameters]):
    """Shares wandering viewers by a power of the number of followers."""

    kind: ClassVar[str] = "by_followers"

    def weights(self, view: TrafficView) -> Floats:
        """(followers + first followers) ** exponent."""
        p = self.parameters
        return relative_powers(view.followers + p.first_followers, p.exponent)
