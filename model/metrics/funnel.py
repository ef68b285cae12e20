"""From the room to the order and the next one, with conversion on each of its bases (W3)."""

from __future__ import annotations

from typing import final

import numpy as np

from model.histories import ANY, LIVE, OPENED, OPENED_AND_ANY, OPENED_AND_LIVE, Histories
from model.metric import Column, Metric, ratio
from model.records import Channel, Day
from model.world import World


@final
class Funnel(Metric):
    """Who was reached, who bought, and who bought again (2.10).

    `conversion_per_*` names its base; a run knows nothing of purchases before its first day.
    """

    kind = "funnel"
    columns = {
        "openers": Column("people/day", "opened the live channel"),
        "reach": Column("people/day", "heard at least one pitch"),
        "visits": Column("visits/day", "room visits"),
        "exposures": Column("exposures/day", "pairs of a person and a pitch heard"),
        "dwell": Column("s/visit", "mean time watched per room visit"),
        "shelf_visits": Column("visits/day", "deliberate visits to the shelf"),
        "wishes": Column("wishes/day", "impulses that came to the point of buying, served or not"),
        "buyers": Column("people/day", "placed at least one order, any channel"),
        "conversion_per_visit": Column(
            "share", "live orders per room visit", ("orders_live",), ("visits",)
        ),
        "conversion_per_exposure": Column(
            "share", "live orders per exposure", ("orders_live",), ("exposures",)
        ),
        "conversion_per_opener": Column("share", "of the openers, those who placed a live order"),
        "conversion_per_weekly_opener": Column(
            "share", "of those who opened in the last 7 days, those who ordered live in them"
        ),
        "buying_per_weekly_opener": Column(
            "share", "of those who opened in the last 7 days, those who ordered anything in them"
        ),
        "shelf_conversion_per_visit": Column("share", "shelf orders per shelf visit"),
        "repeat_buyers": Column(
            "share", "of today's buyers, those who had ordered before in the run"
        ),
        "repurchase_30d": Column(
            "share", "of those whose first order was 30 days ago, those who ordered again since"
        ),
        "repurchase_live_30d": Column(
            "share", "the same, counting only live orders as first and as repeated (S71)"
        ),
    }

    def __init__(self) -> None:
        self._past = Histories(0)

    def begin(self, world: World) -> None:
        """Remember nobody yet."""
        self._past = Histories(world.consumers.arousal.size)

    def measure(self, day: Day, world: World) -> dict[str, float]:
        """Count people, visits and orders along the funnel."""
        audience, orders, openers = day.audience, day.checkout.orders, day.audience.openers
        visits, exposures = float(audience.visits.sum()), float(audience.heard.size)
        by_channel = np.bincount(orders["channel"], minlength=len(Channel))
        live, shelf = by_channel[Channel.LIVE], np.count_nonzero(orders["anchor"] < 0)
        past = self._past
        past.take_in(day.number, openers, orders)
        weekly = past.this_week(OPENED)
        return {
            "openers": float(openers.size),
            "reach": float(audience.reach),
            "visits": visits,
            "exposures": exposures,
            "dwell": ratio(float(audience.dwell.sum()), visits),
            "shelf_visits": float(day.needs.visits),
            "wishes": float(day.wishes.consumer.size),
            "buyers": past.today(ANY),
            "conversion_per_visit": ratio(live, visits),
            "conversion_per_exposure": ratio(live, exposures),
            "conversion_per_opener": ratio(past.today(OPENED_AND_LIVE), openers.size),
            "conversion_per_weekly_opener": ratio(past.this_week(OPENED_AND_LIVE), weekly),
            "buying_per_weekly_opener": ratio(past.this_week(OPENED_AND_ANY), weekly),
            "shelf_conversion_per_visit": ratio(shelf, day.needs.visits),
            "repeat_buyers": ratio(past.old, past.today(ANY)),
            "repurchase_30d": ratio(*past.came_again(ANY)),
            "repurchase_live_30d": ratio(*past.came_again(LIVE)),
        }
