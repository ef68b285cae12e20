"""Every room the same: the platform without a thumb on the scale."""

from __future__ import annotations

from typing import ClassVar, final

import numpy as np

from agents.traffic import TrafficRule, TrafficView
from core.arrays import Floats
from core.declare import Parameters


class EqualParameters(Parameters):
    """Nothing to set."""


@final
class Equal(TrafficRule[EqualParameters]):
    """Shares wandering viewers evenly over the sessions."""

    kind: ClassVar[str] = "equal"

    def weights(self, view: TrafficView) -> Floats:
        """One for each session."""
        return np.ones(len(view.anchor))
