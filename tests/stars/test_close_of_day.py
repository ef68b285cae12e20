"""Advertising, ranking and careers: what platforms and anchors make of a day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from agents.anchor_parameters import AnchorParameters
from agents.platform_parameters import PlatformParameters
from model.ledger import Party, Reason
from model.phases.advertising import advertise
from model.phases.ranking import set_shelves
from model.records import Channel
from tests.stars.days import careers, close, day_of


def test_advertising_is_paid_reaches_people_and_is_remembered(
    world: Any, catalog_of: Any, orders_of: Any
) -> None:
    spent_before = world.ledger.balance(Party.OUTSIDE)[0]
    ads = advertise(world, catalog_of(world))
    assert (ads.reached > 0).all()
    assert (ads.acquired > 0).all()
    assert world.ledger.balance(Party.OUTSIDE)[0] - spent_before == ads.spend.sum()
    assert world.ledger.flows[Reason.ADVERTISING] == ads.spend.sum()
    world.factories[1].advertising_budget = 0
    advertise(world, catalog_of(world))
    close(world, day_of(world, catalog_of, orders_of))
    assert all(f.awareness > 0 for f in world.factories if f.advertising_budget)
    assert world.platforms[0].reached[1] == 0.0


def test_the_platform_pays_for_the_goods_it_sells_itself(world: Any, catalog_of: Any) -> None:
    advertise(world, catalog_of(world))
    paid = 10_000_000 - world.ledger.balance(Party.FACTORIES)
    by_mode = {f.mode: paid[f.index] for f in world.factories}
    assert by_mode == {"brand_dealer": 10_000, "odm": 0, "c2m": 10_000, "incubated": 10_000}


def test_nobody_advertises_without_cash_or_when_closed(world: Any, catalog_of: Any) -> None:
    world.factories[3].advertising_budget = 10**12
    world.factories[2].open = False
    ads = advertise(world, catalog_of(world))
    balances = world.ledger.balance(Party.FACTORIES)
    assert balances[3] == 0
    assert balances[2] == 10_000_000
    assert (world.ledger.balance(Party.PLATFORMS) >= 0).all()
    assert ads.spend[0] >= 10_000_000


def test_sales_lift_a_product_on_its_own_shelf_only(
    world: Any, catalog_of: Any, orders_of: Any
) -> None:
    close(world, day_of(world, catalog_of, orders_of, buys=[(-1, 2)] * 40))
    position = world.platforms[0].position
    assert position[2] == 0
    assert world.platforms[0].counter[2] == 40
    assert not world.platforms[1].sales.any()


def test_every_shelf_is_a_permutation(world: Any) -> None:
    set_shelves(world)
    for platform in world.platforms:
        for category in range(3):
            rows = [f.index for f in world.factories
                    if f.platform == platform.index and f.category == category]  # fmt: skip
            assert sorted(platform.position[rows]) == list(range(len(rows)))


def test_belief_learns_from_what_is_kept(world: Any, catalog_of: Any, orders_of: Any) -> None:
    """Seven apparel in ten are kept as a matter of course, and nine cables: those say nothing."""
    cables = 12
    assert world.factories[cables].category == 1
    for factory in world.factories:  # orders of this test promise nothing and are worth nothing
        factory.quality = 0.0
    day = day_of(world, catalog_of, orders_of,
                 keeps=[(-1, 0)] * 9 + [(-1, 1)] * 3 + [(-1, cables)] * 9,
                 returns=[(-1, 0)] * 1 + [(-1, 1)] * 7 + [(-1, cables)] * 1)  # fmt: skip
    close(world, day)
    usual = 1 / (1 + np.exp(-0.9))
    steepness = usual * (1 - usual) * (50 + 10)  # ten reviews beside the first impressions
    assert world.factories[0].believed == pytest.approx((9 - 10 * usual) / steepness)
    assert world.factories[1].believed == pytest.approx((3 - 10 * usual) / steepness)
    assert world.factories[cables].believed == pytest.approx(0.0, abs=0.001)
    assert world.factories[2].believed == 0.0


def test_feeds_show_the_day_to_factories_with_taste_in_design_coordinates(
    world: Any, catalog_of: Any, orders_of: Any
) -> None:
    world.taste_centre = np.tile([2.0, -1.0], (3, 1))
    for platform in world.platforms:
        platform.feeds["live_data"].parameters = platform.parameters.live_data.model_copy(
            update={"noise": 0.0}
        )
    refused = np.zeros(36, dtype=np.int64)
    refused[0] = 6
    day = day_of(world, catalog_of, orders_of, buys=[(0, 0)] * 5 + [(-1, 0)] * 2, refused=refused)
    close(world, day)
    history, signal, taste = world.platforms[0].observe([0], 1, "live_data")[0]
    assert history == pytest.approx([7.0 + 6.0])  # live data show all refused demand
    views = np.bincount(day.schedule.slot_product, weights=day.audience.exposures, minlength=36)
    here = world.platforms[0].index == day.catalog.platform
    interest = views[0] * 5 / views[here].sum()  # five orders came of all those views
    assert signal == pytest.approx(max(interest - 5.0, 0.0))
    assert taste == pytest.approx([2.5, -0.5])


def test_the_programme_picks_members_and_subsidises_what_they_sell(
    new_world: Any, catalog_of: Any, orders_of: Any
) -> None:
    world = new_world(platform=PlatformParameters(programme_days=1, programme_picks=1))
    buys = [(-1, 3)] * 30 + [(-1, 15)] * 20 + [(-1, 0)] * 50
    close(world, day_of(world, catalog_of, orders_of, buys=buys))
    assert list(np.flatnonzero(world.platforms[0].incubated)) == [3]
    assert not world.platforms[0].member[[0, 1, 2]].any()
    close(world, day_of(world, catalog_of, orders_of, day=1, keeps=[(-1, 3)] * 4 + [(-1, 0)] * 4))
    subsidy = 4 * int(10_000 * 0.02)
    assert world.ledger.flows[Reason.SUBSIDY] == subsidy
    assert world.ledger.balance(Party.FACTORIES)[3] == 10_000_000 + subsidy


def test_anchors_learn_what_they_saw_sold_and_got_back(
    new_world: Any, catalog_of: Any, orders_of: Any
) -> None:
    world = new_world(anchors=AnchorParameters(entry_rate=0.0))
    day = day_of(world, catalog_of, orders_of)
    anchor = int(day.schedule.anchor[0])
    product = int(day.schedule.slot_product[day.schedule.slot_session == 0][0])
    day = day_of(world, catalog_of, orders_of, buys=[(anchor, product)] * 3 + [(-1, product)] * 9,
                 returns=[(anchor, product)], cancels=[(anchor, product), (-1, product)],
                 comes_back=[(anchor, product)])  # fmt: skip
    paid = world.ledger.balance(Party.ANCHORS).copy()
    careers(world, day)
    known = world.experience
    pitches = np.sum(day.schedule.slot_product[day.schedule.slot_session == 0] == product)
    assert known.seen[anchor, product] == 10 * pitches
    assert known.sold[anchor, product] == 3
    assert known.came_back[anchor, product] == 1
    assert known.expected_views(anchor, 0) == pytest.approx(10.0)
    places = paid - world.ledger.balance(Party.ANCHORS)
    fees = day.schedule.slot_fee[day.schedule.slot_session == 0].sum()
    assert known.cumulative_income[anchor] == (3 - 2) * 500 + fees - places[anchor]
    assert places[anchor] > 0


def test_orders_after_the_session_count_for_what_they_pay(
    new_world: Any, catalog_of: Any, orders_of: Any
) -> None:
    world = new_world(anchors=AnchorParameters(entry_rate=0.0))
    day = day_of(world, catalog_of, orders_of, buys=[(7, 0)] * 6)
    day.checkout.orders["channel"][2:] = Channel.SPILLOVER
    day.checkout.orders["commission"][5] = 0  # a friend's word
    careers(world, day)
    assert world.experience.paid[7] == 2 + 3 * world.scenario.contracts.after_session


def test_long_losses_end_a_career(new_world: Any, catalog_of: Any, orders_of: Any) -> None:
    p = AnchorParameters(count=10, sessions_per_week=7.0, exit_patience=3, entry_rate=0.0)
    world, left, forgotten = new_world(anchors=p), [], []
    world.experience.losing_days[[0, 5]] = -1  # two who hold out for a day more
    for number in range(4):
        world.consumers.forgotten = ()
        left.append(careers(world, day_of(world, catalog_of, orders_of, day=number)).left)
        forgotten.append(world.consumers.forgotten)
    assert left == [(), (), (1, 2, 3, 4, 6, 7, 8, 9), (0, 5)]
    assert forgotten == left
    assert not any(anchor.active for anchor in world.anchors)


def test_newcomers_arrive_at_the_declared_rate_with_an_account(
    new_world: Any, catalog_of: Any, orders_of: Any
) -> None:
    p = AnchorParameters(count=5, sessions_per_week=0.0, entry_rate=0.5)
    world = new_world(anchors=p)
    day = day_of(world, catalog_of, orders_of)
    entered: list[int] = []
    for number in range(200):
        world.day = number
        entered += careers(world, day).entered
    assert entered == list(range(5, 5 + len(entered)))
    assert abs(len(entered) - 100) < 4 * 10
    assert len(world.ledger.balance(Party.ANCHORS)) == len(world.anchors) == 5 + len(entered)
    assert world.anchors[-1].followers == 0
    assert day_of(world, catalog_of, orders_of, day=201).schedule.anchor.size == 0


def settle(new_world: Any, catalog_of: Any, orders_of: Any, income: float, **how: Any) -> Any:
    """Everybody, equally rich and far from the cluster, looks at the map once."""
    p = AnchorParameters(
        region_shares=(0.0, 1.0, 0.0), sessions_per_week=7.0, relocation_review=1, entry_rate=0.0,
        **{"sourcing_cost": 0.0, "sourcing_risk": 0.02, "relocation_cost": 1000.0, **how},
    )  # fmt: skip
    world = new_world(anchors=p)
    accounts = world.ledger.account(Party.ANCHORS, np.arange(60))
    world.ledger.transfer(
        world.ledger.account(Party.OUTSIDE), accounts, np.full(60, 10**7), Reason.ENDOWMENT
    )
    day = day_of(world, catalog_of, orders_of)
    known = world.experience
    known.streamed[:], known.income[:], known.pitched[:] = True, income, 1.0
    known.parameters = p.model_copy(update={"income_half_life": 1e12})
    moved = careers(world, day).moved
    return world, moved


def test_rich_anchors_move_to_the_cluster_and_pay_for_it(
    new_world: Any, catalog_of: Any, orders_of: Any
) -> None:
    """C54: big anchors gain more from being near."""
    world, moved = settle(new_world, catalog_of, orders_of, income=100.0)
    assert len(moved) > 50
    assert all(world.anchors[a].region == 0 for a in moved)
    assert world.ledger.flows[Reason.RELOCATION] == len(moved) * 100_000
    _, poor = settle(new_world, catalog_of, orders_of, income=1.0)
    assert poor == ()


@pytest.mark.parametrize(
    "how", [{"sourcing_risk": 0.0}, {"rent": 1000.0}, {"relocation_cost": 10.0**7}]
)
def test_nobody_moves_when_distance_is_free_or_the_cluster_dear(
    new_world: Any, catalog_of: Any, orders_of: Any, how: Any
) -> None:
    """C54's counterfactuals: transport independent of distance, rent, and the cost of moving."""
    assert settle(new_world, catalog_of, orders_of, income=100.0, **how)[1] == ()
