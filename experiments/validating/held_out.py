"""What the model is asked to predict: field results that no fit may see. Declared here alone.

Nothing of `experiments.calibrating` may import this file or the predictions, and no target may
bear one of these names or measures; tests/calibration/test_held_out.py and an import contract hold
it. `touched` says honestly what in the model was set from the same source all the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class HeldOut:
    """One published result: where it lies, or (`base` nan) only on which side of `low` or `high`.

    `low` and `high` are the range that counts as a hit; an infinite end asks for a sign.
    """

    name: str
    source: str
    says: str  # what was found in the field
    unit: str
    low: float
    base: float
    high: float
    touched: str = "nothing"

    @property
    def is_sign(self) -> bool:
        """Whether the field saw a direction and no size."""
        return math.isnan(self.base)


HELD_OUT: tuple[HeldOut, ...] = (
    HeldOut(
        "revenue_lift", "S16", "sellers who adopt live: total revenue, against matched sellers",
        "share", 0.8, 1.07, 1.3, "nothing",
    ),
    HeldOut(
        "spillover_of_lift", "S16", "of that rise, what comes through the ordinary shop",
        "share", 0.37, 0.47, 0.57,
        "the traces (S27) outlive a session with .44 of their weight",
    ),
    HeldOut(
        "others_visits_after_star", "S20", "a mega anchor leaves: visits of the others",
        "relative change", -math.inf, math.nan, 0.0,
        "attention was built not to be a fixed cake (W8)",
    ),
    HeldOut(
        "others_sales_after_star", "S20", "a mega anchor leaves: sales of the others",
        "relative change", -math.inf, math.nan, 0.0,
        "attention was built not to be a fixed cake (W8)",
    ),
    HeldOut(
        "sales_per_day_faster", "S29", "sales for each business day faster, from seven",
        "relative change", 0.01, 0.015, 0.02,
        "consumers.patience and the half-life of deliberate orders have S29 as their source: a "
        "check of consistency, not of independence",
    ),
    HeldOut(
        "carry_over_7_days", "S19", "sales of the seven days after a day with live sessions",
        "days of usual sales", 0.0, math.nan, math.inf,
        "platforms.sales_half_life (7 days) names S19",
    ),
    HeldOut(
        "same_day_dominates", "S19", "sales outside the session, same day less the next seven",
        "days of usual sales", 0.0, math.nan, math.inf,
        "platforms.sales_half_life (7 days) names S19",
    ),
    HeldOut(
        "rank_on_sales", "S86", "positions drawn at random: first against last, logarithm",
        "log ratio", 0.0, math.nan, math.inf, "shelf.rank_exponent has S86 as its source",
    ),
    HeldOut(
        "rank_on_utility", "S86", "the same where everything is inspected: nothing",
        "log ratio", -0.05, 0.0, 0.05, "rank is not in utility by construction (W9)",
    ),
)  # fmt: skip


def held_out(name: str) -> HeldOut:
    """The declaration of a name."""
    return next(one for one in HELD_OUT if one.name == name)
