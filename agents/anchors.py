"""Anchors: who they are, when they go live, what they learn, and what a place costs them."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import mesa
import numpy as np

from agents.anchor_parameters import AnchorParameters
from agents.behaviour import Behaviour
from agents.contracts import Terms
from agents.places import sourcing_costs
from core.arrays import Floats
from core.luck import Luck
from core.units import CENTS_A_YUAN, MOMENTS_A_DAY

_NORMAL = NormalDist()


def truncated_normal(mean: float, spread: float, low: float, high: float, draw: float) -> float:
    """Quantile `draw` of a normal law cut to [low, high]; the nearest end if that is far off."""
    if spread > 0.0:
        below, above = (_NORMAL.cdf((end - mean) / spread) for end in (low, high))
        rank = below + draw * (above - below)
        if above > below and 0.0 < rank < 1.0:
            return mean + spread * _NORMAL.inv_cdf(rank)
    return min(max(mean, low), high)


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
        person: int | None = None,
        employer: int | None = None,
    ) -> None:
        super().__init__(model)
        self.index = index
        self.person = index if person is None else person  # whose luck it has
        self.employer = employer  # factory whose own stream it is, None if it is free
        self.sessions_per_week = parameters.sessions_per_week
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
        self.paid = 0.0  # of its orders, the part that full commissions were due on, fading
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
        return luck.one("anchor live", day, self.person) < self.sessions_per_week / 7.0

    def start_moment(self, day: int, luck: Luck) -> int:
        """Moment of the day of its first slot; a whole session still ends by midnight."""
        p = self.parameters
        last = MOMENTS_A_DAY - p.slots_per_session
        latest = 24.0 * last / MOMENTS_A_DAY
        draw = luck.one("anchor start", day, self.person)
        hour = truncated_normal(p.start_hour, p.start_hour_spread, 0.0, latest, draw)
        return min(round(hour * MOMENTS_A_DAY / 24.0), last)

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
        """Share of its sales of each factory expected to come back, at most `most_return_rate`.

        The public record (reviews on the platform, and how many were kept) is its prior.
        """
        p = self.parameters
        prior = p.prior_return_rate * p.prior_orders + reviews - kept
        prior = prior / (p.prior_orders + reviews)
        mean = (prior * p.prior_orders + self.came_back) / (p.prior_orders + self.sold)
        return np.minimum(mean, p.most_return_rate)

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
    def wage(self) -> float:
        """CNY a slot that a factory pays the anchor of its own stream (S63)."""
        return self.parameters.own_wage * self.parameters.outside_option

    def sourcing(self, days: Floats) -> Floats:
        """CNY a slot for factories so many shipping days away; nothing for who works in one."""
        if self.employer is not None:
            return np.zeros_like(days)
        return sourcing_costs(self.parameters, self.income, days)

    @property
    def familiarity(self) -> Floats:
        """Share of its recent slots that each factory had (C56); zeros before the first."""
        return self.pitched / max(float(self.pitched.sum()), 1e-12)

    @property
    def commission_share(self) -> float:
        """Part of the agreed commission that an order it moved is expected to pay.

        Less is due after the session, and none on what friends' words brought.
        """
        p = self.parameters
        paid = p.prior_commission_share * p.prior_orders + self.paid
        return paid / (p.prior_orders + float(self.sold.sum()))

    def learn(self, exposures: Floats, orders: Floats, returns: Floats, paid: float) -> None:
        """Update what it knows of each factory by one day; old knowledge fades.

        `paid` is the number of orders, each weighted by the part of its commission that was due.
        """
        keep = 2.0 ** (-1.0 / self.parameters.memory_half_life)
        self.seen = self.seen * keep + exposures
        self.sold = self.sold * keep + orders
        self.came_back = self.came_back * keep + returns
        self.paid = self.paid * keep + paid

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
