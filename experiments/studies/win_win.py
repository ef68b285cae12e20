"""Who gains, who pays: every party of the old world and of the new."""

from __future__ import annotations

from typing import final

from experiments.judging.study import FULL_SEASONS, SEASONS, Number, Prediction, Study, than
from experiments.judging.study_numbers import SENT_BACK

OLD = {
    "platforms.*.live": False,
    "platforms.*.modes": {"brand_dealer": 1.0, "odm": 0.0, "c2m": 0.0, "incubated": 0.0},
}
CAPS = ("odm", "c2m", "incubated", "brand_dealer")


def cap(share: float) -> dict[str, float]:
    """The most that any mode pays an anchor."""
    return {f"strategies.{mode}.commission_cap": share for mode in CAPS}


NEW, BEFORE, LOW, HIGH = "live and direct", "brands and dealers, no live", "cap .1", "cap .5"

FACTORIES = Number("makers.margin * net_sales", "CNY", "factories, goods left at their worth")
DEALERS = Number("profit_dealers + makers.dealers_goods", "CNY", "dealers, goods at their worth")
PLATFORMS = Number(
    "profit_platforms + makers.platform_goods", "CNY", "platforms, goods left at their worth"
)
ANCHORS = Number("profit_anchors", "CNY", "profit of anchors, whole run")
PRICE = Number("price_paid", "CNY/order", "mean price paid, whole run")


@final
class WinWin(Study):
    """The old world against the new, party by party; and caps on what an anchor may be paid."""

    kind = "win_win"
    title = "Whether everybody gains"
    mechanism = (
        "Live direct selling saves the margins of dealers and adds impulse purchases. The saving "
        "is shared between buyers, anchors, platforms and factories by bargaining; dealers are "
        "cut out, and impulses come back as returns."
    )
    arms = {NEW: {}, BEFORE: OLD, LOW: cap(0.1), HIGH: cap(0.5)}
    contexts = {"base": {}, "merchants pay returns": {"returns.free": True}}
    predictions = (
        Prediction("C49", "factories", "a margin that dealers had",
                   FACTORIES, than(NEW, BEFORE), +1, 0.05, relative=True),
        Prediction("C49", "platforms", "they sell more, and take their share",
                   PLATFORMS, than(NEW, BEFORE), +1, 0.05, relative=True),
        Prediction("C49", "buyers' price", "no dealers' margins",
                   PRICE, than(NEW, BEFORE), -1, 0.05, relative=True),
        Prediction("C49", "dealers", "if all are to win, they too",
                   DEALERS, than(NEW, BEFORE), +1, 0.05, relative=True),
        Prediction("C49", "buyers' regret", "if all are to win, no more comes back than before",
                   SENT_BACK, than(BEFORE, NEW), +1, 0.01),
        Prediction("Q05", "anchors under a cap of .5", "they are paid more for each order",
                   ANCHORS, than(HIGH, LOW), +1, 0.05, relative=True),
        Prediction("Q05", "factories under a cap of .5", "better paid anchors pitch more of theirs",
                   FACTORIES, than(HIGH, LOW), +1, 0.02, relative=True),
    )  # fmt: skip
    quick, full = SEASONS, FULL_SEASONS
    caution = (
        "Factories of the old world are as many as in the new, but all of one mode: in the new "
        "world three of four dealers are out of business, and count with nothing. Until a review "
        "dealers' and platforms' goods were worth nothing at the end, and runs were as short as a "
        "brand's first season, whose bill made the old world look poor."
    )
