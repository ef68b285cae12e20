"""What one platform is like: its size and prices, how it ranks, advertises, informs, incubates."""

from __future__ import annotations

from agents.feeds import FeedParameters
from core.declare import Parameters, param


class PlatformParameters(Parameters):
    """One platform: its size and prices, how it ranks, advertises, informs and incubates."""

    # fmt: off
    share: float = param(1.0, "weight", "share of consumers at home here", "S72", 0, 1, least=0)
    live: bool = param(True, "yes or no", "whether it has a live channel", "C35")
    modes: dict[str, float] = param(
        {"brand_dealer": 1.0, "odm": 1.0, "c2m": 1.0, "incubated": 1.0},
        "weight", "mix of factory modes on day 0", "assumption", least=0,
    )
    take_rate: float = param(
        0.05, "share", "of the price, kept by the platform", "2.5 (1 to 5 %)",
        0.0, 0.15, least=0, most=0.95,
    )
    traffic: str = param("by_followers", "kind", "how wandering viewers are shared", "Q14")
    rank_exponent: float = param(
        0.7, "1", "r: score goes with (smoothed sales) ** r", "LC27, C45", 0.0, 1.5, least=0
    )
    rank_quality: float = param(
        0.3, "log/sd", "weight of believed quality in the score", "C45, assumption", 0.0, 2.0
    )
    rank_newcomer: float = param(
        0.1, "share", "of the category's mean sales, added to each product's when ranked",
        "assumption", 0.0, 1.0, least=0,
    )
    rank_head_start: float = param(
        0.0, "units", "each product counts as having sold just before day 0", "LC12", 0, 100,
        least=0,
    )
    rank_inheritance: float = param(
        0.9, "share", "of smoothed sales and reviews that a new design keeps", "assumption",
        0.0, 1.0, least=0, most=1,
    )
    sales_half_life: float = param(
        7.0, "day", "half-life of smoothed sales", "S19 (carry-over)", 1, 60, least=1e-3
    )
    counter_days: int = param(
        7, "day", "days of sales that the counter shows", "assumption", 1, 30, least=1, most=365
    )
    counter_inflation: float = param(
        0.0, "share", "units shown on the counter beyond those sold", "assumption", 0, 2, least=0
    )
    review_weight: float = param(
        50.0, "reviews", "reviews that first impressions are worth", "assumption", 5, 500, least=1
    )
    review_half_life: float = param(
        90.0, "day", "half-life of reviews", "assumption", 14, 365, least=1e-3
    )
    review_scale: float = param(
        1.0, "sd/logit", "quality that one logit of kept share speaks for", "assumption", 0.2, 3.0,
        least=0,
    )
    ad_price: float = param(
        4.0, "CNY/person", "price of the first person reached; over `ad_chance` and the tenth "
        "of people who are no customers yet, a CAC of about 400, which rises as they run out",
        "S61 (390)", 1.0, 15.0, least=1e-6,
    )
    ad_rise: float = param(
        3.0, "ratio", "rise of that price when the whole public is reached in a day",
        "C10, assumption", 0.0, 20.0, least=0,
    )
    ad_growth: float = param(
        0.3, "1/year", "yearly growth of the price of reach", "C10, S61", 0.0, 1.5, least=0
    )
    ad_chance: float = param(
        0.1, "share", "newcomers reached who become online customers: ad_price over it and over "
        "the tenth of all people who are newcomers is what a customer costs", "S61 (derived)",
        0.02, 0.3, least=0, most=1,
    )
    ad_budget: float = param(
        0.02, "CNY/(person day)", "own advertising for each person at home here",
        "S61, assumption", 0.0, 0.2, least=0,
    )
    awareness_half_life: float = param(
        21.0, "day", "half-life of brand awareness", "S35 (2 to 5 weeks)", 7, 60, least=1e-3
    )
    awareness_live: float = param(
        0.1, "share", "exposures to a pitch that leave a memory of the brand", "assumption",
        0.0, 0.5, least=0, most=1,
    )
    platform_sales: FeedParameters = FeedParameters(delay_days=7, noise=0.05)
    live_data: FeedParameters = FeedParameters(delay_days=1, noise=0.1, lost_sales_seen=1.0)
    programme_modes: tuple[str, ...] = param(
        ("incubated",), "kinds", "factory modes that may join the programme", "C34"
    )
    programme_members: int = param(
        62, "factories", "most members", "S43 (62 of 6,000)", 1, 1000, least=0
    )
    programme_throughput: float = param(
        0.3, "share", "of the category's mean sales that a member must keep up", "S43, assumption",
        0.0, 1.0, least=0,
    )
    programme_picks: int = param(
        2, "factories", "members picked for traffic", "C34, assumption", 0, 100, least=0
    )
    programme_days: int = param(30, "day", "days between picks", "assumption", 7, 120, least=1)
    programme_boost: float = param(
        2.0, "ratio", "score of a picked product on the shelf", "C34, assumption", 1, 10, least=0
    )
    programme_subsidy: float = param(
        0.02, "share", "of a picked product's kept sales, paid by the platform", "assumption",
        0.0, 0.2, least=0, most=1,
    )
    # fmt: on
