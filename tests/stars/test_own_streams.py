"""A factory's own stream: an anchor like any other, but for whose goods it shows, for a wage."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.errors import BadInput
from experiments.live import next_day
from model.ledger import Party
from model.market import Market
from model.orders.attribution import own_anchors as hosts_of
from model.orders.attribution import shown_by
from model.own_streams import staff_own_streams
from model.rows import ORDER

SMALL: dict[str, Any] = {"consumers.count": 600, "anchors.count": 4, "market.platforms": ("north",)}


def market_of(**changes: Any) -> Market:
    return Market("base", seed=2, **SMALL | changes)


def own_anchors(market: Market) -> dict[int, Any]:
    return {a.employer: a for a in market.world.anchors if a.employer is not None}


def test_modes_that_stream_themselves_have_an_anchor_each() -> None:
    market = market_of()
    streaming = [f.index for f in market.world.factories if f.mode in ("c2m", "incubated")]
    assert sorted(own_anchors(market)) == streaming
    assert len(streaming) == 6
    none = {"strategies.c2m.own_stream": 0.0, "strategies.incubated.own_stream": 0.0}
    assert not own_anchors(market_of(**none))
    assert not own_anchors(market_of(**{"platforms.north.live": False}))


def test_it_pitches_its_own_line_for_a_wage_and_pays_for_no_place() -> None:
    market = market_of(**{"strategies.c2m.own_stream": 7.0})
    own, slots = own_anchors(market), 0
    for _ in range(6):
        schedule = next_day(market).schedule
        anchors = schedule.anchor[schedule.slot_session]
        for employer, anchor in own.items():
            mine = anchors == anchor.index
            assert set(schedule.slot_product[mine]) <= {employer}
            assert not schedule.slot_commission[mine].any()
            assert set(schedule.slot_fee[mine]) <= {36}  # 1.2 times 0.3 CNY
            income = market.world.ledger.closed.profit(Party.ANCHORS)[anchor.index]
            assert income == 36 * mine.sum()
            slots += int(mine.sum())
    assert slots > 0


def thanked(market: Market, orders: Any) -> list[int]:
    """Whom the buyer of each order thanks."""
    hosts, records = hosts_of(market.world), orders.view(np.recarray)
    return [int(shown_by(records[row], hosts)) for row in range(len(records))]


def test_buyers_at_the_shelf_follow_the_shops_own_anchor() -> None:
    market = market_of(**{"returns.follow": 1.0})
    market.run(20)
    followers = market.consumers.followers(len(market.world.anchors))
    assert all(followers[anchor.index] > 0 for anchor in own_anchors(market).values())
    orders = np.zeros(3, ORDER)
    employer, anchor = next(iter(own_anchors(market).items()))
    orders["product"] = employer, employer, 0
    orders["anchor"] = -1, 3, -1
    assert thanked(market, orders) == [anchor.index, 3, -1]
    anchor.active = False
    assert thanked(market, orders) == [-1, 3, -1]


def test_who_changes_to_a_mode_without_a_stream_dismisses_its_anchor() -> None:
    market = market_of()
    world = market.world
    maker = next(f for f in world.factories if f.mode == "c2m")
    anchor = own_anchors(market)[maker.index]
    maker.switch_mode(world.strategies["odm"])
    assert staff_own_streams(world) == ((), (anchor.index,))
    assert not anchor.active
    maker.switch_mode(world.strategies["incubated"])
    assert staff_own_streams(world) == ((anchor.index,), ())
    maker.open = False
    assert staff_own_streams(world) == ((), (anchor.index,))


def test_newcomers_are_the_same_people_with_or_without_own_streams() -> None:
    """What a factory does must not change who else enters the trade."""
    entering = {"anchors.entry_rate": 0.7}
    off = {"strategies.c2m.own_stream": 0.0, "strategies.incubated.own_stream": 0.0}
    casts = []
    for changes in (entering, entering | off):
        market = market_of(**changes)
        market.run(8)
        free = [a for a in market.world.anchors if a.employer is None]
        casts.append([(a.charisma, a.honesty, a.region, a.behaviour.kind) for a in free])
    assert casts[0] == casts[1]
    assert len(casts[0]) > 4


def test_nobody_enters_a_market_of_own_streams_only() -> None:
    market = market_of(**{"anchors.count": 0, "anchors.entry_rate": 5.0})
    market.run(4)
    assert market.world.anchors
    assert all(anchor.employer is not None for anchor in market.world.anchors)


def test_an_unknown_behaviour_is_named() -> None:
    with pytest.raises(BadInput, match=r"anchors\.own_behaviour.*curator"):
        market_of(**{"anchors.own_behaviour": "curater"})
