"""The same factories under three ways of selling: own brand, a platform's brand, dealers."""

from __future__ import annotations

from typing import final

from experiments.judging.study import (
    FULL_SEASONS,
    SEASONS,
    Changes,
    Number,
    Prediction,
    Study,
    than,
)
from experiments.judging.study_numbers import EARNED

MODES = ("brand_dealer", "odm", "c2m", "incubated")

LEFT = Number("makers.goods_left", "day", "finished goods left at the end, days of mean sales")
EARNERS = Number("makers.earners", "share", "factories, goods left at their worth")
RISK = Number(
    "makers.earnings_spread",
    "ratio",
    "sd of earnings between factories of a category, per mean net sales of one",
)
BY_QUALITY = Number(
    "makers.quality_explains", "share", "variance of log net sales between factories of a category"
)


def only(mode: str) -> Changes:
    """Every factory sells in one way."""
    return {"platforms.*.modes": {name: float(name == mode) for name in MODES}}


@final
class OwnBrand(Study):
    """Worlds in which all factories are C2M, all ODM, or all brands with dealers; equal luck."""

    kind = "own_brand"
    title = "To be one's own brand, or to make for a platform"
    mechanism = (
        "A factory with its own brand makes after orders, so that little is left over, but it "
        "bears promotion and operation on a thin mark-up. Who makes for a platform is paid when "
        "the goods come off the line: it earns a small sure margin, and competes by quality alone."
    )
    arms = {"all C2M": only("c2m"), "all ODM": only("odm"), "all brands": only("brand_dealer")}
    contexts = {
        "base": {},
        "volatile needs": {"categories.*.need_volatility": 0.5, "categories.*.season_days": 30},
        "low quality": {"factories.quality_mean": -1.0},
    }
    predictions = (
        Prediction("C30", "goods left", "what was ordered is not left over",
                   LEFT, than("all C2M", "all ODM"), -1, 5.0),
        Prediction("C30", "goods left, to the chain", "what was ordered is not left over",
                   LEFT, than("all C2M", "all brands"), -1, 5.0),
        Prediction("C30", "factories that earn", "all costs of a shop on a thin mark-up",
                   EARNERS, than("all C2M", "all ODM"), -1, 0.10),
        Prediction("C31", "risk between factories",
        "the platform pays on delivery and owns the stock",
                   RISK, than("all ODM", "all C2M"), -1, 0.02),
        Prediction("C31", "margin", "cost plus a fifth, no shop to run",
                   EARNED, than("all ODM", "all C2M"), +1, 0.02),
        Prediction("C31", "quality decides",
        "no premium of a brand or noise of dealers stands between",
                   BY_QUALITY, than("all ODM", "all brands"), +1, 0.05),
    )  # fmt: skip
    quick, full = SEASONS, FULL_SEASONS
    caution = (
        "Mark-ups, leads and who owns the stock are put in by mode; what follows for stock, margin "
        "and risk is answered. A factory is one size: small ones are not told apart from large."
    )
