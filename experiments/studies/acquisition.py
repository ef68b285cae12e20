"""What a new customer costs: by advertising, whose price rises, and by live sessions."""

from __future__ import annotations

from typing import final

from experiments.judging.study import Number, Prediction, Study, than

SPARED = Number(
    "cac_advertising - cac_live",
    "CNY",
    "a new online customer: platforms' advertising less fees of live sessions, whole run",
)
NEW = Number(
    "new_advertising + new_live + new_word_of_mouth", "people", "new online customers, whole run"
)


@final
class Acquisition(Study):
    """Live and advertising side by side, with the price of reach as it is and doubled."""

    kind = "acquisition"
    title = "What a new customer costs"
    mechanism = (
        "Reach is sold at a price that rises with demand and year by year. An anchor's followers "
        "are reached for a commission that is due only when they buy, so that a customer won live "
        "should cost less, and the more so the dearer advertising is."
    )
    arms = {
        "as it is": {},
        "reach twice as dear": {"platforms.*.ad_price": 8.0},
        "no live": {"platforms.*.live": False},
    }
    contexts = {
        "base": {},
        "half are not online yet": {"consumers.online": 0.5},
        "strong anchors": {"contracts.least_power": 0.5},
    }
    predictions = (
        Prediction("C10", "a customer won live costs less", "commission is due on sales only",
                   SPARED, {"as it is": 1.0}, +1, 50.0, fitted="cost_of_a_customer"),
        Prediction("C10", "and the more so where reach is dear",
                   "the price of reach does not enter a commission", SPARED,
                   than("reach twice as dear", "as it is"), +1, 50.0),
        Prediction("C10", "new customers with live", "another door", NEW,
                   than("as it is", "no live"), +1, 0.10, relative=True),
    )  # fmt: skip
    caution = (
        "All commission and fees are charged to the customers newly won live, though most live "
        "orders are of old customers; what those spend is counted on neither side. "
        "The price of a customer was mended after a review, and its prediction restated then, when "
        "runs had been seen: it was a daily mean, which with less than one newcomer a day is the "
        "day's budget, and the prediction was of a share that cannot exceed one. What advertising "
        "costs a customer was fitted, so that the level is no evidence; until a review it counted."
    )
