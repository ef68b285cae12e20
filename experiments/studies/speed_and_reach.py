"""Speed, reach and range: which of them raises sales more, and whether they need each other."""

from __future__ import annotations

from typing import final

from experiments.judging.of_base import shipping, times
from experiments.judging.study import FULL_SEASONS, SEASONS, Number, Prediction, Study, than
from experiments.judging.study_numbers import KEPT_VALUE, SOLD

SPEED = {
    "strategies.brand_dealer.lead_days": 30,
    "strategies.odm.lead_days": 18,
    "strategies.incubated.lead_days": 7,
    "strategies.c2m.lead_days": 4,
}
REACH = times(2.0, "attention.pull", "attention.habit")
RANGE = {"market.factories_per_shelf": 8}
PARCELS = shipping(factor=0.5)
CHEAP = {
    "categories.apparel.unit_cost": 36.0,
    "categories.cables.unit_cost": 9.0,
    "categories.home.unit_cost": 27.0,
}
EARNED = Number(
    "brand_dealer.chain_earnings + odm.chain_earnings + c2m.chain_earnings"
    " + incubated.chain_earnings",
    "CNY",
    "earnings of all chains: factories, dealers, platforms and anchors, whole run",
)
ONE_BY_ONE = {"speed": 1.0, "reach": 1.0, "range": 1.0}
TWO_BY_TWO = {"speed, reach": -1.0, "speed, range": -1.0, "reach, range": -1.0}


@final
class SpeedAndReach(Study):
    """All combinations of halved leads, doubled reach and doubled range; and stage by stage."""

    kind = "speed_and_reach"
    title = "Speed, reach and range"
    mechanism = (
        "Once all have bought traffic, the essay says, lead time decides; and a star without "
        "speed and a rich assortment sells nothing. Then halving leads does more than doubling "
        "reach, the three together do more than the sum of their parts, and a chain is as quick "
        "as its slowest stage."
    )
    arms = {
        "as it is": {},
        "speed": SPEED,
        "reach": REACH,
        "range": RANGE,
        "speed, reach": {**SPEED, **REACH},
        "speed, range": {**SPEED, **RANGE},
        "reach, range": {**REACH, **RANGE},
        "all three": {**SPEED, **REACH, **RANGE},
        "parcels": PARCELS,
        "speed, parcels": {**SPEED, **PARCELS},
        "low cost": CHEAP,
    }
    contexts = {"base": {}, "waits 2 d": {"waiting.half_life_impulse": 2.0}}
    predictions = (
        Prediction("C02", "net sales, halved leads against doubled reach", "timeliness decides",
                   SOLD, than("speed", "reach"), +1, 0.02, relative=True),
        Prediction("C25", "part of GMV that lasts, all stages quicker",
                   "cancelled orders are lost day by day at every stage", KEPT_VALUE,
                   than("speed, parcels", "as it is"), +1, 0.005),
        Prediction("C25", "net sales, both stages beyond the sum of each",
                   "only the whole way counts for who waits", SOLD,
                   {"speed, parcels": 1.0, "as it is": 1.0, "speed": -1.0, "parcels": -1.0}, +1,
                   0.005, relative=True, base_arm="as it is"),
        Prediction("C51", "net sales, the three beyond all pairs",
                   "without speed or range a star brings nothing", SOLD,
                   {"all three": 1.0, **ONE_BY_ONE, **TWO_BY_TWO, "as it is": -1.0}, +1, 0.005,
                   relative=True, base_arm="as it is"),
        Prediction("C55", "earnings, a tenth less cost", "low cost is one of two abilities", EARNED,
                   than("low cost", "as it is"), +1, 0.02, relative=True),
        Prediction("C55", "earnings, halved leads", "rapid response is the other", EARNED,
                   than("speed", "as it is"), +1, 0.02, relative=True),
        Prediction("Q01", "net sales, halved leads", "fewer sold out, shorter promises", SOLD,
                   than("speed", "as it is"), +1, 0.02, relative=True),
        Prediction("Q01", "net sales, doubled reach", "twice the crowd", SOLD,
                   than("reach", "as it is"), +1, 0.02, relative=True),
        Prediction("Q01", "net sales, both beyond the sum of each",
                   "a crowd is worth more to who can serve it", SOLD,
                   {"speed, reach": 1.0, "as it is": 1.0, "speed": -1.0, "reach": -1.0}, +1, 0.005,
                   relative=True, base_arm="as it is"),
    )  # fmt: skip
    quick, full = SEASONS, FULL_SEASONS
    caution = (
        "Halving a lead and doubling reach are not equally dear; what either would cost is not "
        "part of the comparison. Brands' leads matter only in runs of more than two months. Reach "
        "and parcels follow base since it was calibrated: a first run there had 3.4 times. "
        "What is beyond sums and pairs is a share of the market as it is since a review; before, "
        "of all arms with a minus together (two or four markets), so that .5 % asked for more."
    )
