"""What kind of thing is sold: cost, reference price, need, fashion, returns, parcel."""

from __future__ import annotations

from core.declare import Parameters, param


class CategoryParameters(Parameters):
    """One product category. The defaults are those of a plain household article."""

    reference_price: float = param(
        90.0, "CNY", "price that shoppers compare with", "S72", 20, 300, least=0.01, most=1e9
    )
    unit_cost: float = param(
        30.0, "CNY", "cost of the first piece", "assumption", 5, 120, least=0.01, most=1e9
    )
    shipping_cost: float = param(
        5.0, "CNY", "carriage of one parcel", "assumption", 2, 15, least=0, most=1e6
    )
    need_rate: float = param(
        0.015, "1/day", "deliberate needs of a consumer", "assumption", 0.002, 0.1, least=0, most=20
    )
    need_volatility: float = param(
        0.0, "1", "sd of a season's needs, common to all, over their mean", "2.8, LC16, LC18",
        0, 0.6, least=0,
    )  # fmt: skip
    need_gamma: bool = param(
        False, "1", "a season's level is gamma, not normal: what a Bayesian believes", "LC17b"
    )
    season_days: int = param(
        120, "day", "days that one such draw of needs lasts", "S49", 7, 180, least=1
    )
    season_age: int = param(
        0, "day", "how old the season is on day 0", "assumption", 0, 180, least=0
    )
    return_intercept: float = param(
        -2.2, "1", "log-odds to return a shelf purchase that is as promised: rate .10", "S01",
        -3.0, 0.0,
    )  # fmt: skip
    drift_speed: float = param(
        0.01, "taste/day^.5", "volatility of the taste centre", "assumption", 0, 0.15, least=0
    )
    drift_reversion: float = param(
        0.005, "1/day", "pull of the taste centre back to the origin", "assumption", 0, 0.1, least=0
    )


CATEGORIES = {
    "apparel": CategoryParameters(
        reference_price=120.0,  # a purchase on Taobao Live (S72)
        unit_cost=40.0,
        shipping_cost=5.0,
        need_rate=0.04,
        return_intercept=-0.9,  # calibrated: rate .30 (S02)
        drift_speed=0.06,
    ),
    "cables": CategoryParameters(
        reference_price=30.0,
        unit_cost=10.0,
        shipping_cost=3.0,
        need_rate=0.006,
        drift_speed=0.0,  # a cable is a cable (C36)
    ),
    "home": CategoryParameters(),
}
