"""From the room to the order and the next one, with conversion on each of its bases (W3)."""

from __future__ import annotations

from typing import final

from model.channels.histories import ANY, LIVE, OPENED, OPENED_AND_ANY, OPENED_AND_LIVE, Histories
from model.records import Channel
from model.watching.counting import Shown
from model.watching.metric import Column, Metric, ratio
from model.world import World


@final
class Funnel(Metric):
    """Who was reached, who bought, and who bought again (2.10).

    `conversion_per_*` names its base; a run knows nothing of purchases before its first day. What
    looks back over a week is a state of the day, of which a run has a mean.
    """

    kind = "funnel"
    columns = {
        "openers": Column("people/day", "opened the live channel"),
        "reach": Column("people/day", "heard at least one pitch"),
        "visits": Column("visits/day", "room visits"),
        "exposures": Column("exposures/day", "pairs of a person and a pitch heard"),
        "watched": Column("s/day", "time watched, all room visits together"),
        "dwell": Column("s/visit", "mean time watched per room visit", ("watched",), ("visits",)),
        "shelf_visits": Column("visits/day", "deliberate visits to the shelf"),
        "wishes": Column("wishes/day", "impulses that came to the point of buying, served or not"),
        "buyers": Column("people/day", "placed at least one order, any channel"),
        "buyers_again": Column("people/day", "of them, had ordered on an earlier day"),
        "live_buyers": Column("people/day", "openers who placed at least one live order"),
        "conversion_per_visit": Column(
            "share", "live orders per room visit", ("orders_live",), ("visits",)
        ),
        "conversion_per_exposure": Column(
            "share", "live orders per exposure", ("orders_live",), ("exposures",)
        ),
        "conversion_per_opener": Column(
            "share",
            "of the openers, those who placed a live order",
            ("live_buyers",),
            ("openers",),
        ),
        "conversion_per_weekly_opener": Column(
            "share", "of those who opened in the last 7 days, those who ordered live in them"
        ),
        "buying_per_weekly_opener": Column(
            "share", "of those who opened in the last 7 days, those who ordered anything in them"
        ),
        "shelf_conversion_per_visit": Column(
            "share", "shelf orders per shelf visit", ("orders_shelf",), ("shelf_visits",)
        ),
        "repeat_buyers": Column(
            "share",
            "of the day's buyers, those who had ordered on an earlier day",
            ("buyers_again",),
            ("buyers",),
        ),
        "new_buyers_30d": Column("people/day", "whose first order was 30 days ago"),
        "came_again_30d": Column("people/day", "of them, ordered again since"),
        "repurchase_30d": Column(
            "share",
            "of those whose first order was 30 days ago, those who ordered again since",
            ("came_again_30d",),
            ("new_buyers_30d",),
        ),
        "new_buyers_live_30d": Column("people/day", "whose first live order was 30 days ago"),
        "came_again_live_30d": Column("people/day", "of them, ordered live again since"),
        "repurchase_live_30d": Column(
            "share",
            "the same, counting only live orders as first and as repeated (S71)",
            ("came_again_live_30d",),
            ("new_buyers_live_30d",),
        ),
    }

    def __init__(self) -> None:
        self._past = Histories(0)

    def begin(self, world: World) -> None:
        """Remember nobody yet."""
        self._past = Histories(world.consumers.arousal.size)

    def measure(self, day: Shown, world: World) -> dict[str, float]:
        """Count people, visits and orders along the funnel."""
        audience, orders, openers = day.audience, day.checkout.orders, day.audience.openers
        visits, exposures = float(audience.visits.sum()), float(audience.heard.size)
        watched = float(audience.dwell.sum())
        by_channel = day.placed.product.doors.sum(axis=1).tolist()
        live, shelf = by_channel[Channel.LIVE], by_channel[Channel.SHELF]
        past = self._past
        past.take_in(day.number, openers, orders)
        weekly = past.this_week(OPENED)
        return {
            "openers": float(openers.size),
            "reach": float(audience.reach),
            "visits": visits,
            "exposures": exposures,
            "watched": watched,
            "dwell": ratio(watched, visits),
            "shelf_visits": float(day.needs.visits),
            "wishes": float(day.wishes.consumer.size),
            "buyers": past.today(ANY),
            "buyers_again": float(past.old),
            "live_buyers": past.today(OPENED_AND_LIVE),
            "conversion_per_visit": ratio(live, visits),
            "conversion_per_exposure": ratio(live, exposures),
            "conversion_per_opener": ratio(past.today(OPENED_AND_LIVE), openers.size),
            "conversion_per_weekly_opener": ratio(past.this_week(OPENED_AND_LIVE), weekly),
            "buying_per_weekly_opener": ratio(past.this_week(OPENED_AND_ANY), weekly),
            "shelf_conversion_per_visit": ratio(shelf, day.needs.visits),
            "repeat_buyers": ratio(past.old, past.today(ANY)),
            **_cohort("_30d", *past.came_again(ANY)),
            **_cohort("_live_30d", *past.came_again(LIVE)),
        }


def _cohort(name: str, again: float, all_of_them: float) -> dict[str, float]:
    return {
        f"new_buyers{name}": all_of_them,
        f"came_again{name}": again,
        f"repurchase{name}": ratio(again, all_of_them),
    }
