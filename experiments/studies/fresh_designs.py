"""Designs that follow what sells: how often, and what it is worth."""

from __future__ import annotations

from typing import final

from experiments.judging.study import Effort, Number, Prediction, Study, than
from experiments.judging.study_numbers import C2M_SOLD

APPAREL = {"market.categories": ["apparel"]}
MOVING, STILL = "fashion moves fast", "fashion stands still"

DISTANCE = Number("c2m.taste_distance", "taste", "own brands' orders, design to centre of fashion")
RETURNS = Number("c2m.return_rate", "share", "own brands' received orders that were decided")
PRICE = Number("c2m.gmv / c2m.orders", "CNY", "own brands' orders, price paid")
TURNS = Number("c2m.turns", "1/year", "own brands' units in stock")
FRESH = "a design made yesterday is nearer to what is wanted today"


@final
class FreshDesigns(Study):
    """Own brands redesign every eight days, three weeks or two months, or never."""

    kind = "fresh_designs"
    title = "Designs that follow the buyers"
    mechanism = (
        "The live feed shows a factory the taste of its buyers. It moves its design towards it, so "
        "that goods should fit better, sell more and come back less, the more the faster fashion "
        "moves. More sales mean more experience, and so a lower cost and price."
    )
    arms = {
        "every eight days": {"strategies.c2m.redesign_days": 8},
        "every three weeks": {},
        "every two months": {"strategies.c2m.redesign_days": 60},
        "never": {"strategies.c2m.redesign_gap": 1000.0},
        "no experience": {"factories.learning_rate": 0.0},
    }
    contexts = {
        MOVING: {**APPAREL, "categories.apparel.drift_speed": 0.12},
        STILL: {**APPAREL, "categories.apparel.drift_speed": 0.0},
    }
    predictions = (
        Prediction("C23", "sales of a design of eight days", FRESH,
                   C2M_SOLD, than("every eight days", "never"), +1, 0.02, relative=True,
                   contexts=(MOVING,)),
        Prediction("C23", "distance to fashion, eight days for two months", FRESH,
                   DISTANCE, than("every eight days", "every two months"), -1, 0.05,
                   contexts=(MOVING,)),
        Prediction("C39", "distance to fashion", FRESH,
                   DISTANCE, than("every three weeks", "never"), -1, 0.05, contexts=(MOVING,)),
        Prediction("C39", "returns", "what fits is kept",
                   RETURNS, than("every three weeks", "never"), -1, 0.01, contexts=(MOVING,)),
        Prediction("C48", "price, with redesign", "who sells more has more experience",
                   PRICE, than("every three weeks", "never"), -1, 0.01, relative=True),
        Prediction("C48", "price, with experience", "cost falls with what was made",
                   PRICE, than("every three weeks", "no experience"), -1, 0.02, relative=True),
        Prediction("C48", "turns of stock", "what sells does not lie",
                   TURNS, than("every three weeks", "never"), +1, 0.05, relative=True),
    )  # fmt: skip
    quick = Effort(consumers=5_000, days=90, replicates=12)
    caution = (
        "Apparel only. A design is a point in a plane of tastes; sizes, and designs that are "
        "cheaper to make, are not there, so that feedback lowers cost through experience alone, "
        "and of a year's experience put in at the start a quick run adds a quarter. A design takes "
        "a lead of a week and a day, so that eight days is the soonest; until a review what was "
        "called weekly was every fifteen days, and three weeks were twenty-nine days."
    )
