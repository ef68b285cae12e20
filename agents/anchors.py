"""Anchors: who they are, when they go live, what they learn, and what a place costs them."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import mesa
import numpy as np

from agents.behaviour import Behaviour
from agents.contracts import Terms
from core.arrays import Floats
from core.declare import Parameters, param
from core.luck import Luck
from core.units import CENTS_A_YUAN, MOMENTS_A_DAY

_NORMAL = NormalDist()


class AnchorParameters(Parameters):
    """Anchors: how many, how often live, how they judge offers, and what places cost them."""

    # fmt: off
    count: int = param(60, "anchors", "anchors on day 0", "C07, scaled", 10, 1000, least=0)
    sessions_per_week: float = param(
        5.0, "sessions/week", "sessions of an anchor", "C22", 1.0, 7.0, least=0, most=7
    )
    slots_per_session: int = param(
        40, "slots", "five-minute slots of a session", "S79", 12, 144, least=1, most=MOMENTS_A_DAY
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
        (0.3, 1.0), "share", "lowest and highest honesty, uniform between", "assumption"
    )
    information: float = param(
        0.4, "share", "of the gap from believed to true quality, revealed by a pitch", "C11",
        0.0, 1.0, least=0, most=1,
    )
    behaviours: dict[str, float] = param(
        {"commission_seeker": 0.4, "lowest_price": 0.25, "curator": 0.15, "loyal_supplier": 0.2},
        "weight", "mix of behaviours by kind", "assumption",
    )
    region_shares: tuple[float, float, float] = param(
        (0.25, 0.75, 0.0), "share", "supply cluster, other inland, abroad", "assumption"
    )
    outside_option: float = param(
        0.3, "CNY/slot", "what a slot's time is worth elsewhere", "assumption", 0.0, 20.0, least=0
    )
    reservation_share: float = param(
        0.3, "share", "of its usual income, that a deal must beat", "assumption", 0, 0.9, least=0
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
        4.0, "orders", "weight of the expected return rate", "assumption", 1.0, 50.0, least=1e-6
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
    relocation_horizon: int = param(180, "day", "in which a move pays back", "assumption", 30, 730)
    relocation_review: int = param(30, "day", "between looks at the map", "C54", 7, 180, least=1)
    festival_days: tuple[int, ...] = param(
        (), "day", "days on which every anchor is live and deals are deep", "S12"
    )
    festival_discount: float = param(
        0.4, "share", "least discount demanded on a festival day", "S12",
        0.2, 0.5, least=0, most=0.99,
    )
    # fmt: on


class Anchor(mesa.Agent):  # mesa has no types
    """One anchor. `followers` is set each morning from the consumers' follows."""

    def __init__(
        self,
        model: mesa.Model,
        *,
        index: int,
        platform: int,
        region: int,
        charisma: float,
        honesty: float,
        behaviour: Behaviour[Any],
        parameters: AnchorParameters,
        factories: int,
    ) -> None:
        super().__init__(model)
        self.index = index
        self.platform = platform
        self.region = region
        self.charisma = charisma
        self.honesty = honesty
        self.behaviour = behaviour
        self.parameters = parameters
        self.active = True
        self.followers = 0
        # exposures, orders, returns and slots of each factory, all fading
        self.seen, self.sold, self.came_back, self.pitched = np.zeros((4, factories))
        self.streamed = False  # whether it ever had a session
        self.views = 0.0  # smoothed exposures a slot
        self.income = 0.0  # smoothed, net of what the place costs [CNY a slot]
        self.cumulative_income = 0  # cents
        self._unbooked = 0  # cents since the last session
        self.losing_days = 0
        self.terms: Terms | None = None
        self.terms_until = 0  # day from which its terms are due again

    def is_live(self, day: int, luck: Luck) -> bool:
        """Whether it streams today; certain on a festival day (C22, S12)."""
        if day in self.parameters.festival_days:
            return True
        return luck.one("anchor live", day, self.index) < self.parameters.sessions_per_week / 7.0

    def start_moment(self, day: int, luck: Luck) -> int:
        """Moment of the day of its first slot; a whole session still ends by midnight."""
        p = self.parameters
        shift = p.start_hour_spread * _NORMAL.inv_cdf(luck.one("anchor start", day, self.index))
        moment = round((p.start_hour + shift) * MOMENTS_A_DAY / 24.0)
        return min(max(moment, 0), MOMENTS_A_DAY - p.slots_per_session)

    @property
    def conversion(self) -> Floats:
        """Orders per exposure of each factory: mean of its gamma-Poisson posterior (LC17b)."""
        return self._posterior(self.sold, self.seen)

    @property
    def overall_conversion(self) -> float:
        """Orders per exposure over all factories, with the same prior."""
        return float(self._posterior(self.sold.sum(), self.seen.sum()))

    def _posterior(self, orders: Floats, exposures: Floats) -> Floats:
        p = self.parameters
        return (p.prior_conversion * p.prior_exposures + orders) / (p.prior_exposures + exposures)

    def return_rate(self, reviews: Floats, kept: Floats) -> Floats:
        """Share of its sales of each factory expected to come back, at most .95.

        The public record (reviews on the platform, and how many were kept) is its prior.
        """
        p = self.parameters
        prior = p.prior_return_rate * p.prior_orders + reviews - kept
        prior = prior / (p.prior_orders + reviews)
        mean = (prior * p.prior_orders + self.came_back) / (p.prior_orders + self.sold)
        return np.minimum(mean, 0.95)

    @property
    def expected_views(self) -> float:
        """Exposures it expects a slot to have: experience, or hope before the first session."""
        return self.views if self.streamed else self._hope

    @property
    def _hope(self) -> float:
        p = self.parameters
        return max(p.first_views, p.presence * self.followers)

    @property
    def reservation(self) -> float:
        """What a slot must bring to be worth a deal [CNY]."""
        return max(self.parameters.outside_option, self.parameters.reservation_share * self.income)

    @property
    def familiarity(self) -> Floats:
        """Share of its recent slots that each factory had (C56); zeros before the first."""
        return self.pitched / max(float(self.pitched.sum()), 1e-12)

    def learn(self, exposures: Floats, orders: Floats, returns: Floats) -> None:
        """Update what it knows of each factory by one day; old knowledge fades."""
        keep = 2.0 ** (-1.0 / self.parameters.memory_half_life)
        self.seen = self.seen * keep + exposures
        self.sold = self.sold * keep + orders
        self.came_back = self.came_back * keep + returns

    def turn_away(self) -> None:
        """A day on which nobody offered a deal: one day nearer to giving up, but hope returns."""
        keep = 2.0 ** (-1.0 / self.parameters.income_half_life)
        self.views = keep * self.views + (1.0 - keep) * self._hope
        self.losing_days += 1

    def earn(self, cents: int, costs: int, views: float, slots: Floats) -> None:
        """Book one day: income and costs [cents], exposures, and the slots each factory had.

        What comes in (or is taken back) between two sessions counts for the next one.
        """
        self.cumulative_income += cents - costs
        self._unbooked += cents - costs
        count = float(slots.sum())
        if count == 0.0:
            return
        keep = 2.0 ** (-1.0 / self.parameters.income_half_life) if self.streamed else 0.0
        net = self._unbooked / CENTS_A_YUAN / count
        self._unbooked = 0
        self.income = keep * self.income + (1.0 - keep) * net
        self.views = keep * self.views + (1.0 - keep) * views / count
        self.pitched = keep * self.pitched + (1.0 - keep) * slots
        self.streamed = True
        losing = self.income < self.parameters.outside_option
        self.losing_days = self.losing_days + 1 if losing else 0
