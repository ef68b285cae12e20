"""Levers: they act from the next morning, on what they say, and on nothing before."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.errors import BadInput
from model import Market
from model.levers import LEVERS, Lever
from model.results import Results

SMALL = {"consumers.count": 1500, "market.days": 40, "anchors.count": 20}
DAYS = 4


def market(days: int = 0) -> Market:
    made = Market("base", seed=3, **SMALL)
    for _ in range(days):
        made.step()
    return made


@pytest.mark.parametrize("lever", LEVERS.values(), ids=lambda lever: lever.name)
def test_a_lever_reads_what_was_set_and_moves_nothing_of_the_past(lever: Lever) -> None:
    pulled, left = market(DAYS), market(DAYS)
    before = lever.read(pulled.world)
    assert lever.low <= before <= lever.high
    value = lever.high if before < lever.high else lever.low
    pulled.pull(lever.name, value)
    assert lever.read(pulled.world) == pytest.approx(value)
    assert lever.read(left.world) == before
    assert pulled.scenario == left.scenario  # what the run began with stays on record
    pd.testing.assert_frame_equal(pulled.observer.days(), left.observer.days())


def test_pulling_to_the_same_value_changes_no_bit() -> None:
    pulled, left = market(DAYS), market(DAYS)
    for lever in LEVERS.values():
        pulled.pull(lever.name, lever.read(pulled.world))
    assert pulled.run(3).digests() == left.run(3).digests()


def test_the_take_is_paid_at_the_new_rate_from_the_next_day() -> None:
    one = market(DAYS)
    one.pull("platforms.take_rate", 0.12)
    one.step()
    assert one.today is not None
    orders = one.today.checkout.orders
    sellers = np.array([f.strategy.merchant != "platform" for f in one.world.factories])
    orders = orders[sellers[orders["product"]]]  # a platform takes nothing from itself
    assert orders.size
    np.testing.assert_allclose(orders["take"], 0.12 * orders["price"], atol=1.0)


def test_a_cap_binds_what_factories_allow() -> None:
    one = market(DAYS)
    one.pull("strategies.commission_cap", 0.1)
    one.step()
    assert max(factory.max_commission for factory in one.world.factories) <= 0.1
    for factory in one.world.factories:
        assert factory.strategy is one.world.strategies[factory.mode]


def test_the_subsidy_reaches_picked_factories_only_where_there_is_one() -> None:
    def paid(value: float) -> float:
        one = market(DAYS)
        for platform in one.world.platforms:
            platform.incubated[:] = True
        one.pull("platforms.programme_subsidy", value)
        one.step()
        return one.observer.latest["subsidy"]

    assert paid(0.0) == 0.0
    assert paid(0.2) > 0.0


def test_shipping_takes_twice_as_long_on_the_same_luck() -> None:
    fast, slow = market(DAYS), market(DAYS)
    slow.pull("shipping.pace", 2.0)
    fast.step(), slow.step()
    first, second = (one.today.deliveries.shipped for one in (fast, slow) if one.today)
    road = [t["delivered"] - np.maximum(t["placed"], fast.world.seconds - 86_400.0)
            for t in (first, second)]  # fmt: skip
    common = np.intersect1d(first["placed"], second["placed"])
    assert common.size > 20
    picked = [r[np.isin(t["placed"], common)] for r, t in zip(road, (first, second), strict=True)]
    assert np.median(picked[1] / picked[0]) == pytest.approx(2.0)


def test_the_biggest_anchor_leaves_and_streams_no_more() -> None:
    one = market(DAYS)
    followers = one.consumers.followers(len(one.world.anchors)).copy()
    gone = one.dismiss()
    assert followers[gone] == followers.max()
    for _ in range(7):
        one.step()
        assert one.today is not None
        assert gone not in one.today.schedule.anchor
    assert not one.world.anchors[gone].active


def test_a_dismissal_is_the_same_event_as_a_ban() -> None:
    settled = SMALL | {"anchors.relocation_cost": 1e6}  # on that evening nobody looks for a place
    dismissed = Market("base", seed=3, **settled)
    banned = Market("base", seed=3, **settled, **{"anchors.bans": [DAYS - 1]})
    dismissed.run(DAYS)
    gone = dismissed.dismiss()
    banned.run(DAYS)
    assert not banned.world.anchors[gone].active
    for one in (dismissed, banned):
        assert one.consumers.followers(len(one.world.anchors))[gone] == 0
        assert not (one.consumers.follows == gone).any()
    freed = int(banned.observer.latest["unfollowed"] - dismissed.observer.latest["unfollowed"])
    assert freed > 0
    after = [one.run(10).days.query("day >= @DAYS") for one in (dismissed, banned)]
    after[1].loc[DAYS, "unfollowed"] += freed  # seen on the morning after only
    pd.testing.assert_frame_equal(*after)


def test_what_was_pulled_is_in_the_manifest(tmp_path: object) -> None:
    one = market(1)
    one.pull("platforms.take_rate", 0.1)
    one.pull("platforms.take_rate", 0.12)  # the same morning: only the last counts
    one.dismiss(2)
    results = one.results()
    assert results.manifest()["levers"] == [
        {"day": 1, "lever": "platforms.take_rate", "value": 0.12},
        {"day": 1, "lever": "dismiss", "value": 2.0},
    ]
    assert Results.load(results.save(str(tmp_path))).levers == results.levers


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("platforms.take", 0.1, "platforms.take_rate"),
        ("platforms.take_rate", 1.5, "at most"),
        ("shipping.pace", 0.0, "at least"),
        ("shipping.pace", float("nan"), "at least"),
    ],
)
def test_a_wrong_pull_is_told_in_one_line(name: str, value: float, told: str) -> None:
    one = market()
    with pytest.raises(BadInput, match=told):
        one.pull(name, value)
    assert not one.pulled


def test_nobody_leaves_twice() -> None:
    one = market()
    one.dismiss(5)
    with pytest.raises(BadInput, match="at work"):
        one.dismiss(5)


def test_without_an_anchor_nobody_can_leave() -> None:
    one = Market("no_live", seed=1, **{**SMALL, "anchors.count": 0, "anchors.entry_rate": 0.0})
    with pytest.raises(BadInput, match="at work"):
        one.dismiss()
