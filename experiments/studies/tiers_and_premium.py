"""What the middle costs: prices, margins and waves of orders with two, three and four tiers."""

from __future__ import annotations

from typing import final

from experiments.judging.study import FULL_SEASONS, SEASONS, Number, Prediction, Study, than

PRICE = Number(
    "brand_dealer.price_to_cost", "ratio", "price paid per unit cost, goods of brands with dealers"
)
MARGIN = Number(
    "brand_dealer.chain_margin", "CNY/CNY", "earnings of the whole chain per yuan of net sales"
)
SOLD = Number("brand_dealer.net_sales", "CNY", "net sales of brands with dealers, whole run")
WAVES = Number("bullwhip_dealers", "ratio", "variance of dealers' orders over that of units wanted")
BELOW_BRAND = Number(
    "0.45 - odm.price_to_cost / brand_dealer.price_to_cost",
    "ratio",
    "by how much ODM's price over cost stays below .45 of the brand's",
)


@final
class TiersAndPremium(Study):
    """Brands with more or fewer dealers, and without their advertising, beside ODM."""

    kind = "tiers_and_premium"
    title = "What middlemen and the premium cost"
    mechanism = (
        "Each tier that sets a price adds a margin to a margin (LC20) and forecasts from the "
        "orders of the tier below, which swing more than what consumers want (LC19). A platform's "
        "brand has neither tiers nor a premium to pay advertising from, so that it should cost a "
        "fraction."
    )
    arms = {
        "two tiers": {"strategies.brand_dealer.tiers": 2},
        "three tiers": {},
        "four tiers": {"strategies.brand_dealer.tiers": 4},
        "no advertising": {"strategies.brand_dealer.advertising_share": 0.0},
    }
    contexts = {
        "base": {},
        "no live": {"platforms.*.live": False},
        "apparel": {"market.categories": ["apparel"]},
        "cables": {"market.categories": ["cables"]},
    }
    predictions = (
        Prediction("C29", "price, two tiers less four", "no margin upon margin", PRICE,
                   than("two tiers", "four tiers"), -1, 0.05, relative=True),
        Prediction("C29", "net sales, two tiers less four", "a lower price sells more", SOLD,
                   than("two tiers", "four tiers"), +1, 0.05, relative=True),
        Prediction("C29", "swing of orders, two tiers less four", "fewer forecasts of forecasts",
                   WAVES, than("two tiers", "four tiers"), -1, 0.20, relative=True),
        Prediction("C32", "ODM's price below .45 of the brand's",
                   "reported are .2 to .4 (2.8); .05 to spare", BELOW_BRAND, {"three tiers": 1.0},
                   +1, 0.01),
        Prediction("C32", "margin of the brand's chain without advertising",
                   "what advertising and public relations cost", MARGIN,
                   than("no advertising", "three tiers"), +1, 0.02),
    )  # fmt: skip
    quick, full = SEASONS, FULL_SEASONS
    caution = (
        "Tiers price by the closed form of double marginalisation (LC20), so that the price "
        "follows from the assumption; how sales and orders follow from the price does not. The "
        "brand's price does not fall when its advertising ends: that shows as margin."
    )
