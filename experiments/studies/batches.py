"""Small batches and quick factories: what they cost, and who is made to have them."""

from __future__ import annotations

from typing import final

from experiments.study import Effort, Number, Prediction, Study, than
from experiments.study_numbers import WAIT

OWN_BRANDS = {
    "market.categories": ["apparel"],
    "platforms.*.modes": {"brand_dealer": 0.0, "odm": 0.0, "c2m": 1.0, "incubated": 0.0},
    "strategies.c2m.cover_days": 0.0,
}
SMALL, LARGE = "batch of half a day's demand", "eight days"
FREE, DEMANDING = "no throughput asked", "members must keep up .8"

MAKING = Number("share_making", "share", "production and setup, per yuan that consumers pay")
LEAD = Number("lead_days", "day", "production lead time, mean over open factories and days")


@final
class Batches(Study):
    """Make-to-order brands with two sizes of batch; a programme that asks much, or nothing."""

    kind = "batches"
    title = "The price of a small batch, and the pressure to be quick"
    mechanism = (
        "Each start costs a setup: a small batch carries more of it a piece, a large one lets "
        "buyers wait until it is full (LC21). A platform that keeps in its programme only who "
        "keeps up should select quick factories."
    )
    arms = {
        SMALL: {"strategies.c2m.batch_days": 0.5, **OWN_BRANDS},
        LARGE: {"strategies.c2m.batch_days": 8.0, **OWN_BRANDS},
        FREE: {"platforms.*.programme_throughput": 0.0},
        DEMANDING: {"platforms.*.programme_throughput": 0.8},
    }
    contexts = {
        "cheap setup": {"strategies.c2m.setup_days": 0.02},
        "dear setup": {"strategies.c2m.setup_days": 0.2, "learning.kind": "imitation"},
    }
    predictions = (
        Prediction("C40", "wait for a batch of eight days", "buyers wait until it is full",
                   WAIT, than(LARGE, SMALL), +1, 1.0),
        Prediction("C40", "cost of making in a batch of half a day", "a setup for few pieces",
                   MAKING, than(SMALL, LARGE), +1, 0.02),
        Prediction("C41", "lead time by throughput asked", "who is slow cannot stay a member",
                   LEAD, than(DEMANDING, FREE), -1, 1.0),
    )  # fmt: skip
    quick = Effort(consumers=4_000, days=60, replicates=12)
    full = Effort(consumers=20_000, days=120, replicates=20)
    caution = (
        "C41 speaks of investment in speed. Lead times belong to a mode here and cannot be bought: "
        "pressure can only move who sells, or who switches where factories imitate (dear setup)."
    )
