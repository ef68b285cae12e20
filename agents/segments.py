"""Who the consumers are: age band x city tier x gender, and how traits are drawn from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from pydantic import model_validator
from scipy.special import expit

from core.arrays import Flags, Floats, Integers
from core.declare import Parameters, param, share_something
from core.luck import Luck, normals, uniforms

AGES = ("under 30", "30 to 45", "over 45")
TIERS = ("tier 1", "new tier 1 and tier 2", "tier 3 to 5")
GENDERS = ("women", "men")
MOST_BUDGET = 2**30  # cents a month: all that could be bought, and room for refunds on top
_CHUNK = 100_000  # people looked at together, where a table of all would be large
SEGMENTS = tuple((age, tier, gender) for age in AGES for tier in TIERS for gender in GENDERS)


class ConsumerParameters(Parameters):
    """Traits of the population, by segment."""

    count: int = param(20_000, "consumers", "how many consumers", "assumption", 1e3, 1e7, least=1)
    age_shares: tuple[float, float, float] = param(
        (0.42, 0.35, 0.23),
        "share",
        "under 30, 30 to 45, over 45",
        "C13 and 2.7; split assumption",
        least=0,
    )
    tier_shares: tuple[float, float, float] = param(
        (0.10, 0.33, 0.57),
        "share",
        "tier 1, new tier 1 and 2, tier 3 to 5",
        "2.7 (Pinduoduo)",
        least=0,
    )
    female_share: float = param(0.5, "share", "women", "2.7", 0.4, 0.6, least=0, most=1)
    region_shares: tuple[float, float, float] = param(
        (0.25, 0.75, 0.0),
        "share",
        "supply cluster, other inland, abroad",
        "assumption",
        least=0,
    )
    confidence: float = param(
        0.55, "share", "mean choice confidence in tier 1", "assumption", 0.3, 0.8, least=0, most=1
    )
    confidence_by_tier: float = param(
        -0.05, "share/tier", "change of confidence for each tier down", "C17", -0.15, 0.0
    )
    confidence_of_young: float = param(
        -0.05, "share", "confidence of those under 30 relative to others", "C12, C14", -0.15, 0.0
    )
    confidence_spread: float = param(
        0.15, "share", "standard deviation of confidence", "assumption", 0.0, 0.3, least=0
    )
    susceptibility: float = param(
        -0.4, "logit", "susceptibility of a person of average confidence", "assumption", -2.0, 1.0
    )
    susceptibility_by_confidence: float = param(
        -3.0,
        "logit/share",
        "fall of susceptibility with confidence: the mediation",
        "C17",
        -6.0,
        0.0,
    )
    susceptibility_of_women: float = param(
        0.6, "logit", "direct effect", "calibrated: women of live buyers (S70, S71); W6", 0.0, 0.6
    )
    susceptibility_spread: float = param(
        0.5, "logit", "personal spread", "assumption", 0.0, 1.5, least=0
    )
    price_sensitivity: float = param(
        1.3, "utility per reference price", "median alpha", "assumption", 0.5, 5.0, least=0
    )
    price_sensitivity_spread: float = param(
        0.3, "log", "log-normal spread of alpha", "assumption", 0.0, 0.8, least=0, most=5
    )
    patience: float = param(
        0.03, "utility/day", "median disutility of a promised day", "S29", 0.01, 0.2, least=0
    )
    patience_spread: float = param(
        0.5, "log", "log-normal spread of patience", "assumption", 0.0, 1.0, least=0, most=5
    )
    patience_by_taste: float = param(
        0.0,
        "log/taste",
        "change of that disutility with the distance of one's own taste from fashion; below 0: "
        "who has a taste of one's own waits for it",
        "C21, both readings",
        -1.0,
        1.0,
    )
    taste_spread: float = param(
        0.8,
        "taste",
        "standard deviation of personal taste around fashion",
        "assumption",
        0.2,
        2.0,
        least=0,
    )
    budget: float = param(
        1500.0, "CNY/month", "median online budget", "assumption", 500, 4000, least=0
    )
    budget_spread: float = param(
        0.7, "log", "log-normal spread", "assumption", 0.0, 1.2, least=0, most=5
    )
    budget_of_young: float = param(
        1.15,
        "ratio",
        "online budget of those under 30 against the others",
        "C15",
        1.0,
        1.5,
        least=0,
    )
    need_spread: float = param(
        0.5, "log", "log-normal spread of the need rate", "assumption", 0.0, 1.0, least=0, most=5
    )
    online: float = param(
        0.85, "share", "already online customers on day 0", "assumption", 0.5, 1.0, least=0, most=1
    )

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        for name in ("age_shares", "tier_shares", "region_shares"):
            share_something(name, getattr(self, name))
        return self


@dataclass(frozen=True)
class TraitDraws:
    """Drawn traits, one row a consumer, as narrow as they are kept.

    See `agents.consumers.Traits` for the meanings.
    """

    segment: Integers
    region: Integers
    confidence: Floats
    susceptibility: Floats
    price_sensitivity: Floats
    patience: Floats
    need: Floats
    budget: Floats  # CNY a month
    online: Flags  # on day 0


def pick(shares: Sequence[float], draws: Floats | float) -> Integers:
    """The class of each uniform draw under shares (normalised)."""
    edges = np.cumsum(shares) / np.sum(shares)
    return np.minimum(np.searchsorted(edges, draws, side="right"), len(shares) - 1)


def draw_traits(parameters: ConsumerParameters, count: int, luck: Luck) -> TraitDraws:
    """Draw the population; each trait has its own key, so that none moves another."""

    def normal(decision: str) -> Floats:
        return normals(luck.key(f"trait {decision}"), count)

    def share(decision: str) -> Floats:
        return uniforms(luck.key(f"trait {decision}"), count)

    def about(median: float, spread: float, decision: str) -> Floats:
        drawn: Floats = median * np.exp(spread * normal(decision))
        return drawn.astype(np.float32)

    p = parameters
    age = pick(p.age_shares, share("age"))
    tier = pick(p.tier_shares, share("tier"))
    man = (share("gender") >= p.female_share).astype(np.int64)
    young = age == 0
    mean = p.confidence + p.confidence_by_tier * tier + p.confidence_of_young * young
    confidence = np.clip(mean + p.confidence_spread * normal("confidence"), 0.01, 0.99)
    susceptibility = expit(
        p.susceptibility
        + p.susceptibility_by_confidence * (confidence - 0.5)
        + p.susceptibility_of_women * (man == 0)
        + p.susceptibility_spread * normal("susceptibility")
    )
    segment = (age * len(TIERS) + tier) * len(GENDERS) + man
    return TraitDraws(
        segment=segment.astype(np.uint8),
        region=pick(p.region_shares, share("region")).astype(np.uint8),
        confidence=confidence.astype(np.float32),
        susceptibility=susceptibility.astype(np.float32),
        price_sensitivity=about(
            p.price_sensitivity, p.price_sensitivity_spread, "price sensitivity"
        ),
        patience=about(p.patience, p.patience_spread, "patience"),
        need=np.exp(p.need_spread * normal("need") - p.need_spread**2 / 2).astype(np.float32),
        budget=p.budget
        * np.where(young, p.budget_of_young, 1.0)
        * np.exp(p.budget_spread * normal("budget")),
        online=share("online") < p.online,
    )


def impatience_of_own_taste(by_taste: float, taste: Floats) -> Floats:
    """Factor on the disutility of waiting of people with these tastes (C21).

    `taste` is [n, categories, 2]; the distance from fashion is the root of the mean square over
    categories of the two directions together. 1 for all if patience and taste are not tied.
    """
    factor = np.ones(len(taste))
    for begin in range(0, len(taste) if by_taste else 0, _CHUNK):
        some = taste[begin : begin + _CHUNK].astype(float)
        distance = np.sqrt((some**2).sum(axis=2).mean(axis=1))
        factor[begin : begin + _CHUNK] = np.exp(by_taste * distance)
    return factor
