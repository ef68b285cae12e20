"""The loop from sales to rank to sales, and what a burst leaves in it."""

from __future__ import annotations

from typing import final

from experiments.judging.study import Effort, Number, Prediction, Study, than
from experiments.judging.study_numbers import UNEQUAL

BURST = {"anchors.festival_days": [19]}


def rank(exponent: float) -> dict[str, float]:
    """How steeply the shelf's score rises with sales."""
    return {"platforms.*.rank_exponent": exponent}


LATER = Number("last_third.orders_shelf", "orders", "from the shelf, 21 to 40 days after the burst")
AGAIN = Number(
    "repurchase_30d", "share", "of those whose first order was 30 days ago, ordered again"
)


@final
class RankLoop(Study):
    """A festival a third into the run (C45); ranks that follow sales little or much."""

    kind = "rank_loop"
    title = "Whether a burst of sales lifts what is found by search"
    mechanism = (
        "Sales lift a product's rank, and what stands higher is looked at more (never liked more, "
        "W9), so that a live burst should leave organic sales. Below r = 1 the gain decays with "
        "the memory of the ranking; above, it should feed itself (LC27)."
    )
    arms = {
        "rank ignores sales": rank(0.0),
        "r = .7": rank(0.7),
        "r = .7, burst": {**rank(0.7), **BURST},
        "r = 1.2": rank(1.2),
        "r = 1.2, burst": {**rank(1.2), **BURST},
    }
    contexts = {
        "ranks remember a week": {},
        "ranks remember a month": {"platforms.*.sales_half_life": 30.0},
    }
    predictions = (
        Prediction("C45", "organic orders after a burst", "it stands higher on the shelf",
                   LATER, than("r = .7, burst", "r = .7"), +1, 0.03, relative=True),
        Prediction("C45", "repurchase by rank", "what one knows is found again",
                   AGAIN, than("r = .7", "rank ignores sales"), +1, 0.01),
        Prediction("Q10", "inequality of factories, r = 1.2", "the loop feeds itself above 1",
                   UNEQUAL, than("r = 1.2", "r = .7"), +1, 0.02),
        Prediction("Q10", "what a burst leaves, more at r = 1.2", "the loop feeds itself above 1",
                   LATER, {"r = 1.2, burst": 1.0, "r = 1.2": -1.0, "r = .7, burst": -1.0,
                           "r = .7": 1.0}, +1, 0.02, relative=True, base_arm="r = .7"),
    )  # fmt: skip
    quick = Effort(consumers=5_000, days=60, replicates=12)
    full = Effort(consumers=20_000, days=60, replicates=30)  # the burst is a day of the run
    caution = (
        "The burst is a festival that lifts all who are pitched that day; it also empties stocks "
        "and budgets, which pulls the other way. What it leaves more at r = 1.2 is a share of the "
        "orders at r = .7 without it since a review; before, of two markets, so that 2 % asked "
        "for twice as much."
    )
