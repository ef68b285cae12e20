"""A rush of orders in seconds: what it takes to sell them, to deliver them, and to live from it."""

from __future__ import annotations

from typing import final

from experiments.judging.of_base import times
from experiments.judging.study import Number, Prediction, Study, than
from experiments.judging.study_numbers import WAIT

CABLES = {"scenario": "data_cables_small", "consumers.count": 40_000, "market.days": 21}
TO_ORDER = {
    **CABLES,
    "platforms.suning.modes": {"c2m": 1.0, "odm": 0.0, "brand_dealer": 0.0, "incubated": 0.0},
    "strategies.c2m.markup": 5.0,
    "strategies.c2m.opening_days": 0.0,
    "strategies.c2m.own_stream": 0.0,
}
EVENING = {"anchors.slots_per_session": 40, "contracts.repeats": 40}  # until who pleases came
CROWD = times(3.0, "attention.pull", "attention.habit")
WEAK = {"factories.capacity_days": 0.8}
STRONG = {"factories.capacity_days": 10.0}
SECONDS = Number("sell_out_seconds", "s", "from the pitch to the last unit, day of the event")
IN_TIME = Number("180 - sell_out_seconds", "s", "seconds by which the lot was gone before 180")
EARNED = Number(
    "(profit_factories + profit_platforms) / net_sales",
    "CNY/CNY",
    "profit of factories and platforms per yuan of net sales; goods count when they are paid",
)
PROFIT = Number(
    "brand_dealer.earnings + odm.earnings + c2m.earnings + incubated.earnings",
    "CNY",
    "earnings of all factories, whole run",
)
LOST = Number("(cancelled + refused_stock) / orders", "share", "cancelled or refused, per order")


@final
class Burst(Study):
    """The cables of the text, from stock and to order; and a larger crowd before weak supply."""

    kind = "burst"
    title = "What it takes to serve a rush"
    mechanism = (
        "An audience that is there at the stroke of the hour decides within the first traces of "
        "an impulse: a lot is gone in seconds where the same people, coming as they please, would "
        "take hours. Who has not made it before must make it then, so that the wait is the rush "
        "over the capacity (LC21), and a crowd before weak supply makes enemies."
    )
    arms = {
        "rush, from stock": CABLES,
        "rush, a whole evening": {**CABLES, **EVENING},
        "as they please, a whole evening": {**CABLES, **EVENING, "attention.punctual": 0.0},
        "rush, to order": TO_ORDER,
        "rush, to order, ten times the capacity": {**TO_ORDER, "factories.capacity_days": 30.0},
        "weak supply": WEAK,
        "weak supply, large crowd": {**WEAK, **CROWD},
        "strong supply": STRONG,
        "strong supply, large crowd": {**STRONG, **CROWD},
    }
    predictions = (
        Prediction("C03", "the lot is gone within three minutes",
                   "90 s are reported; charisma was fitted to it", IN_TIME,
                   {"rush, from stock": 1.0}, +1, 1.0, fitted="90 s of C03, by data_cables"),
        Prediction("C03", "seconds to sell out, rush against as they please",
                   "who comes at the same second buys at the same second", SECONDS,
                   than("rush, a whole evening", "as they please, a whole evening"), -1, 0.50,
                   relative=True),
        Prediction("C52", "factories' earnings, larger crowd before weak supply",
                   "traffic without supply makes cancelled orders and returns", PROFIT,
                   than("weak supply, large crowd", "weak supply"), -1, 0.02, relative=True),
        Prediction("C52", "lost orders, the crowd's effect with weak less strong supply",
                   "what cannot be made is not sold or comes late", LOST,
                   {"weak supply, large crowd": 1.0, "weak supply": -1.0,
                    "strong supply, large crowd": -1.0, "strong supply": 1.0},
                   +1, 0.02),
        Prediction("Q16", "wait, to order less from stock", "the rush over the capacity", WAIT,
                   than("rush, to order", "rush, from stock"), +1, 2.0),
        Prediction("Q16", "wait, ten times the capacity", "flexible capacity stands in for stock",
                   WAIT, than("rush, to order, ten times the capacity", "rush, to order"), -1, 1.0),
        Prediction("Q16", "earnings, to order less from stock", "no goods are left over", EARNED,
                   than("rush, to order", "rush, from stock"), +1, 0.02),
    )  # fmt: skip
    caution = (
        "A rush that does not sell out has no time to sell out and is left out with its pair; "
        "where that is more than a sixth of the seeds nothing is judged. The cables' event is run "
        "with 40,000 people in every effort. The larger crowd is thrice that of base; a first run "
        "on calibrated base had five times. Who comes as they please needs an evening to come; "
        "since a review the rush it is told against has one too. The 90 s were fitted, so that "
        "they are no evidence; until another review they counted."
    )
