"""Buying what others buy: the counter hidden, shown, strongly felt, and faked."""

from __future__ import annotations

from typing import final

from experiments.judging.study import Number, Prediction, Study, than
from experiments.judging.study_numbers import SOLD, UNEQUAL

THICK = {"market.categories": ["apparel"], "market.factories_per_shelf": 12}  # 9 twins of a mode

BY_QUALITY = Number(
    "makers.quality_explains",
    "share",
    "variance of log net sales between factories of a mode, that which goes with quality",
)
BY_LUCK = Number(
    "0.5 - makers.quality_explains", "share", "the same variance: what quality lacks of one half"
)
SNOWBALL = "what was bought early is looked at and liked more, and so bought more"


@final
class Herding(Study):
    """How much the sight of others' purchases concentrates sales, and what a faked sight sells."""

    kind = "herding"
    title = "Following the public"
    mechanism = (
        "A counter in the live room and sales shown on the shelf tell what others bought. Both "
        "stir those who see them, so that early luck is copied: sales should be more unequal, go "
        "less with quality, and a padded counter should sell."
    )
    arms = {
        "hidden": {"impulse.herd": 0.0, "shelf.score_exponent": 0.0},
        "shown": {"impulse.herd": 0.05, "shelf.score_exponent": 0.5},
        "felt strongly": {"impulse.herd": 0.3, "shelf.score_exponent": 1.0},
        "faked": {
            "impulse.herd": 0.05,
            "shelf.score_exponent": 0.5,
            "platforms.*.counter_inflation": 1.0,
        },
    }
    contexts = {
        "positions on the shelf": THICK,
        "no shelf positions": {**THICK, "shelf.rank_exponent": 0.0},
    }
    predictions = (
        Prediction("C20", "inequality of factories", SNOWBALL,
                   UNEQUAL, than("shown", "hidden"), +1, 0.02),
        Prediction("C20", "inequality of factories, strong herding", SNOWBALL,
                   UNEQUAL, than("felt strongly", "hidden"), +1, 0.02),
        Prediction("C20", "what a faked counter sells", "twice the number, the same goods",
                   SOLD, than("faked", "shown"), +1, 0.02, relative=True),
        Prediction("Q18", "what herding takes from quality", SNOWBALL,
                   BY_QUALITY, than("hidden", "felt strongly"), +1, 0.05),
        Prediction("Q18", "luck is more than half", "designs, anchors' choices and early sales",
                   BY_LUCK, {"shown": 1.0}, +1, 0.05),
    )  # fmt: skip
    caution = (
        "Apparel only, with 12 factories a shelf. What is not quality is called luck: the fit of a "
        "first design, the anchors who take it up, and early sales. Anchors' own inequality is not "
        "divided. The faked counter is every product's, and seen in live rooms only: what one "
        "cheat gains at the cost of the honest is not asked."
    )
