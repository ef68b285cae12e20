"""The lowest price: what it sells, whom it keeps, and what is left of the margin."""

from __future__ import annotations

from typing import final

from experiments.judging.of_base import as_of
from experiments.judging.study import Number, Prediction, Study, anchors_all, than
from experiments.judging.study_numbers import EARNED, LIVE_CONVERSION, SOLD

HUNTERS, SEEKERS = "anchors hunt the lowest price", "anchors seek commission"
ASKING = "seekers who ask for the hunters' prices"
THIN, FAT = "own brands at cost plus 15 %", "own brands at cost plus 60 %"
USUAL = ("base", "buyers watch prices")
AS_CHEAP = as_of("behaviours.lowest_price.price_share", "behaviours.commission_seeker.price_share")
EQUALLY_HONEST = as_of("behaviours.commission_seeker.hype", "behaviours.lowest_price.hype")

STICKY = Number("followed - unfollowed", "follows", "follows begun less ended, all consumers")
RETURN = Number("c2m.margin * c2m.turns", "1/year",
                "C2M's earnings per yuan of sales times turns of stock a year")  # fmt: skip


@final
class LowestPrice(Study):
    """Anchors who want the lowest price, and brands that ask little, against those who do not.

    All anchors promise equally much beyond the truth. What is about the price is told of one kind
    of anchors, who take more or less of their claim as a lower price; those who hunt bargains also
    have a taste for cheap and deeply discounted offers.
    """

    kind = "lowest_price"
    title = "Whether the lowest price pays, and for whom"
    mechanism = (
        "A deep discount excites and raises what a pitch converts; satisfied buyers follow. What "
        "an anchor can take off a price grows with its power. Each piece earns less, so that it "
        "pays only if goods turn over faster in proportion."
    )
    arms = {
        SEEKERS: anchors_all("commission_seeker"),
        ASKING: {**anchors_all("commission_seeker"), **AS_CHEAP},
        HUNTERS: {**anchors_all("lowest_price"), **EQUALLY_HONEST},
        THIN: {},
        FAT: {"strategies.c2m.markup": 1.6},
    }
    contexts = {
        "base": {},
        "buyers watch prices": {"consumers.price_sensitivity": 3.0},
        "strong anchors": {"contracts.least_power": 0.4},
    }
    predictions = (
        Prediction("C43", "live orders per exposure", "a deal excites",
                   LIVE_CONVERSION, than(ASKING, SEEKERS), +1, 0.10, relative=True),
        Prediction("C43", "live orders per exposure, with a taste for bargains",
                   "a deal excites, and what is pitched is the best deal there is",
                   LIVE_CONVERSION, than(HUNTERS, SEEKERS), +1, 0.10, relative=True),
        Prediction("C44", "margin times turns of C2M", "thin margins, quick turns",
                   RETURN, than(THIN, FAT), +1, 0.05, relative=True, contexts=USUAL),
        Prediction("C50", "net new follows", "good deals are remembered",
                   STICKY, than(ASKING, SEEKERS), +1, 0.05, relative=True),
        Prediction("Q15", "all net sales", "more of what is pitched is bought",
                   SOLD, than(ASKING, SEEKERS), +1, 0.02, relative=True),
        Prediction("Q15", "factories' earnings per yuan of net sales",
                   "volume makes up for the discount", EARNED, than(ASKING, SEEKERS), +1, 0.01),
    )  # fmt: skip
    caution = (
        "There is no war of prices: list prices are mark-ups over cost, and only anchors press. "
        "People follow after a purchase that they kept; a fan does not compare prices. Until a "
        "review, power capped what was given off a price, whatever was demanded: the two kinds of "
        "anchors sold at the same prices, and what was told of C43, C50 and Q15 was how much more "
        "the one overstated. Now what is demanded binds, both overstate alike, and a context was "
        "added in which anchors are strong. Hunters also pitch other goods than seekers do: after "
        "another review an arm was added in which prices alone differ. C43, C50 and Q15 are told "
        "of it, and hunters are a second prediction of C43; signs and sizes are those of before."
    )
