from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.contracts import (
    Asks,
    Bids,
    ContractParameters,
    Terms,
    bargaining_power,
    employ,
    kept_unit_value,
    negotiate,
    rank_within,
)

TAKE = 0.05
CONTRACTS = ContractParameters(fee_power=0.5, festival_share=0.9)


def bargain(
    prices: list[float], costs: list[float], units: list[float], *,
    power: float = 0.6, reservation: float = 1.0, price_share: float = 0.4,
    max_commission: float = 0.3, max_fee: float = 50.0, sourcing: float = 0.5,
    floors: list[float] | None = None, commission_share: float = 1.0, festival: float = 0.0,
) -> Terms:  # fmt: skip
    unit_value, count = np.array(costs), len(prices)
    one = (power, reservation, price_share, commission_share)
    bids = Bids(
        list_price=np.array(prices),
        floor_price=unit_value / (1 - TAKE) if floors is None else np.array(floors),
        shares=np.full(count, TAKE),
        max_commission=np.full(count, max_commission),
        max_slot_fee=np.full(count, max_fee),
        reference_price=np.full(count, 100.0),
        category=np.zeros(count, dtype=np.int64),
    )
    terms = negotiate(
        CONTRACTS, Asks(*(np.array([number]) for number in one)), bids, np.array([units]),
        unit_value[None], np.full((1, count), sourcing), festival,
    )  # fmt: skip
    return Terms(*(line[0] for line in terms))


offers = st.lists(
    st.tuples(
        st.floats(1.0, 500.0), st.floats(0.1, 2.0), st.floats(0.0, 50.0), st.floats(0.1, 1.5)
    ),
    min_size=1,
    max_size=8,
)


@given(
    offers=offers,
    power=st.floats(0.01, 0.99),
    reservation=st.floats(0.0, 100.0),
    price_share=st.floats(0.0, 0.99),
    festival=st.floats(0.0, 0.9),
    max_commission=st.floats(0.0, 0.5),
    max_fee=st.floats(0.0, 500.0),
    sourcing=st.floats(0.0, 20.0),
)
def test_both_sides_gain_wherever_there_is_a_deal(offers: Any, **how: Any) -> None:
    price, ratio, units, floor_ratio = (np.array(column) for column in zip(*offers, strict=True))
    value, floor = price * ratio, price * floor_ratio
    terms = bargain(list(price), list(value), list(units), floors=list(floor), **how)
    paid = units * terms.live_price * terms.commission + terms.slot_fee
    margin = units * (terms.live_price * (1 - TAKE) - value)
    deal = terms.deal
    assert (paid[deal] > how["reservation"] + how["sourcing"]).all()
    assert (margin[deal] > paid[deal]).all()
    assert (terms.commission >= 0).all()
    assert (terms.commission <= how["max_commission"]).all()
    assert (terms.slot_fee >= 0).all()
    assert (terms.slot_fee <= how["max_fee"]).all()
    assert (terms.live_price <= price).all()
    assert (terms.live_price[deal] >= floor[deal]).all()
    assert not terms.commission[~deal].any()
    assert not terms.slot_fee[~deal].any()
    if how["power"] < CONTRACTS.fee_power:
        assert not terms.slot_fee.any()


def test_the_gain_is_shared_by_power() -> None:
    terms = bargain([100.0], [30.0], [2.0], power=0.4, max_commission=0.9, sourcing=0.0)
    joint = 2.0 * (100.0 * (1 - TAKE) - 30.0) - 1.0
    price = terms.live_price[0]
    cut, paid = 2.0 * (100.0 - price) * (1 - TAKE), 2.0 * price * terms.commission[0]
    assert cut == pytest.approx(0.4 * 0.4 * joint)
    assert paid - 1.0 == pytest.approx(0.6 * 0.4 * joint)
    assert 2.0 * (price * (1 - TAKE) - 30.0) - paid == pytest.approx(0.6 * joint)


def test_what_the_floor_keeps_from_the_price_is_paid() -> None:
    """One claim: who cannot have it as a lower price has it as commission."""
    terms = bargain([100.0], [30.0], [2.0], power=0.4, max_commission=0.9, floors=[98.0])
    joint = 2.0 * (100.0 * (1 - TAKE) - 30.0) - 1.5
    paid = 2.0 * 98.0 * terms.commission[0]
    assert terms.live_price[0] == 98.0
    assert paid - 1.5 + 2.0 * 2.0 * (1 - TAKE) == pytest.approx(0.4 * joint)


def test_a_commission_that_is_seldom_due_in_full_is_asked_higher() -> None:
    """What the anchor is paid in expectation stays the same, as far as the factory allows."""
    full = bargain([100.0], [30.0], [2.0], power=0.4, max_commission=0.9)
    part = bargain([100.0], [30.0], [2.0], power=0.4, max_commission=0.9, commission_share=0.8)
    assert part.commission[0] * 0.8 == pytest.approx(full.commission[0])
    limits: Any = {"reservation": 50.0, "max_commission": 0.3, "max_fee": 0.0}
    assert bargain([100.0], [30.0], [2.0], **limits).deal.all()
    assert not bargain([100.0], [30.0], [2.0], commission_share=0.8, **limits).deal.any()


