"""One pitch or many, one long evening a week or a short one nearly every day."""

from __future__ import annotations

from typing import final

from core.units import MOMENT_SECONDS, MOMENTS_A_DAY
from experiments.judging.study import Number, Prediction, Study, than
from experiments.judging.study_numbers import SOLD

CONVERSION = Number(
    "moved_per_exposure",
    "share",
    "orders that anchors moved, during the session or later, per exposure",
)
STAYING = Number("followed - unfollowed", "follows", "follows begun less ended, all consumers")

EVENING, PER_WEEK = 40, 5  # slots, and evenings
GOODS, ALL = 12, 8  # of a platform, and pitches of each where it is pitched again and again
TURNS = 50.0  # wear: a pitch less made outweighs any taste, as (8/7)^50 is 800
ONCE, IN_TURN, AT_ONCE = "each product once", "each product again, in turn", "again at once"
OFTEN, SELDOM = "five evenings a week", "one long evening a week"

# A session as long as its list: all goods of a platform so many times, one slot of own streams. All
# start when the longest just ends by midnight, so that none meets the day's crowd at another hour.
WHOLE = {
    "anchors.slots_per_session": GOODS * ALL,
    "anchors.own_slots": 1,
    "anchors.start_hour": (MOMENTS_A_DAY - GOODS * ALL) * MOMENT_SECONDS / 3600.0,
    "anchors.start_hour_spread": 0.0,
}

# No session is short, and hardly one in a hundred fails: goods do not run out of pitches, and
# who has a small crowd still finds some that pay: anchors ask for nothing, no distance costs them.
MINUTES = {
    "contracts.repeats": EVENING * PER_WEEK,
    "anchors.outside_option": 0.0,
    "anchors.reservation_share": 0.0,
    "anchors.sourcing_cost": 0.0,
    "anchors.sourcing_risk": 0.0,
}


def pitched(times: int, wear: float) -> dict[str, float]:
    """Every product that is agreed so many times a session, with this wear."""
    return {**WHOLE, "contracts.repeats": times, "contracts.wear": wear}


@final
class Repetition(Study):
    """Pitches of a product in a session, and sessions in a week at the same minutes."""

    kind = "repetition"
    title = "Again and again"
    mechanism = (
        "Arousal is a stock that each pitch tops up and time drains (LC14): pitches that follow "
        "one another before it is drained add up, and a buyer is satiated. Between sessions it is "
        "gone, so that daily sessions work by reaching people on more days, and by followers who "
        "come back."
    )
    arms = {
        ONCE: pitched(1, wear=TURNS),
        IN_TURN: pitched(ALL, wear=TURNS),
        AT_ONCE: pitched(ALL, wear=0.0),
        OFTEN: {
            **MINUTES,
            "anchors.sessions_per_week": float(PER_WEEK),
            "anchors.slots_per_session": EVENING,
        },
        SELDOM: {
            **MINUTES,
            "anchors.sessions_per_week": 1.0,
            "anchors.slots_per_session": EVENING * PER_WEEK,
        },
    }
    contexts = {
        "base": {},
        "arousal lasts 6 min": {"impulse.arousal_half_life": 0.1},
        "arousal lasts 5 h": {"impulse.arousal_half_life": 5.0},
    }
    predictions = (
        Prediction("C19", "conversion per exposure, repeated pitches", "arousal adds up",
                   CONVERSION, than(IN_TURN, ONCE), +1, 0.10, relative=True),
        Prediction("C19", "conversion per exposure, the best again at once",
                   "pitches that are nearer to each other add up more", CONVERSION,
                   than(AT_ONCE, IN_TURN), +1, 0.05, relative=True),
        Prediction("C22", "net sales, five sessions a week or one at equal minutes",
                   "more days on which somebody is there to pull", SOLD,
                   than(OFTEN, SELDOM), +1, 0.05, relative=True),
        Prediction("C22", "follows won, five sessions a week or one",
                   "who is there often is followed", STAYING,
                   than(OFTEN, SELDOM), +1, 0.05, relative=True),
    )  # fmt: skip
    caution = (
        "A session whose products are pitched once each is as short as its list, and an eighth of "
        "one in which each is pitched eight times; conversion is per exposure for that reason. "
        "Arousal is of a person and not of a product. In turn or at once, each product has the "
        "same pitches; these sessions, short or long, start at four in the afternoon. The long "
        "evening begins at about seven in the morning. Five evenings and one have the same minutes "
        "only where no session fails for want of goods that pay: in both anchors ask for nothing, "
        "and about one session in a hundred does. "
        "Until a review the arm at once had longer sessions than what it was told against, and the "
        "long evening a third of the minutes of five; until another, sessions of one pitch of each "
        "began later than those of eight, and goods between which taste differed widely were not "
        "in turn. Arms were mended, predictions were not. Numbers were, after a third: conversion "
        "was of live orders alone, of which a short session has few because buyers ring when it is "
        "over; follows were told per opener and day, of which five evenings have twice as many."
    )
