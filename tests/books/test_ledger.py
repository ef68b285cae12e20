"""Money and goods: nothing is made or lost, and a fault is found and named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.books.goods import GoodsAudit, check_goods
from model.ledger import Imbalance, Ledger, Party, Reason

PARTIES = {"anchors": 3, "platforms": 2, "factories": 4}
ACCOUNTS = 3 + 3 + 2 + 4 + 4
BOOKING = st.tuples(
    st.integers(0, ACCOUNTS - 1),
    st.integers(0, ACCOUNTS - 1),
    st.integers(0, 2**55),
    st.sampled_from(list(Reason)),
)


@given(st.lists(st.lists(BOOKING, max_size=12), min_size=1, max_size=4))
def test_any_transfers_sum_to_zero_and_agree_with_plain_arithmetic(
    days: list[list[tuple[int, int, int, Reason]]],
) -> None:
    ledger = Ledger(**PARTIES)
    plain = [0] * ACCOUNTS  # Python's unbounded integers are the reference
    for day, bookings in enumerate(days):
        for payer, payee, cents, reason in bookings:
            ledger.transfer(payer, payee, cents, reason)
            plain[payer] -= cents
            plain[payee] += cents
        flows = dict(ledger.flows)
        statement = ledger.close_day(day)
        assert sum(flows.values()) == sum(cents for _, _, cents, _ in bookings)
        assert int(statement.net.sum()) == 0
    assert ledger.balances.tolist() == plain


@given(st.lists(BOOKING, min_size=1, max_size=40))
def test_arrays_equal_one_by_one(bookings: list[tuple[int, int, int, Reason]]) -> None:
    singly, together = Ledger(**PARTIES), Ledger(**PARTIES)
    for payer, payee, cents, _ in bookings:
        singly.transfer(payer, payee, cents, Reason.SALE)
    payers, payees, cents_, _ = (np.array(part) for part in zip(*bookings, strict=True))
    together.transfer(payers, payees, cents_, Reason.SALE)
    assert np.array_equal(singly.close_day(0).net, together.close_day(0).net)


def test_amounts_that_float64_cannot_hold_stay_exact() -> None:
    ledger = Ledger(**PARTIES)
    ledger.transfer([0, 0], [1, 1], [2**53, 1], Reason.SALE)
    assert ledger.balance(Party.CARRIERS)[0] == 2**53 + 1


@pytest.mark.parametrize("party", list(Party))
def test_a_fault_is_caught_and_the_account_named(party: Party) -> None:
    ledger = Ledger(**PARTIES)
    index = len(ledger.balance(party)) - 1
    ledger.transfer(0, ledger.account(Party.FACTORIES, np.arange(4)), 700, Reason.SALE)
    ledger.balances[ledger.account(party, index)] += 1
    with pytest.raises(Imbalance, match=f"{party.name.lower()} {index}") as caught:
        ledger.close_day(12)
    assert caught.value.account == f"{party.name.lower()} {index}"
    assert "day 12" in str(caught.value)


def test_money_from_nowhere_is_caught_even_if_it_is_booked() -> None:
    ledger = Ledger(**PARTIES)
    account = ledger.account(Party.DEALERS, 2)
    ledger.balances[account] += 5
    ledger._net[0, 0, account] += 5
    with pytest.raises(Imbalance, match=r"dealers 2.*sum to 5 cents"):
        ledger.close_day(0)


def test_a_day_begins_with_empty_flows() -> None:
    ledger = Ledger(**PARTIES)
    ledger.transfer(0, 1, 40, Reason.SHIPPING)
    first = ledger.close_day(0)
    second = ledger.close_day(1)
    assert first.flow(Reason.SHIPPING, Party.CONSUMERS, Party.CARRIERS) == 40
    assert second.flow(Reason.SHIPPING, Party.CONSUMERS, Party.CARRIERS) == 0
    assert ledger.flows[Reason.SHIPPING] == 0


def test_endowments_are_no_profit() -> None:
    ledger = Ledger(**PARTIES)
    factory = ledger.account(Party.FACTORIES, 1)
    ledger.transfer(ledger.account(Party.OUTSIDE), factory, 1000, Reason.ENDOWMENT)
    ledger.transfer(ledger.account(Party.CONSUMERS), factory, 30, Reason.SALE)
    statement = ledger.close_day(0)
    assert statement.profit(Party.FACTORIES).tolist() == [0, 30, 0, 0]
    assert statement.profit(Party.FACTORIES, Party.OUTSIDE).sum() == 0
    assert ledger.balance(Party.FACTORIES).tolist() == [0, 1030, 0, 0]


def test_a_new_anchor_gets_the_next_account() -> None:
    ledger = Ledger(**PARTIES)
    account = ledger.add_anchor()
    assert account == ledger.account(Party.ANCHORS, 3)
    ledger.transfer(0, account, 9, Reason.COMMISSION)
    assert ledger.close_day(0).profit(Party.ANCHORS).tolist() == [0, 0, 0, 9]
    assert ledger.name(account) == "anchors 3"


@pytest.mark.parametrize("index", [-1, 3])
def test_nobody_has_no_account(index: int) -> None:
    with pytest.raises(IndexError, match="anchors has 3 accounts"):
        Ledger(**PARTIES).account(Party.ANCHORS, np.array([0, index]))


def test_bad_transfers_are_refused_and_leave_no_trace() -> None:
    ledger = Ledger(**PARTIES)
    with pytest.raises(ValueError, match="-5 cents"):
        ledger.transfer(0, 1, [7, -5], Reason.SALE)
    with pytest.raises(TypeError, match="whole cents"):
        ledger.transfer(0, 1, 0.5, Reason.SALE)
    with pytest.raises(IndexError, match="no account 99"):
        ledger.transfer(0, 99, 5, Reason.SALE)
    with pytest.raises(IndexError, match="no account -1"):
        ledger.transfer(-1, 0, 5, Reason.SALE)
    assert not ledger.balances.any()
    assert not any(ledger.flows.values())


def _audit(started: list[int]) -> GoodsAudit:
    two = np.array([1, 2])
    return GoodsAudit(np.array(started), two, two, two, two, two)


def test_goods_that_add_up_pass_and_missing_ones_are_named_with_every_term() -> None:
    check_goods(_audit([5, 10]), 3)
    with pytest.raises(Imbalance, match="goods of factory 1") as caught:
        check_goods(_audit([5, 11]), 3)
    for term in (
        "started 11",
        "held 2",
        "in_transit 2",
        "with_consumers 2",
        "coming_back 2",
        "gone 2",
    ):
        assert term in str(caught.value)