@pytest.mark.parametrize("power", [0.2, 0.6, 0.95, 0.99])
@pytest.mark.parametrize("price_share", [0.0, 0.4, 0.9])
def test_a_price_near_cost_cannot_pay_a_star(power: float, price_share: float) -> None:
    """W4: 1.15 times cost leaves 13 % before the platform's take; never the star's 25 %."""
    costs = np.array([20.0, 50.0, 200.0])
    terms = bargain(list(costs * 1.15), list(costs), [5.0, 50.0, 500.0], power=power,
                    price_share=price_share, max_commission=0.5, max_fee=0.0)  # fmt: skip
    assert terms.commission.max() < 0.25
    rich = bargain([6 * 50.0], [50.0], [50.0], power=power, price_share=price_share)
    assert rich.deal.all()
    assert rich.commission[0] > terms.commission.max()


def test_a_small_anchor_can_still_sell_a_cheap_product() -> None:
    """2.5: C2M prices work with small anchors, whose discount is not too deep for the margin."""
    terms = bargain([57.5], [50.0], [4.0], power=0.2, sourcing=0.0)
    assert terms.deal.all()
    assert 50.0 / (1 - TAKE) < terms.live_price[0] <= 57.5


def test_a_factorys_own_stream_pays_a_wage_and_no_commission() -> None:
    """2.5: for its own line only, at a price that may be too near cost for any commission (W4)."""
    listed, floors = np.array([57.5, 57.5]), np.array([53.7, 57.0])
    hired = [
        employ(own, 0.36, listed, floors, discount=0.05, reference_price=np.full(2, 100.0),
               category=np.zeros(2, dtype=np.int64)) for own in (0, 1)
    ]  # fmt: skip
    assert [list(terms.deal) for terms in hired] == [[True, False], [False, True]]
    assert [list(terms.slot_fee) for terms in hired] == [[0.36, 0.0], [0.0, 0.36]]
    assert not any(terms.commission.any() for terms in hired)
    assert list(hired[0].live_price) == pytest.approx([57.5 * 0.95, 57.0])  # never below the floor


def test_a_slot_fee_is_asked_only_with_power_and_beyond_the_commission() -> None:
    weak = bargain([100.0], [10.0], [10.0], power=0.45, max_commission=0.05)
    strong = bargain([100.0], [10.0], [10.0], power=0.55, max_commission=0.05)
    assert weak.slot_fee[0] == 0.0
    assert strong.slot_fee[0] > 0.0


def test_no_deal_without_anything_to_share() -> None:
    assert not bargain([100.0], [120.0], [10.0]).deal.any()
    assert not bargain([100.0], [50.0], [0.0]).deal.any()
    assert not bargain([100.0], [50.0], [1.0], reservation=1000.0).deal.any()


def test_what_is_taken_as_a_lower_price_is_not_left_for_commission() -> None:
    """C43: who wants a low price gets one, in proportion to its power, and is paid less."""
    salesman, hunter = (
        bargain([100.0], [30.0], [2.0], max_commission=0.9, price_share=share)
        for share in (0.1, 0.9)
    )
    joint = 2.0 * (100.0 * (1 - TAKE) - 30.0) - 1.5
    for terms, share in ((salesman, 0.1), (hunter, 0.9)):
        assert 2.0 * (100.0 - terms.live_price[0]) * (1 - TAKE) == pytest.approx(
            share * 0.6 * joint
        )
        paid = 2.0 * terms.live_price[0] * terms.commission[0] - 1.5
        assert paid == pytest.approx((1.0 - share) * 0.6 * joint)
    weak = bargain([100.0], [30.0], [2.0], power=0.1, price_share=0.9)
    assert hunter.live_price[0] < weak.live_price[0]


def test_a_festival_asks_the_same_of_all_as_far_as_they_can_spare_it() -> None:
    """S12: 40 % off where the margin allows, a share of it where not; the claim is of the rest."""
    rich, poor = (
        bargain([100.0], [cost], [2.0], power=0.1, price_share=0.0, festival=0.4)
        for cost in (10.0, 80.0)
    )
    assert rich.live_price[0] == pytest.approx(60.0)
    spare = 100.0 - (80.0 + 1.5 / 2.0) / (1 - TAKE)
    assert poor.live_price[0] == pytest.approx(100.0 - 0.9 * spare)
    paid = 2.0 * poor.live_price[0] * poor.commission[0] - 1.5
    assert paid == pytest.approx(0.1 * 2.0 * 0.1 * spare * (1 - TAKE))


def test_power_rises_with_the_audience_and_stays_inside() -> None:
    p = ContractParameters()
    powers = [bargaining_power(p, followers, 1000) for followers in (0, 10, 100, 500, 1000)]
    assert powers == sorted(set(powers))
    assert powers[0] == pytest.approx(p.least_power)
    assert powers[-1] == pytest.approx(p.most_power)


def test_returns_make_a_kept_unit_dearer() -> None:
    p = ContractParameters(return_loss=0.1)
    fifty, four = np.full(2, 50.0), np.full(2, 4.0)
    values = kept_unit_value(p, fifty, four, np.array([0.0, 0.5]))
    assert values == pytest.approx([50.0, 50.0 * 1.1 + 4.0])


def test_price_rank_is_within_the_category() -> None:
    ranks = rank_within(np.array([3.0, 1.0, 2.0, 9.0]), np.array([0, 0, 0, 1]))
    assert ranks == pytest.approx([1.0, 0.0, 0.5, 0.0])
