"""A platform that lends its crowd to a few factories, or to all alike."""

from __future__ import annotations

from typing import final

from experiments.judging.study import FULL_SEASONS, SEASONS, Number, Prediction, Study, than
from experiments.judging.study_numbers import SOLD, UNEQUAL

THICK = {
    "market.categories": ["apparel"],
    "market.factories_per_shelf": 16,  # four may join the programme, two are picked
    "platforms.*.programme_days": 15,
}

LEAD = Number("incubated.picked_lead", "ratio", "daily net sales, picked per not picked factories")
EARNERS = Number("makers.earners", "share", "of all factories, goods left at their worth")
NAMED, FULL, EVEN, ROOMS = (
    "picked in name only",
    "programme",
    "programme, viewers shared evenly",
    "programme, viewers led to the picked",
)


@final
class Incubation(Study):
    """The programme, the same picks without what they are given, and two rules of traffic."""

    kind = "incubation"
    title = "Raising stars, or sharing the crowd"
    mechanism = (
        "The platform picks the best sellers of its programme, shows them higher on the shelf and "
        "subsidises them; it may lead wandering viewers to rooms that pitch them. The picked "
        "should pull away from members that were as good. Whether more is sold in all depends on "
        "whether they are better than those whom they displace."
    )
    arms = {
        FULL: {},
        NAMED: {"platforms.*.programme_boost": 1.0, "platforms.*.programme_subsidy": 0.0},
        EVEN: {"platforms.*.traffic": "equal"},
        ROOMS: {"platforms.*.traffic": "incubate_few", "traffics.incubate_few.exponent": 0.0},
    }
    contexts = {
        "nobody learns": THICK,
        "factories learn": {**THICK, "learning.kind": "imitation", "learning.review_days": 15},
    }
    predictions = (
        Prediction("C34", "lead of the picked",
        "the boost is the only difference to the same picks",
                   LEAD, than(FULL, NAMED), +1, 0.20, relative=True),
        Prediction("C34", "inequality of factories", "who is shown higher sells more",
                   UNEQUAL, than(FULL, NAMED), +1, 0.02),
        Prediction("Q14", "all net sales by raising stars", "if the best are displacing the worse",
                   SOLD, than(ROOMS, EVEN), +1, 0.02, relative=True),
        Prediction("Q14", "factories that earn by sharing", "a crowd for each",
                   EARNERS, than(EVEN, ROOMS), +1, 0.05),
    )  # fmt: skip
    quick, full = SEASONS, FULL_SEASONS
    caution = (
        "Apparel only, 16 factories a shelf, picks every 15 days. The plan expected that the total "
        "would not rise: to be checked, Q14 is put as a rise. Guidance of production by the "
        "platform's data is in the feed of incubated brands in all arms. Picks are best sellers, "
        "who probably stand high already: shoppers see positions, so that a higher score of who is "
        "first changes nothing. Until a review viewers led to the picked were led to the followed "
        "too; now that is all in which the two rules of traffic differ."
    )
