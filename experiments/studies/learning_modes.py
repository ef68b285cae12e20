"""Whether factories that may change their way of selling end up with their own brand."""

from __future__ import annotations

from typing import final

from experiments.judging.study import Effort, Number, Prediction, Study, than

ALL = "(brand_dealer.factories + odm.factories + c2m.factories + incubated.factories)"
C2M = Number(f"c2m.factories / {ALL}", "share", "of all factories, mean over the days")
OWN = Number(
    f"(c2m.factories + incubated.factories) / {ALL}",
    "share",
    "factories with a brand of their own, of all, mean over the days",
)
WARM = 120  # days before anybody learns: a brand's first season and what it costs are over
IMITATE = {"learning.kind": "imitation", "learning.review_days": 10}


@final
class LearningModes(Study):
    """From a uniform start: imitation, own experience, or none; live or not; early and late."""

    kind = "learning_modes"
    title = "Do factories choose C2M by themselves?"
    mechanism = (
        "A factory that sees a rival earn more copies its way of selling, at a cost. If live "
        "selling makes the factory's own brand pay, it spreads from a uniform start: slowly while "
        "few can be copied, then quickly, then slowly again as few are left."
    )
    arms = {
        "imitation, 60 d": {**IMITATE, "market.days": WARM + 60},
        "imitation": {**IMITATE, "market.days": WARM + 120},
        "imitation, 180 d": {**IMITATE, "market.days": WARM + 180},
        "own experience": {
            "learning.kind": "exp3",
            "learning.review_days": 10,
            "market.days": WARM + 120,
        },
        "nobody learns": {"market.days": WARM + 120},
        "imitation, no live": {
            **IMITATE,
            "market.days": WARM + 120,
            "platforms.*.live": False,
        },
    }
    contexts = {"reviews every 10 d": {}}
    predictions = (
        Prediction(
            "C09",
            "C2M's share grows at first",
            "the first imitators",
            C2M,
            {"imitation": 2.0, "imitation, 60 d": -2.0},  # days 60-120 less days 0-60
            +1,
            0.03,
        ),
        Prediction(
            "C09",
            "and later more slowly",
            "few are left to copy",
            C2M,
            {"imitation": 6.0, "imitation, 60 d": -3.0, "imitation, 180 d": -3.0},
            +1,
            0.03,
        ),
        Prediction(
            "C27",
            "C2M's share, imitation",
            "it earns more, so it is copied",
            C2M,
            than("imitation", "nobody learns"),
            +1,
            0.05,
        ),
        Prediction(
            "C33",
            "share of own brands, imitation",
            "who can design sells under its own name",
            OWN,
            than("imitation", "nobody learns"),
            +1,
            0.05,
        ),
        Prediction(
            "Q03",
            "C2M's share, live less no live",
            "live selling is what makes it pay",
            C2M,
            than("imitation", "imitation, no live"),
            +1,
            0.05,
        ),
        Prediction(
            "Q03",
            "C2M's share, own experience",
            "it is found without a model to copy",
            C2M,
            than("own experience", "nobody learns"),
            +1,
            0.05,
        ),
    )
    quick = Effort(consumers=5_000, days=WARM + 120, replicates=12, warm_up=WARM)
    full = Effort(consumers=20_000, days=WARM + 120, replicates=60, warm_up=WARM)
    caution = (
        "Pure processing (OEM) is not a mode of the model: what is seen is the step from other "
        "people's brands to one's own. Lengths of runs are part of the arms. The quick effort had "
        "six seeds first, which left most cells open, and was then given twelve. Until a review "
        "of the code factories learned from the first day on and judged a mode before it could "
        "sell, so that the bill of a brand's first season drove them from it; now they learn in a "
        "market of 120 days, which is counted from there, and a mode has ninety days before it is "
        "judged or copied. So the runs hold few rounds of learning: what is seen is their first."
    )
