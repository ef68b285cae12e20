"""Parameters of anchors; what they mean for an anchor's work is in anchors.py."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from core.declare import Parameters, Unfit, param, share_something
from core.units import MOMENTS_A_DAY


class AnchorParameters(Parameters):
    """Anchors: how many, how often live, how they judge offers, and what places cost them."""

    # fmt: off
    count: int = param(
        60, "anchors", "anchors on day 0", "C07, scaled", 10, 1000, least=0, most=30_000
    )
    sessions_per_week: float = param(
        5.0, "sessions/week", "sessions of an anchor", "C22", 1.0, 7.0, least=0, most=7
    )
    slots_per_session: int = param(
        44, "slots", "five-minute slots of a session", "calibrated: hours of a session (S79)",
        12, 144, least=1, most=MOMENTS_A_DAY,
    )
    own_slots: int = param(
        10, "slots", "of a session of a factory's own stream", "assumption",
        4, 60, least=1, most=MOMENTS_A_DAY,
    )
    start_hour: float = param(
        19.5, "h", "mean start of a session (evening peak)", "assumption", 9, 22, least=0, most=24
    )
    start_hour_spread: float = param(
        2.5, "h", "spread of the starting hour", "assumption", 0.0, 6.0, least=0
    )
    charisma: float = param(1.0, "ratio", "mean charisma", "assumption", 0.2, 3.0, least=0)
    charisma_spread: float = param(
        0.5, "log", "log-normal spread of charisma", "assumption", 0.0, 1.2, least=0
    )
    honesty: tuple[float, float] = param(
        (0.3, 1.0), "share", "lowest and highest honesty, uniform between", "assumption",
        least=0, most=1,
    )
    information: float = param(
        0.4, "share", "of the gap from believed to true quality, revealed by a pitch", "C11",
        0.0, 1.0, least=0, most=1,
    )
    behaviours: dict[str, float] = param(
        {"commission_seeker": 0.4, "lowest_price": 0.25, "curator": 0.15, "loyal_supplier": 0.2},
        "weight", "mix of behaviours by kind", "assumption", least=0,
    )
    region_shares: tuple[float, float, float] = param(
        (0.25, 0.75, 0.0), "share", "supply cluster, other inland, abroad", "assumption",
        least=0,
    )
    outside_option: float = param(
        0.3, "CNY/slot", "what a slot's time is worth elsewhere", "assumption", 0.0, 20.0, least=0
    )
    reservation_share: float = param(
        0.25, "share", "of its usual income, that a deal must beat",
        "calibrated: commissions (S12, S13)", 0, 0.9, least=0,
    )
    first_views: float = param(
        10.0, "exposures", "a slot, hoped for at least before the first session", "assumption",
        1.0, 100.0, least=0,
    )
    presence: float = param(
        0.01, "share", "followers hoped to see a slot, likewise", "assumption", 0.001, 0.1, least=0
    )
    prior_conversion: float = param(
        0.012, "orders/exposure", "conversion expected of an unknown product",
        "assumption", 0.003, 0.03, least=1e-6, most=1,
    )
    prior_exposures: float = param(
        50.0, "exposures", "weight of that expectation (b0; a0 = b0 x conversion)", "assumption",
        5.0, 500.0, least=1e-6,
    )
    prior_return_rate: float = param(
        0.25, "share", "return rate expected of an unknown product", "S01",
        0.15, 0.35, least=0, most=0.99,
    )
    prior_orders: float = param(
        4.0, "orders", "weight of the expected return rate (by product), and of the expected "
        "share of the commission (over all products)", "assumption", 1.0, 50.0, least=1e-6,
    )
    most_return_rate: float = param(
        0.95, "share", "highest return rate it expects of anything", "assumption", 0.8, 0.99,
        least=0, most=0.99,
    )
    prior_commission_share: float = param(
        0.8, "share", "of the agreed commission, expected on an order that it moves before it has "
        "learned: .6 live, the rest later at half", "S27, assumption", 0.5, 1.0, least=0.01, most=1,
    )
    memory_half_life: float = param(
        30.0, "day", "half-life of what it has learned", "assumption", 7.0, 365.0, least=1e-3
    )
    income_half_life: float = param(
        7.0, "day", "of its smoothed views, income and partners", "assumption", 1, 30, least=1e-3
    )
    entry_rate: float = param(
        0.13, "anchors/day", "new anchors (Poisson); balances the exits of S65 for 60 anchors",
        "S65 (derived)", 0.0, 1.0, least=0, most=25,
    )
    exit_patience: int = param(
        60, "day", "live days at a loss or without a deal before it gives up", "assumption",
        14, 365, least=1,
    )
    sourcing_cost: float = param(
        0.05, "CNY/(day slot)", "samples and trips, by shipping day", "assumption", 0, 2, least=0
    )
    sourcing_risk: float = param(
        0.02, "1/day", "part of a slot's income spent on securing supply for each shipping day",
        "C54, assumption", 0.0, 0.1, least=0,
    )
    rent: float = param(0.05, "CNY/slot", "in the empty cluster", "assumption", 0.0, 5.0, least=0)
    congestion: float = param(
        2.0, "ratio", "rise of that rent when all are there", "C54, assumption", 0, 10, least=0
    )
    relocation_cost: float = param(
        300.0, "CNY", "cost of moving once", "assumption", 0.0, 20_000.0, least=0
    )
    relocation_horizon: int = param(
        180, "day", "in which a move pays back", "assumption", 30, 730, least=0
    )
    relocation_review: int = param(30, "day", "between looks at the map", "C54", 7, 180, least=1)
    own_charisma: float = param(
        0.5, "ratio", "charisma of the anchor of a factory's own stream", "2.5 (small anchors), "
        "assumption", 0.1, 1.0, least=0,
    )
    own_wage: float = param(
        1.2, "ratio", "wage of that anchor a slot, over `outside_option`", "S63 (low incomes), "
        "assumption", 1.0, 3.0, least=0,
    )
    own_discount: float = param(
        0.05, "share", "discount that a factory gives in its own stream", "S16", 0.0, 0.2,
        least=0, most=0.95,
    )
    own_behaviour: str = param(
        "loyal_supplier", "kind", "behaviour of that anchor", "C47, C56, assumption"
    )
    own_honesty: float = param(
        1.0, "share", "honesty of that anchor: it stands in the factory, for all to see",
        "C47, assumption", 0.3, 1.0, least=0.0, most=1.0,
    )
    bans: tuple[int, ...] = param(
        (), "day", "days at whose close the most followed free anchor is banned for good", "S20",
        least=0,
    )
    festival_days: tuple[int, ...] = param(
        (), "day", "days on which every anchor is live and deals are deep", "S12", least=0
    )
    festival_discount: float = param(
        0.4, "share", "least discount demanded on a festival day", "S12",
        0.2, 0.5, least=0, most=0.99,
    )
    # fmt: on

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        share_something("region_shares", self.region_shares)
        lowest, highest = self.honesty
        if lowest > highest:
            raise Unfit("honesty", [lowest, highest], "the lowest first, then the highest")
        return self
