"""What an offer is worth to a consumer: one utility for the live room and for the shelf."""

from __future__ import annotations

import math
from typing import NamedTuple

from agents.consumers import State, Traits
from core.arrays import Floats, Integers
from core.compiled import compiled, inlined
from core.declare import Parameters, param
from core.units import CENTS_A_YUAN


class AppealParameters(Parameters):
    """Weights of the utility of an offer (docs/odd.md 7; logit scale)."""

    fit: float = param(
        1.5, "utility", "weight of the fit of design and taste", "assumption", 0.0, 4.0
    )
    fit_width: float = param(
        1.0,
        "taste",
        "distance at which the fit has fallen to exp(-1/2)",
        "assumption",
        0.3,
        3.0,
        least=1e-6,
    )
    fit_seen: float = param(
        0.6,
        "share",
        "part of the fit that pictures and pitches show",
        "C39; assumption",
        0.2,
        1.0,
        least=0,
        most=1,
    )
    fit_hoped: float = param(
        0.5,
        "-",
        "fit that a buyer hopes for where it does not show",
        "assumption",
        0.3,
        0.7,
        least=0,
        most=1,
    )
    quality: float = param(
        0.5, "utility/sd", "weight of one standard deviation of quality", "assumption", 0.0, 2.0
    )
    loyalty: float = param(
        0.8,
        "utility",
        "bonus of the last satisfying product at full loyalty; 0: nor is it looked up",
        "assumption",
        0.0,
        2.0,
    )
    loyalty_times: float = param(
        1.0,
        "times",
        "satisfying purchases that bring half of it; 0: the first brings all",
        "assumption; LC32",
        0.0,
        5.0,
        least=0,
    )


class Weights(NamedTuple):
    """AppealParameters as compiled code reads them."""

    fit: float
    fit_width: float
    fit_seen: float
    fit_hoped: float
    quality: float
    loyalty: float
    loyalty_times: float


class Offers(NamedTuple):
    """What compiled code needs to know of the products. One row a product."""

    category: Integers
    price: Integers  # list price [cents]
    reference: Floats  # CNY
    believed: Floats
    quality: Floats
    taste_point: Floats  # [F, 2] design relative to the centre of fashion of its category
    days: Floats  # [regions, F] promised days to a region, presale wait included


@inlined
def misfit_of(weights: Weights, traits: Traits, offers: Offers, i: int, j: int) -> float:
    """Squared distance of product j's design from consumer i's taste, in units of the fit."""
    c = offers.category[j]
    across = traits.taste[i, c, 0] - offers.taste_point[j, 0]
    along = traits.taste[i, c, 1] - offers.taste_point[j, 1]
    return float((across * across + along * along) / (2.0 * weights.fit_width**2))


@inlined
def fit_of(weights: Weights, traits: Traits, offers: Offers, i: int, j: int) -> float:
    """Fit of product j's design to consumer i's taste, in (0, 1]: a Gaussian of their distance."""
    return math.exp(-misfit_of(weights, traits, offers, i, j))


@inlined
def hope_of(
    weights: Weights, traits: Traits, offers: Offers, i: int, j: int, quality: float
) -> float:
    """What a buyer is led to expect, in utility: the fit as far as it shows, and a quality."""
    fit = fit_of(weights, traits, offers, i, j)
    judged = weights.fit_hoped + weights.fit_seen * (fit - weights.fit_hoped)
    return weights.fit * judged + weights.quality * quality


@inlined
def loyalty_of(weights: Weights, state: State, offers: Offers, i: int, j: int) -> float:
    """Bonus of the favourite: grows with the times it satisfied and saturates."""
    c = offers.category[j]
    if state.loyal[i, c] != j:
        return 0.0
    times = float(state.loyal_times[i, c])
    return weights.loyalty * times / (times + weights.loyalty_times)


@inlined
def price_term(traits: Traits, offers: Offers, i: int, j: int, cents: int) -> float:
    """- alpha_i (price / reference - 1)."""
    relative = float(cents / (CENTS_A_YUAN * offers.reference[j])) - 1.0
    return -float(traits.price_sensitivity[i]) * relative


@inlined
def wait_term(traits: Traits, offers: Offers, i: int, j: int) -> float:
    """- patience_i x promised days."""
    return -float(traits.patience[i]) * float(offers.days[traits.region[i], j])


@inlined
def worth_of(weights: Weights, traits: Traits, offers: Offers, i: int, j: int) -> float:
    """True fit and quality of product j to consumer i, in utility."""
    fit = fit_of(weights, traits, offers, i, j)
    return weights.fit * fit + weights.quality * float(offers.quality[j])


@compiled
def worths(
    consumer: Integers, product: Integers, traits: Traits, offers: Offers, weights: Weights,
    worth: Floats,
) -> None:  # fmt: skip
    """What was bought is worth, one row a purchase."""
    for row in range(consumer.size):
        worth[row] = worth_of(weights, traits, offers, consumer[row], product[row])
