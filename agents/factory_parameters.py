"""What all factories have in common, whatever their mode."""

from __future__ import annotations

from core.declare import Parameters, param


class FactoryParameters(Parameters):
    """What all factories have in common, in days so that it holds at any scale."""

    capacity_days: float = param(
        3.0, "day/day", "days of expected demand that a day can make", "assumption", 1, 10, least=0
    )
    cash_days: float = param(
        60.0, "day", "cash at opening, in days of expected revenue", "assumption", 15, 180, least=0
    )
    dealers_cash_days: float = param(
        30.0, "day", "the same for all its dealers together", "assumption", 10, 90, least=0
    )
    credit_days: float = param(
        15.0,
        "day",
        "debt that closes it, in days of expected revenue",
        "assumption",
        0,
        60,
        least=0,
    )
    salvage_share: float = param(
        0.4, "1", "what a leftover fetches over unit cost", "assumption", 0, 0.8, least=0, most=1
    )
    quality_mean: float = param(0.0, "sd", "mean true quality", "assumption", -1, 1)
    quality_sd: float = param(1.0, "sd", "spread of true quality", "assumption", 0, 2, least=0)
    learning_rate: float = param(
        0.2, "1", "exponent of the learning curve (10-20 % a doubling)", "3.6", 0, 0.32, least=0
    )
    experience_days: float = param(
        360.0, "day", "experience at opening, in days of expected demand", "assumption", 90, 1000,
        least=1,
    )  # fmt: skip
    design_days: float = param(
        0.25, "day", "cost of a design, in days of expected revenue", "assumption", 0, 5, least=0
    )
    fair_days: int = param(
        60, "day", "between trade fairs that show fashion to all", "assumption", 30, 180, least=1
    )
    overhead_share: float = param(
        0.02, "1", "fixed cost over expected daily production cost", "assumption", 0, 0.1, least=0
    )
