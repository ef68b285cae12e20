"""Platforms: shelves ranked by sales, traffic for rooms, paid reach, data for factories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import mesa
import numpy as np

from agents.feeds import SalesFeed, Shown
from agents.platform_parameters import PlatformParameters
from agents.strategy import Feed
from agents.traffic import TrafficRule, TrafficView, shares_of_traffic
from core.arrays import Flags, Floats, Integers
from core.compiled import compiled
from core.luck import Luck, uniforms


class Platform(mesa.Agent):  # mesa has no types
    """One platform. Arrays have one row a factory; rows of factories elsewhere stay idle."""

    def __init__(
        self,
        model: mesa.Model,
        *,
        index: int,
        name: str,
        parameters: PlatformParameters,
        traffic: TrafficRule[Any],
        factories: int,
        public: int,
        luck: Luck,
    ) -> None:
        super().__init__(model)
        self.index = index
        self.name = name
        self.parameters = parameters
        self.traffic = traffic
        self.public = public  # people at home here
        # smoothed units a day
        self.sales = np.full(factories, (1.0 - self._keep) * parameters.rank_head_start)
        self.views = self.moved = 0.0  # fading sums: exposures to pitches, orders that followed
        self.score = np.zeros(factories)
        self.position = np.arange(factories)
        self.counter = np.zeros(factories)  # units of the last week, as shown
        self.reviews = np.zeros(factories)  # fading count
        self.kept = np.zeros(factories)  # fading count of those that were kept
        self.member = np.zeros(factories, dtype=bool)
        self.incubated = np.zeros(factories, dtype=bool)
        self.performance = np.zeros(factories)  # at the last picking
        self.reached = np.zeros(factories)  # people reached by each factory's advertising today
        self.feeds: dict[str, SalesFeed] = {
            "platform_sales": SalesFeed("platform_sales", index, parameters.platform_sales,
                                        factories, with_taste=False),
            "live_data": SalesFeed("live_data", index, parameters.live_data, factories),
        }  # fmt: skip
        self._ties = uniforms(luck.key("shelf ties"), factories, index)
        self._shown = np.zeros((parameters.counter_days, factories))

    @property
    def _keep(self) -> float:
        """What smoothed sales keep from one day to the next."""
        return float(2.0 ** (-1.0 / self.parameters.sales_half_life))

    def record(self, day: int, sold: Floats) -> None:
        """Book the units ordered today: smoothed sales and counters."""
        keep = self._keep
        self.sales = keep * self.sales + (1.0 - keep) * sold
        self._shown[day % self.parameters.counter_days] = sold
        self.counter = np.add.reduce(self._shown) * (1.0 + self.parameters.counter_inflation)

    def interest(self, views: Floats, moved: Floats) -> Floats:
        """Units that today's viewers will usually order: views x smoothed orders a view (C38)."""
        keep = self._keep
        self.views = keep * self.views + float(views.sum())
        self.moved = keep * self.moved + float(moved.sum())
        return views * (self.moved / self.views if self.views else 0.0)

    def forget(self, redesigned: Flags) -> None:
        """A new design inherits part of the old one's sales and reviews."""
        if not redesigned.any():
            return
        keep = np.where(redesigned, self.parameters.rank_inheritance, 1.0)
        self.sales = self.sales * keep
        self.reviews, self.kept = self.reviews * keep, self.kept * keep

    def rank(self, category: Integers, here: Flags, believed: Floats) -> Integers:
        """Shelf positions, 0 on top, of the products `here`, within their category (LC27, C45).

        score = (smoothed sales + newcomer's bonus) ** r x exp(weight x believed) x boost. Rank
        acts on what is inspected, never on utility (W9). Products elsewhere follow after the last.
        """
        p = self.parameters
        base = self.sales + p.rank_newcomer * self._usual_sales(category, here)
        boost = np.where(self.incubated, p.programme_boost, 1.0)
        self.score = base**p.rank_exponent * np.exp(p.rank_quality * believed) * boost * here
        order = np.lexsort((self._ties, -self.score, ~here, category))
        shelf = category[order]
        first = np.searchsorted(shelf, shelf, side="left")
        self.position = np.empty(len(category), dtype=np.int64)
        self.position[order] = np.arange(len(category)) - first
        return self.position

    def review(
        self, kept: Floats, reviews: Floats, expected: Floats, information: Floats
    ) -> Floats:
        """Change of believed quality after today's reviews: a Bayesian average of surprises.

        One Newton step of a logistic model: what is kept beyond what was `expected`, over the
        Fisher information u (1 - u) of a review, summed over today's in `information`, times the
        reviews so far. First impressions count as `review_weight` reviews.
        """
        p = self.parameters
        keep = 2.0 ** (-1.0 / p.review_half_life)
        steps = _steps(
            kept, reviews, expected, information, self.kept, self.reviews, keep, p.review_weight
        )
        return p.review_scale * steps

    def observe(self, factories: Sequence[int], day: int, feed: Feed) -> list[Shown]:
        """What a feed shows each of some factories on a day."""
        return self.feeds[feed].observe(factories, day)

    def advertise(self, spend: float, day: int = 0) -> tuple[int, float]:
        """People reached for so many CNY, and the price paid a person [CNY] (C10).

        The n-th person costs p0 (1 + rise n / public), so money buys ever fewer; p0 grows with the
        years. Nobody is reached twice in a day.
        """
        p = self.parameters
        if spend <= 0.0 or self.public == 0:
            return 0, 0.0
        first = p.ad_price * (1.0 + p.ad_growth) ** (day / 365.0)
        cheap = spend / first  # people, if the price did not rise
        bent = 2.0 * p.ad_rise * cheap / self.public
        people = cheap * 2.0 / (1.0 + (1.0 + bent) ** 0.5)
        reached = min(int(people), self.public)
        return reached, spend / reached if reached else 0.0

    def admit(self, candidates: Flags, category: Integers, here: Flags) -> Flags:
        """Members of the programme: candidates that keep the throughput up, best first (S43)."""
        p = self.parameters
        needed = p.programme_throughput * self._usual_sales(category, here)
        fit = (candidates & (self.sales >= needed)).nonzero()[0]
        if fit.size > p.programme_members:
            fit = fit[np.lexsort((self._ties[fit], -self.sales[fit]))[: p.programme_members]]
        self.member = np.zeros(candidates.size, dtype=bool)
        self.member[fit] = True
        self.incubated &= self.member
        return self.member

    def pick_incubated(self, performance: Floats) -> Flags:
        """Choose the few best members (C34); their performance is kept, to look at the cut."""
        self.performance = np.where(self.member, performance, -np.inf)
        best = np.lexsort((self._ties, -self.performance))[: self.parameters.programme_picks]
        self.incubated = np.zeros(len(performance), dtype=bool)
        self.incubated[best] = self.member[best]
        return self.incubated

    def traffic_weights(self, view: TrafficView) -> Floats:
        """Weight of each session on this platform, summing to 1."""
        return shares_of_traffic(self.traffic, view)

    def _usual_sales(self, category: Integers, here: Flags) -> Floats:
        """Mean smoothed sales [units/day] of the products here, by each product's category."""
        return _means(category, here, self.sales)


@compiled
def _means(category: Integers, here: Flags, values: Floats) -> Floats:
    """Of each product's category: the mean of those here, 0 where there are none."""
    size, total = np.zeros(category.max() + 1), np.zeros(category.max() + 1)
    for j in range(category.size):
        if here[j]:
            size[category[j]] += 1.0
            total[category[j]] += values[j]
    means = np.empty(category.size)
    for j in range(category.size):
        means[j] = total[category[j]] / max(size[category[j]], 1.0)
    return means


@compiled
def _steps(
    kept: Floats, reviews: Floats, expected: Floats, information: Floats, all_kept: Floats,
    all_reviews: Floats, keep: float, weight: float,
) -> Floats:  # fmt: skip
    """Newton steps, bounded by 1; today's reviews join the fading ones."""
    steps = np.empty(kept.size)
    for j in range(kept.size):
        all_kept[j] = keep * all_kept[j] + kept[j]
        all_reviews[j] = keep * all_reviews[j] + reviews[j]
        steepness = max(information[j] / max(reviews[j], 1.0), 0.01)  # of one review
        step = (kept[j] - expected[j]) / (steepness * (weight + all_reviews[j]))
        steps[j] = min(max(step, -1.0), 1.0)
    return steps
