"""A parcel across the border is in the price: who sells there knows what it costs."""

from __future__ import annotations

import numpy as np
import pytest

from agents.places import ABROAD
from model import Market
from model.bargains import proposals_of
from model.phases.shops import open_shops
from model.views import views_of

SMALL = {"consumers.count": 400, "anchors.count": 5}
FAR = (0.0, 0.0, 1.0)


def carriages(market: Market) -> tuple[list[float], list[float]]:
    """What a parcel costs as factories see it, and as anchors' bargains count it [CNY]."""
    world = market.world
    views = views_of(world, world.factories, [0] * len(world.factories))
    back = proposals_of(world, open_shops(world)).return_carriage
    return [view.carriage for view in views], back.tolist()


@pytest.mark.parametrize(
    ("changes", "ratio"),
    [
        ({}, 1.0),
        ({"consumers.region_shares": FAR}, 4.0),
        ({"consumers.region_shares": FAR, "shipping.cost_abroad": 2.5}, 2.5),
        ({"consumers.region_shares": FAR, "market.factory_region": ABROAD}, 1.0),
        ({"market.factory_region": ABROAD}, 4.0),
    ],
)
def test_sellers_count_the_parcel_that_their_buyers_need(
    changes: dict[str, object], ratio: float
) -> None:
    market = Market("base", **SMALL, **changes)
    expected = [ratio * factory.kind.shipping_cost for factory in market.world.factories]
    assert carriages(market) == (expected, expected)


def test_a_public_on_both_sides_costs_its_mean() -> None:
    market = Market("base", **SMALL, **{"consumers.region_shares": (0.2, 0.3, 0.5)})
    people = market.consumers.traits
    for factory, seen in zip(market.world.factories, carriages(market)[0], strict=True):
        here = people.platform == factory.platform
        parcels = np.where(people.region[here] == ABROAD, 4.0, 1.0) * factory.kind.shipping_cost
        assert seen == pytest.approx(parcels.mean())


def test_a_price_near_cost_carries_the_parcel_abroad() -> None:
    near, far = (
        Market("li_jiaqi_in_us", **SMALL, **{"shipping.cost_abroad": cost}) for cost in (1.0, 4.0)
    )
    for cheap, dear in zip(near.world.factories, far.world.factories, strict=True):
        if cheap.mode == "c2m":
            more = 1.15 * 3.0 * cheap.kind.shipping_cost
            assert dear.list_price - cheap.list_price == pytest.approx(100 * more, abs=1)
