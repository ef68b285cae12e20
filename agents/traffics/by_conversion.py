"""The race for performance: wandering viewers are sent where viewers buy."""

from __future__ import annotations

from typing import ClassVar, final

from agents.traffic import TrafficRule, TrafficView, relative_powers
from core.arrays import Floats
from core.declare import Parameters, param


class ByConversionParameters(Parameters):
    """How steeply traffic rises with conversion."""

    # fmt: off
    exponent: float = param(
        1.0, "1", "traffic goes with (conversion + least conversion) to this power", "assumption",
        0.0, 3.0, least=0,
    )
    least_conversion: float = param(
        0.002, "orders/exposure", "what a room that sold nothing is counted as", "assumption",
        0.0001, 0.01, least=1e-9,
    )
    # fmt: on


@final
class ByConversion(TrafficRule[ByConversionParameters]):
    """Shares wandering viewers by a power of each anchor's orders per exposure."""

    kind: ClassVar[str] = "by_conversion"

    def weights(self, view: TrafficView) -> Floats:
        """(conversion + least conversion) ** exponent."""
        p = self.parameters
        return relative_powers(view.conversion + p.least_conversion, p.exponent)
