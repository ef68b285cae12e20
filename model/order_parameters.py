"""What a scenario says of an order once it is placed: waiting, the road, returns, and gossip."""

from __future__ import annotations

from core.declare import Parameters, param

Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]


class WaitingParameters(Parameters):
    """The wait clock: an order survives w days of waiting with probability 2^(-w/h) (W1)."""

    half_life_deliberate: float = param(
        65.0, "day", "half-life of a deliberate order", "S29", 14, 365, least=1e-6
    )
    half_life_impulse: float = param(
        14.0,
        "day",
        "half-life of a purely impulsive order; the parameter to sweep",
        "W1, C24",
        1,
        65,
        least=1e-6,
    )


class ShippingParameters(Parameters):
    """Days from door to door between supply cluster, other inland and abroad."""

    days: Matrix = param(
        ((1.9, 2.55, 11.0), (2.55, 2.7, 12.0), (11.0, 12.0, 3.5)),
        "day", "mean days, from row to column", "S53-S56, 2.9", least=0,
    )  # fmt: skip
    shape: float = param(8.0, "-", "gamma shape of the delivery time", "2.9", 2, 12, least=0.1)
    cost_abroad: float = param(
        4.0, "ratio", "parcel cost across the border against at home", "assumption", 2, 10, least=0
    )


class ReturnsParameters(Parameters):
    """Returns, and what people learn from keeping and returning."""

    sensitivity: float = param(
        1.2,
        "1/utility",
        "rise of the return logit with disappointment",
        "S103; assumption",
        0,
        3,
        least=0,
    )
    impulse: float = param(
        1.1,
        "logit",
        "rise of the return logit from a deliberate to a purely impulsive order",
        "S103; calibrated: live returns (S01)",
        0,
        3,
        least=0,
    )
    days: int = param(
        8, "day", "receipt to the goods' coming back and the refund", "S124", 3, 15, least=0
    )
    resellable: float = param(
        0.8,
        "share",
        "returned items that are stock again; the rest is scrapped",
        "assumption",
        0.5,
        1,
        least=0,
        most=1,
    )
    free: bool = param(
        False, "-", "the merchant pays the way back, not the buyer", "2.4 (statutory: the buyer)"
    )
    trust_gain: float = param(
        0.05,
        "share",
        "share of the missing trust gained when what an anchor showed is kept",
        "assumption",
        0,
        0.3,
        least=0,
        most=1,
    )
    trust_loss: float = param(
        0.15,
        "share",
        "share of trust lost when what an anchor showed goes back",
        "assumption",
        0,
        0.5,
        least=0,
        most=1,
    )
    follow: float = param(
        0.15,
        "share",
        "chance that a kept purchase makes a stranger follow",
        "assumption",
        0,
        0.5,
        least=0,
        most=1,
    )
    unfollow_below: float = param(
        0.35,
        "share",
        "trust below which an anchor is unfollowed",
        "assumption",
        0,
        0.5,
        least=0,
        most=1,
    )


class WordOfMouthParameters(Parameters):
    """Telling, passing on, and what it does."""

    tell: float = param(
        0.05,
        "share",
        "chance that a satisfied buyer tells a given friend",
        "assumption",
        0,
        0.3,
        least=0,
        most=1,
    )
    pass_on: float = param(
        0.1,
        "share",
        "chance that who heard of it passes it on the next day",
        "assumption",
        0,
        0.5,
        least=0,
        most=1,
    )
    follow: float = param(
        0.05,
        "share",
        "chance that who heard of a live purchase follows the anchor",
        "assumption",
        0,
        0.3,
        least=0,
        most=1,
    )
    keep_on: float = param(
        0.0,
        "share",
        "chance that who told of a product tells of it again the next day",
        "LC01c; assumption",
        0,
        0.9,
        least=0,
        most=1,
    )
    memory: int = param(
        30,
        "day",
        "days for which what one has heard or told of a product is no news",
        "assumption",
        7,
        180,
        least=0,
    )
