"""Making after the order beside making ahead for the platform's brand, live or not."""

from __future__ import annotations

from typing import final

from experiments.judging.study import FULL_SEASONS, SEASONS, Number, Prediction, Study, than

MARGIN = Number(
    "c2m.chain_margin - odm.chain_margin",
    "CNY/CNY",
    "earnings of the whole chain per yuan of net sales; C2M less ODM in the same market",
)
SOLD = Number(
    "(c2m.net_sales - odm.net_sales) / net_sales",
    "share",
    "net sales of all factories; C2M less ODM",
)
LEFTOVER = Number(
    "odm.leftover_days - c2m.leftover_days",
    "day",
    "finished goods left at the end, in days of mean sales; ODM less C2M",
)
OVER_BRAND = Number(
    "c2m.chain_margin - brand_dealer.chain_margin",
    "CNY/CNY",
    "earnings of the whole chain per yuan of net sales; C2M less brand and dealers",
)
CATEGORIES = ("base", "apparel", "cables")


@final
class C2mOrOdm(Study):
    """C2M beside ODM in one market, live or not, with steady or volatile needs."""

    kind = "c2m_or_odm"
    title = "C2M or ODM, live or not"
    mechanism = (
        "C2M makes small batches after orders and live data, so that it neither guesses nor holds "
        "stock, but sells near cost and cannot pay a star (W4); ODM guesses weeks ahead and has a "
        "margin to promote with. Live selling brings bursts, which should favour who reacts, "
        "unless the impulse does not wait for the goods."
    )
    arms = {
        "live": {},
        "no live": {"platforms.*.live": False},
        "live, volatile needs": {
            "categories.*.need_volatility": 0.5,
            "categories.*.season_days": 30,
        },
    }
    contexts = {
        "base": {},
        "waits 2 d": {"waiting.half_life_impulse": 2.0},
        "waits 65 d": {"waiting.half_life_impulse": 65.0},
        "apparel": {"market.categories": ["apparel"]},
        "cables": {"market.categories": ["cables"]},
    }
    predictions = (
        Prediction("C35", "chain margin, live less shelf",
                   "difference in differences: live selling should favour C2M more than ODM",
                   MARGIN, than("live", "no live"), +1, 0.02),
        Prediction("C35", "part of net sales, live less shelf", "likewise", SOLD,
                   than("live", "no live"), +1, 0.02),
        Prediction("C36", "stock spared when needs are volatile",
                   "who guesses is wrong more often, who waits for orders is not", LEFTOVER,
                   than("live, volatile needs", "live"), +1, 5.0, contexts=CATEGORIES),
        Prediction("C36", "stock spared at all", "C2M makes what is ordered", LEFTOVER,
                   {"live": 1.0}, +1, 5.0, contexts=CATEGORIES),
        Prediction("Q02", "chain margin over ODM",
                   "C2M is better where impulses wait for the goods (LC18)", MARGIN, {"live": 1.0},
                   +1, 0.02),
        Prediction("Q02", "chain margin over brand and dealers", "likewise", OVER_BRAND,
                   {"live": 1.0}, +1, 0.02),
    )  # fmt: skip
    quick, full = SEASONS, FULL_SEASONS
    caution = (
        "Contracts with anchors are agreed in the model, not given (W4), and returns are taken "
        "off (W2). A high chain margin says nothing of how much is sold at it."
    )
