"""One pitch or many, one long evening a week or a short one nearly every day."""

from __future__ import annotations

from typing import final

from experiments.study import Number, Prediction, Study, than
from experiments.study_numbers import SOLD

CONVERSION = Number("conversion_per_exposure", "share", "live orders per exposure, whole run")
STAYING = Number(
    "(followed - unfollowed) / openers",
    "follows",
    "follows begun less ended, per opener",
)

EVENING = 40  # slots: five times as many still end by midnight


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
        "as it is": {},
        "each product once": {"contracts.repeats": 1},
        "again at once": {"contracts.repeats": 20, "contracts.repeat_gap": 1},
        "five evenings a week": {"anchors.slots_per_session": EVENING},
        "one long evening a week": {
            "anchors.sessions_per_week": 1.0,
            "anchors.slots_per_session": 5 * EVENING,
            "anchors.start_hour": 7.0,
            "anchors.start_hour_spread": 0.0,
        },
    }
    contexts = {
        "base": {},
        "arousal lasts 6 min": {"impulse.arousal_half_life": 0.1},
        "arousal lasts 5 h": {"impulse.arousal_half_life": 5.0},
    }
    predictions = (
        Prediction("C19", "conversion per exposure, repeated pitches", "arousal adds up",
                   CONVERSION, than("as it is", "each product once"), +1, 0.10, relative=True),
        Prediction("C19", "conversion per exposure, the best again at once",
                   "pitches that are nearer to each other add up more", CONVERSION,
                   than("again at once", "as it is"), +1, 0.05, relative=True),
        Prediction("C22", "net sales, five sessions a week or one at equal minutes",
                   "more days on which somebody is there to pull", SOLD,
                   than("five evenings a week", "one long evening a week"), +1, 0.05,
                   relative=True),
        Prediction("C22", "follows won, five sessions a week or one",
                   "who is there often is followed", STAYING,
                   than("five evenings a week", "one long evening a week"), +1, 0.05,
                   relative=True),
    )  # fmt: skip
    caution = (
        "A session whose products are pitched once each is as short as its list; conversion is "
        "per exposure for that reason. The long evening begins at seven in the morning. "
        "A first run on calibrated base, whose sessions are longer, had not given it equal minutes."
    )
