"""What anchors have learned of trade and agreed, side by side: sales, income, partners, terms."""

from __future__ import annotations

from typing import TypeAlias, final

import numpy as np

from agents.anchor_parameters import AnchorParameters
from agents.contracts import Terms
from core.arrays import Flags, Floats, Integers
from core.compiled import compiled
from core.units import CENTS_A_YUAN

Who: TypeAlias = int | Integers  # the row of one anchor, or of several at once


@final
class Experience:
    """One row an anchor, one column a factory. A formula takes one anchor, or several at once."""

    def __init__(self, parameters: AnchorParameters, anchors: int, factories: int) -> None:
        self.parameters = parameters
        self.seen = np.zeros((anchors, factories))
        self.sold = np.zeros((anchors, factories))
        self.came_back = np.zeros((anchors, factories))
        self.pitched = np.zeros((anchors, factories))
        self.paid = np.zeros(anchors)
        self.streamed = np.zeros(anchors, dtype=bool)
        self.views = np.zeros(anchors)
        self.income = np.zeros(anchors)
        self.cumulative_income = np.zeros(anchors, dtype=np.int64)
        self.unbooked = np.zeros(anchors, dtype=np.int64)
        self.losing_days = np.zeros(anchors, dtype=np.int64)
        self.agreed = np.zeros((anchors, 5, factories))  # Terms, line by line
        self.terms_until = np.zeros(anchors, dtype=np.int64)  # day from which they are due again

    def grow(self, anchors: int) -> None:
        """Add rows for newcomers, who know nothing."""
        for name, known in vars(self).items():
            if isinstance(known, np.ndarray):
                nothing = np.zeros((anchors, *known.shape[1:]), known.dtype)
                setattr(self, name, np.concatenate([known, nothing]))

    def terms(self, who: Integers) -> Terms:
        """What these anchors and each factory have agreed on."""
        lines = np.ascontiguousarray(self.agreed.take(who, axis=0).swapaxes(0, 1))
        price, commission, fee, deal, rank = lines
        return Terms(price, commission, fee, deal > 0.0, rank)

    def sign(self, who: Integers, terms: Terms, until: int) -> None:
        """New terms, which hold until some day."""
        self.agreed[who] = np.array(terms).swapaxes(0, 1)
        self.terms_until[who] = until

    def conversion(self, who: Who) -> Floats:
        """Orders per exposure of each factory: mean of its gamma-Poisson posterior (LC17b)."""
        return self._posterior(self.sold.take(who, axis=0), self.seen.take(who, axis=0))

    def overall_conversion(self, who: Who) -> Floats:
        """Orders per exposure over all factories, with the same prior."""
        return self._posterior(self.sold.sum(axis=-1)[who], self.seen.sum(axis=-1)[who])

    def _posterior(self, orders: Floats, exposures: Floats) -> Floats:
        p = self.parameters
        return (p.prior_conversion * p.prior_exposures + orders) / (p.prior_exposures + exposures)

    def return_rate(self, who: Who, reviews: Floats, kept: Floats) -> Floats:
        """Share of sales of each factory expected to come back, at most `most_return_rate`.

        The public record (reviews on the platform, and how many were kept) is its prior.
        """
        p = self.parameters
        prior = p.prior_return_rate * p.prior_orders + reviews - kept
        prior = prior / (p.prior_orders + reviews)
        sold, back = self.sold.take(who, axis=0), self.came_back.take(who, axis=0)
        mean = (prior * p.prior_orders + back) / (p.prior_orders + sold)
        return np.minimum(mean, p.most_return_rate)

    def expected_views(self, who: Who, followers: int | Integers) -> Floats:
        """Exposures expected of a slot: experience, or hope before the first session."""
        return np.where(self.streamed[who], self.views[who], self._hope(followers))

    def _hope(self, followers: int | Integers) -> Floats:
        p = self.parameters
        hope: Floats = np.maximum(p.first_views, p.presence * followers)
        return hope

    def reservation(self, who: Who) -> Floats:
        """What a slot must bring to be worth a deal [CNY]."""
        p = self.parameters
        least: Floats = np.maximum(p.outside_option, p.reservation_share * self.income[who])
        return least

    def familiarity(self, who: Who) -> Floats:
        """Share of the recent slots that each factory had (C56); zeros before the first."""
        pitched: Floats = self.pitched.take(who, axis=0)
        shares: Floats = pitched / np.maximum(pitched.sum(axis=-1, keepdims=True), 1e-12)
        return shares

    def commission_share(self, who: Who) -> Floats:
        """Part of the agreed commission that an order moved is expected to pay.

        Less is due after the session, and none on what friends' words brought.
        """
        p = self.parameters
        paid: Floats = p.prior_commission_share * p.prior_orders + self.paid[who]
        share: Floats = paid / (p.prior_orders + self.sold.sum(axis=-1)[who])
        return share

    def learn(
        self, who: Integers, exposures: Floats, orders: Floats, returns: Floats, paid: Floats
    ) -> None:
        """Update what is known of each factory by one day; old knowledge fades.

        `paid` is the number of orders, each weighted by the part of its commission that was due.
        """
        keep = 2.0 ** (-1.0 / self.parameters.memory_half_life)
        known, news = (self.seen, self.sold, self.came_back), (exposures, orders, returns)
        _fade(known, who, keep, news)
        self.paid[who] = keep * self.paid[who] + paid

    def turn_away(self, who: Who, followers: int | Integers) -> None:
        """A day on which nobody offered a deal: one day nearer to giving up, but hope returns."""
        keep = 2.0 ** (-1.0 / self.parameters.income_half_life)
        self.views[who] = keep * self.views[who] + (1.0 - keep) * self._hope(followers)
        self.losing_days[who] += 1

    def earn(self, who: Integers, net: Integers, views: Floats, slots: Floats) -> None:
        """Book one day: income less costs [cents], exposures, and the slots each factory had.

        What comes in (or is taken back) between two sessions counts for the next one.
        """
        self.cumulative_income[who] += net
        self.unbooked[who] += net
        _earn(
            self.unbooked, self.streamed, self.income, self.views, self.pitched, self.losing_days,
            who, views, slots, 2.0 ** (-1.0 / self.parameters.income_half_life),
            float(self.parameters.outside_option),
        )  # fmt: skip


@compiled
def _fade(known: tuple[Floats, ...], who: Integers, keep: float, news: tuple[Floats, ...]) -> None:
    for old, new in zip(known, news):  # noqa: B905  (compiled code knows no `strict`)
        for row in range(who.size):
            for product in range(old.shape[1]):
                old[who[row], product] = keep * old[who[row], product] + new[row, product]


@compiled
def _earn(
    unbooked: Integers, streamed: Flags, income: Floats, views: Floats, pitched: Floats,
    losing_days: Integers, who: Integers, heard: Floats, slots: Floats, memory: float, least: float,
) -> None:  # fmt: skip
    for row in range(who.size):
        count = 0.0
        for product in range(slots.shape[1]):
            count += slots[row, product]
        if count == 0.0:
            continue
        one = who[row]
        keep = memory if streamed[one] else 0.0
        earned = unbooked[one] / CENTS_A_YUAN / count
        income[one] = keep * income[one] + (1.0 - keep) * earned
        views[one] = keep * views[one] + (1.0 - keep) * heard[row] / count
        for product in range(slots.shape[1]):
            new = (1.0 - keep) * slots[row, product]
            pitched[one, product] = keep * pitched[one, product] + new
        unbooked[one], streamed[one] = 0, True
        losing_days[one] = losing_days[one] + 1 if income[one] < least else 0
