"""What an anchor gives: reach, and knowledge; and what a choice among more goods makes of it."""

from __future__ import annotations

from typing import final

from experiments.judging.study import Number, Prediction, Study, than
from experiments.judging.study_numbers import RETURNED, SOLD

NO_REACH = {"attention.pull": 0.0, "attention.wander": 0.0}
NO_KNOWLEDGE = {"anchors.information": 0.0}
MANY = {"market.factories_per_shelf": 12}
ORDERS = Number("orders", "orders", "orders placed, whole run")


@final
class Guidance(Study):
    """Reach and knowledge switched off one by one; few goods and three times as many."""

    kind = "guidance"
    title = "Reach, knowledge and choice"
    mechanism = (
        "An anchor does two things: brings people to goods (drainage), and shows what they are "
        "(interpretation), which brings hopes nearer to the truth. Searching oneself costs more "
        "the more there is to search, so that who shows the best of many is worth more where "
        "there are many (LC28)."
    )
    arms = {
        "as it is": {},
        "no reach": NO_REACH,
        "no knowledge": NO_KNOWLEDGE,
        "own search": {"platforms.*.live": False},
        "many goods": MANY,
        "many goods, own search": {**MANY, "platforms.*.live": False},
    }
    contexts = {"base": {}, "search is dear": {"shelf.search_cost": 0.2}}
    predictions = (
        Prediction("C11", "orders, reach", "people who are brought", ORDERS,
                   than("as it is", "no reach"), +1, 0.10, relative=True),
        Prediction("C11", "returns, knowledge", "hopes nearer to the truth", RETURNED,
                   than("as it is", "no knowledge"), -1, 0.01),
        Prediction("C18", "net sales, the anchors' gain with many less with few goods",
                   "own search tires, a guide does not", SOLD,
                   {"many goods": 1.0, "many goods, own search": -1.0,
                    "as it is": -1.0, "own search": 1.0},
                   +1, 0.005, relative=True, base_arm="as it is"),
    )  # fmt: skip
    caution = (
        "Time spent is not modelled: what a guide saves shows in what is bought. More factories "
        "on a shelf share the same expected demand. The gain with many goods is a share of the "
        "market as it is since a review; before, of two markets, so that .5 % asked for twice as "
        "much."
    )
