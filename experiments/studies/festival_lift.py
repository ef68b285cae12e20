"""One day of deep deals: what it does to all goods, and to those that nobody pitched."""

from __future__ import annotations

from typing import final

from experiments.judging.study import Effort, Number, Prediction, Study, than

DAYS = 21
A_DAY = 1.0 / DAYS  # of the orders of a run: what doubles one day
FESTIVAL = {"anchors.festival_days": [17], "anchors.festival_discount": 0.4}
ORDERS = Number("orders", "orders", "orders placed, run of 21 days with one festival day")
UNPITCHED = Number("orders_shelf", "orders", "deliberate orders from the shelf, the same run")


@final
class FestivalLift(Study):
    """The same three weeks with and without a festival in the third (C04)."""

    kind = "festival_lift"
    title = "A festival, and its halo"
    mechanism = (
        "On a festival day all anchors are live and deals are deep, which stirs more impulses in "
        "more people. The text saw a whole category at eight times its sales beside one featured "
        "product: people who came for one thing look at others, and what sold well stands higher "
        "on the shelf in the days after."
    )
    arms = {
        "usual": {},
        "festival": FESTIVAL,
    }
    contexts = {
        "base": {},
        "cables": {"market.categories": ["cables"]},
        "punctual public": {"attention.punctual": 0.5},
    }
    predictions = (
        Prediction("C04", "all orders at least double for a day",
                   "a larger public, moved more deeply", ORDERS, than("festival", "usual"), +1,
                   A_DAY, relative=True),
        Prediction("C04", "orders from the shelf too, by half", "the halo of what was featured",
                   UNPITCHED, than("festival", "usual"), +1, A_DAY / 2.0, relative=True),
    )  # fmt: skip
    quick = Effort(consumers=5_000, days=DAYS, replicates=12)
    full = Effort(consumers=20_000, days=DAYS, replicates=40)
    caution = (
        "The text compares two hours with a year before; here a day is compared with the same "
        "day without the festival. Nothing in the model lends a featured product's attention to "
        "its category directly: rank, budgets and followers are the only ways."
    )
