"""One star or many small anchors: what each sells, and what is lost when the biggest goes."""

from __future__ import annotations

from typing import final

from experiments.judging.study import Effort, Number, Prediction, Study, than
from experiments.judging.study_numbers import EARNED, SOLD

STAR, MANY = "one star", "many small anchors"
STAR_GONE, MANY_GONE = "the star is banned", "the biggest of many is banned"
BAN = {"anchors.bans": [19]}

AFTER = Number("second_third.net_sales + last_third.net_sales", "CNY",
               "net sales of all factories, from the ban on")  # fmt: skip
VISITS = Number("rivals.visits", "visits", "to all other free anchors, from the ban on")


@final
class Stars(Study):
    """As many follows on one anchor or spread over all; the biggest goes after a third (Q07)."""

    kind = "stars"
    title = "One star, or many small anchors"
    mechanism = (
        "A star pulls people in who then wander to others, and has the power to ask for deep "
        "deals; many small anchors reach as many, each with less. When the star goes, its crowd "
        "does not come, and those who lived on the wanderers lose too (W8)."
    )
    arms = {
        STAR: {"scenario": "one_star"},
        MANY: {"scenario": "many_small_anchors"},
        STAR_GONE: {"scenario": "one_star", **BAN},
        MANY_GONE: {"scenario": "many_small_anchors", **BAN},
    }
    predictions = (
        Prediction("Q06", "all net sales of many against one", "more rooms, more often",
                   SOLD, than(MANY, STAR), +1, 0.02, relative=True),
        Prediction("Q07", "sales after the star is banned", "its crowd stays away",
                   AFTER, than(STAR_GONE, STAR), -1, 0.05, relative=True),
        Prediction("Q07", "others' visits after the star is banned", "no crowd, no wanderers",
                   VISITS, than(STAR_GONE, STAR), -1, 0.05, relative=True),
        Prediction("Q07", "factories' earnings after the star is banned", "fewer orders",
                   EARNED, than(STAR_GONE, STAR), -1, 0.01),
        Prediction("Q19", "a ban costs more where one has all", "all eggs in one basket",
                   AFTER, {STAR_GONE: 1.0, STAR: -1.0, MANY_GONE: -1.0, MANY: 1.0}, -1, 0.03,
                   relative=True, base_arm=MANY),
    )  # fmt: skip
    quick = Effort(consumers=5_000, days=60, replicates=12)
    full = Effort(consumers=20_000, days=60, replicates=30)  # the ban is a day of the run
    caution = (
        "One ratio of followers, one length of time; no rival takes the banned anchor's name. What "
        "a ban costs more is a share of the market of many since a review; before, of two "
        "markets together, so that 3 % asked for twice as much. Of which market was chosen after "
        "the runs, by the rule of the other studies (where nothing is done), and matters here."
    )
