"""The question of the essay: whether the live channel brings the spring of the factories."""

from __future__ import annotations

from typing import final

from experiments.judging.study import FULL_SEASONS, SEASONS, Number, Prediction, Study, than
from experiments.judging.study_numbers import C2M_SOLD, SOLD

DIRECT = Number(
    "(c2m.net_sales + odm.net_sales + incubated.net_sales) / net_sales",
    "share",
    "net sales of all factories, cancelled and sent back taken off",
)
EARNERS = Number(
    "(c2m.earners + odm.earners + incubated.earners) / 3",
    "share",
    "factories that sell direct, each mode alike; earnings with goods left at their worth",
)


@final
class LiveOrNot(Study):
    """The same market with and without live sessions, and with live sessions at list prices."""

    kind = "live_or_not"
    title = "What live selling adds, and to whom"
    mechanism = (
        "A factory that sells direct has a price and no crowd. Sessions lend it an anchor's crowd "
        "and stir impulses that would not have become needs, so that live selling should raise "
        "all sales, those of factories' own brands most, and with them the share of goods sold "
        "without dealers."
    )
    arms = {
        "live": {},
        "no live": {"platforms.*.live": False},
        "no own streams": {"strategies.c2m.own_stream": 0.0},
        "live at list price": {"behaviours.*.price_share": 0.0, "anchors.own_discount": 0.0},
    }
    contexts = {
        "base": {},
        "waits 2 d": {"waiting.half_life_impulse": 2.0},
        "apparel only": {"market.categories": ["apparel"]},
        "cables only": {"market.categories": ["cables"]},
    }
    predictions = (
        Prediction("C01", "share of goods sold direct",
                   "anchors' crowds are worth most to whom has none", DIRECT,
                   than("live", "no live"), +1, 0.02),
        Prediction("C01", "direct factories that earn", "more sales over the same fixed cost",
                   EARNERS, than("live", "no live"), +1, 0.05),
        Prediction("C42", "sales of own brands, at equal price",
                   "what an anchor adds without a lower price is reach", C2M_SOLD,
                   than("live at list price", "no live"), +1, 0.10, relative=True),
        Prediction("C42", "sales of own brands, by streams of their own",
                   "a good product without reach does not sell", C2M_SOLD,
                   than("live", "no own streams"), +1, 0.10, relative=True),
        Prediction("Q04", "all net sales",
                   "if live sales were moved from the shelf, the total would stand still", SOLD,
                   than("live", "no live"), +1, 0.05, relative=True),
    )  # fmt: skip
    quick, full = SEASONS, FULL_SEASONS
    caution = (
        "Needs do not shrink when an impulse was served, so that live sales take little from the "
        "shelf but through monthly budgets; orders open at the end count as sold. Own brands "
        "sell near cost and find no anchor but their own: what live selling is to them is their "
        "own stream. The arm without it was planned as one in which they are shut out of live "
        "rooms, but written after the others had been seen; until a review it bore that name, and "
        "changed two things more, which did nothing."
    )
