"""What the data of live rooms are worth to a factory, and how fast they spoil."""

from __future__ import annotations

from typing import final

from experiments.judging.study import Effort, Number, Prediction, Study, than

APPAREL = {"market.categories": ["apparel"]}
FRESH, BLIND, WEEK, MONTH, PADDED, SHARED = (
    "live feed",
    "no live signal",
    "a week late",
    "a month late",
    "padded and noisy",
    "dealers see demand",
)

ERROR = Number("c2m.forecast_error", "share", "own brands' absolute error per unit wanted next day")
WORTH = Number(
    "(c2m.earnings + incubated.earnings) / (c2m.net_sales + incubated.net_sales)",
    "share",
    "net sales of those who see live data; earnings with goods left at their worth",
)
OUT = Number(
    "incubated.stockouts", "share", "factory-days on which incubated brands turned buyers away"
)
WHIP = Number("bullwhip_dealers", "ratio", "variance of dealers' orders per variance of demand")


@final
class LiveData(Study):
    """The feed of the live rooms fresh, late, padded, or without its live signal."""

    kind = "live_data"
    title = "What live data are worth"
    mechanism = (
        "Viewers in a room run ahead of orders, and yesterday's sales ahead of last month's. A "
        "factory that sees both makes what will be wanted: it should forecast better, turn fewer "
        "buyers away and have less left. Old or padded data should be worth less, the more demand "
        "moves. In a chain each dealer sees only the next one's orders, so that they swing the "
        "more the further up."
    )
    arms = {
        FRESH: {},
        BLIND: {
            "strategies.c2m.signal_correlation": 0.0,
            "strategies.incubated.signal_correlation": 0.0,
        },
        WEEK: {"platforms.*.live_data.delay_days": 7},
        MONTH: {"platforms.*.live_data.delay_days": 30},
        PADDED: {"platforms.*.live_data.noise": 0.5, "platforms.*.live_data.fake_viewers": 1.0},
        SHARED: {"strategies.brand_dealer.shared_demand": True},
    }
    contexts = {
        "steady": APPAREL,
        "volatile": {
            **APPAREL,
            "categories.apparel.need_volatility": 0.5,
            "categories.apparel.season_days": 20,
            "anchors.festival_days": [25, 45],
        },
    }
    predictions = (
        Prediction("C37", "forecast error, a week late", "the past tells less of the next day",
                   ERROR, than(WEEK, FRESH), +1, 0.05),
        Prediction("C37", "forecast error, a month late", "the past tells less of the next day",
                   ERROR, than(MONTH, FRESH), +1, 0.05),
        Prediction("C38", "earnings by the live signal", "viewers run ahead of orders",
                   WORTH, than(FRESH, BLIND), +1, 0.01),
        Prediction("C38", "buyers turned away", "what will be wanted is made in time",
                   OUT, than(FRESH, BLIND), -1, 0.02),
        Prediction("Q11", "earnings, for a week late", "data spoil",
                   WORTH, than(FRESH, WEEK), +1, 0.01),
        Prediction("Q11", "earnings, for a month late", "data spoil",
                   WORTH, than(FRESH, MONTH), +1, 0.01),
        Prediction("Q11", "earnings, for padded and noisy", "fake viewers never buy",
                   WORTH, than(FRESH, PADDED), +1, 0.01),
        Prediction("Q17", "bullwhip when dealers see demand", "no tier forecasts another's orders",
                   WHIP, than(SHARED, FRESH), -1, 0.50, relative=True),
    )  # fmt: skip
    quick = Effort(consumers=4_000, days=60, replicates=12)
    caution = (
        "Apparel only. The late feed shows taste late too, and market research fills the first "
        "days. The seasons and festivals of the volatile market are declared, not foreseen by "
        "anybody. Own brands make after orders and stock for two days, so that a better forecast "
        "moves little of what they earn; the live signal is one day's orders still to come, a "
        "small part of what they make. Who believes in the signal also believes in a smaller "
        "spread and so in less safety stock: C38 does not tell the two apart."
    )
