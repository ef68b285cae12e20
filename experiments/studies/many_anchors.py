"""A quarter, four times and ten times the anchors before the same public."""

from __future__ import annotations

from typing import final

from experiments.judging.study import Number, Prediction, Study, than
from experiments.judging.study_numbers import SOLD

VIEWS = Number("free.visits", "visits/day", "room visits, by free anchors at work")
GINI = Number(
    "anchors_gini", "share", "of free anchors at work, their GMV of 30 days; mean of days"
)
INCOME = Number("free.income", "CNY/day", "of a free anchor at work")
LEAVING = "ten days at a loss and they leave"
SPENT = "anchored_yuan_per_viewer"  # at the price of these orders, not of all
PER_VIEWER = Number(f"{SPENT} - 20", "CNY", "what a daily viewer spends on live goods, above 20")
AT_MOST = Number(f"50 - {SPENT}", "CNY", "what a daily viewer spends on live goods, below 50")


@final
class ManyAnchors(Study):
    """How a public is shared when more and more stream."""

    kind = "many_anchors"
    title = "More and more anchors"
    mechanism = (
        "Attention is what anchors compete for: more of them bring in some more viewers, each "
        "has fewer, and those with followers keep theirs. Sales should grow less and less, "
        "incomes fall, and those who stay below their alternatives leave."
    )
    arms = {
        "a quarter": {"anchors.count": 15, "anchors.entry_rate": 0.0325},
        "as it is": {},
        "four times": {"anchors.count": 240, "anchors.entry_rate": 0.52},
    }
    contexts = {
        "base": {},
        LEAVING: {"anchors.exit_patience": 10},
        "follows spread evenly": {"follows.kind": "equal"},
    }
    predictions = (
        Prediction("C07", "room visits an anchor, four times as many",
                   "the public does not grow with the number of anchors", VIEWS,
                   than("four times", "as it is"), -1, 0.40, relative=True),
        Prediction("C07", "inequality of anchors", "who has followers keeps them", GINI,
                   than("four times", "as it is"), +1, 0.03),
        Prediction("C08", "a daily viewer spends at least 20 yuan",
                   "27 to 34 follow from the text's figures (2.1)", PER_VIEWER, {"as it is": 1.0},
                   +1, 0.5),
        Prediction("C08", "a daily viewer spends at most 50 yuan", "likewise", AT_MOST,
                   {"as it is": 1.0}, +1, 0.5),
        Prediction("Q20", "net sales grow less and less", "the first anchors find most buyers",
                   SOLD, {"as it is": 2.0, "a quarter": -1.0, "four times": -1.0}, +1, 0.01,
                   relative=True, base_arm="as it is"),
        Prediction("Q20", "income of an anchor, four times as many",
                   "the same cake in smaller pieces", INCOME, than("four times", "as it is"), -1,
                   0.40, relative=True),
    )  # fmt: skip
    caution = (
        "Ten times as many anchors as 40,000 is beyond the sixteen-fold range tried here in "
        "proportion to 5,000 consumers. How far net sales bend is a share of the market as it is "
        "since a review; before, of two markets together, so that 1 % asked for twice as much. In "
        "base anchors bear a loss for sixty days on which they stream, which a quick run does not "
        "have, so that nobody leaves. A context named for that was base itself, until a review; "
        "until another, factories' own streams and anchors who had left were counted as anchors."
    )
