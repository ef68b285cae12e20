"""Platforms that buy from factories direct, and how many factories there are."""

from __future__ import annotations

from typing import final

from experiments.judging.study import FULL_SEASONS, SEASONS, Number, Prediction, Study, than
from experiments.judging.study_numbers import SHELF_CONVERSION, SOLD

KEPT = Number("kept", "orders", "received and kept, whole run")
LAUNCHES = Number("makers.launches", "1/year", "new designs of a factory")
WAIT = Number("lead_days", "day", "production lead time, mean of factories and days")
PRICE = Number("price_paid", "CNY", "all orders, whole run")
SEVERAL, MANY = "all modes", "all modes, thrice the factories"


@final
class DirectSupply(Study):
    """Brands with dealers alone; with direct factories; with many of them."""

    kind = "direct_supply"
    title = "Factories on the shelf, few and many"
    mechanism = (
        "A platform that contracts with factories offers goods without the prices of dealers, made "
        "in weeks instead of months, and renews them more often. More factories on a shelf mean "
        "more designs to choose from, and more rivals who sell near cost."
    )
    arms = {
        "brands with dealers only": {
            "platforms.*.modes": {"brand_dealer": 1.0, "odm": 0.0, "c2m": 0.0, "incubated": 0.0}
        },
        SEVERAL: {},
        MANY: {"market.factories_per_shelf": 12},
    }
    contexts = {"base": {}, "no live": {"platforms.*.live": False}}
    predictions = (
        Prediction("C26", "all net sales", "cheaper goods are bought more often",
                   SOLD, than(SEVERAL, "brands with dealers only"), +1, 0.05, relative=True),
        Prediction("C26", "goods kept by buyers", "cheaper goods are bought more often",
                   KEPT, than(SEVERAL, "brands with dealers only"), +1, 0.05, relative=True),
        Prediction("C26", "new designs a year", "direct factories see what sells and lead is short",
                   LAUNCHES, than(SEVERAL, "brands with dealers only"), +1, 1.0),
        Prediction("C26", "lead time", "small batches, made after orders",
                   WAIT, than(SEVERAL, "brands with dealers only"), -1, 10.0, contexts=("base",)),
        Prediction("C28", "price paid", "a cheap rival is more often among what one looks at",
                   PRICE, than(MANY, SEVERAL), -1, 0.03, relative=True),
        Prediction("C28", "needs that end in an order", "one of more designs fits",
                   SHELF_CONVERSION, than(MANY, SEVERAL), +1, 0.02),
    )  # fmt: skip
    quick, full = SEASONS, FULL_SEASONS
    caution = (
        "Modes price by their own rule, a mark-up over cost: rivals do not bid prices down, and "
        "the price paid moves only with what is chosen. Leads are put in by mode. Platforms do not "
        "decide to buy direct: both worlds are given. That goods kept are counted too was added "
        "after the first run: the dearer world has the larger sales in money. Leads are the same "
        "with live rooms and without, and told once. Quick runs were of 60 days until a review, in "
        "which no brand could renew a design."
    )
