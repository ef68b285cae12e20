"""Small batches: what they cost, and what they spare those who wait."""

from __future__ import annotations

from typing import final

from experiments.judging.study import Effort, Number, Prediction, Study, than
from experiments.judging.study_numbers import WAIT

OWN_BRANDS = {
    "market.categories": ["apparel"],
    "platforms.*.modes": {"brand_dealer": 0.0, "odm": 0.0, "c2m": 1.0, "incubated": 0.0},
    "strategies.c2m.cover_days": 0.0,
}
SMALL, LARGE = "batch of half a day's demand", "eight days"

MAKING = Number("share_making", "share", "production and setup, per yuan that consumers pay")


@final
class Batches(Study):
    """Make-to-order brands with two sizes of batch."""

    kind = "batches"
    title = "The price of a small batch"
    mechanism = (
        "Each start costs a setup: a small batch carries more of it a piece, a large one lets "
        "buyers wait until it is full (LC21)."
    )
    arms = {
        SMALL: {"strategies.c2m.batch_days": 0.5, **OWN_BRANDS},
        LARGE: {"strategies.c2m.batch_days": 8.0, **OWN_BRANDS},
    }
    contexts = {
        "cheap setup": {"strategies.c2m.setup_days": 0.02},
        "dear setup": {"strategies.c2m.setup_days": 0.2},
    }
    predictions = (
        Prediction("C40", "wait for a batch of eight days", "buyers wait until it is full",
                   WAIT, than(LARGE, SMALL), +1, 1.0, contexts=("cheap setup",)),
        Prediction("C40", "cost of making in a batch of half a day", "a setup for few pieces",
                   MAKING, than(SMALL, LARGE), +1, 0.02),
    )  # fmt: skip
    quick = Effort(consumers=4_000, days=60, replicates=12)
    full = Effort(consumers=20_000, days=120, replicates=20)
    caution = (
        "Apparel only, and own brands that hold no stock. Batches are of a given size: nobody "
        "chooses it by what a setup costs, so that the wait is the same where setups are dear and "
        "is told once. C41 stood here until a review: no treatment of its own changed anything."
    )
