"""A fault that loses a cent or a piece stops the run the same day, and is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from agents.factories import Factory
from model import Market
from model.books import money
from model.ledger import Imbalance, Ledger, Party, Reason
from model.order_book import OrderBook

SMALL = {"consumers.count": 400, "anchors.count": 6, "market.days": 30}


def lived_in(days: int = 5) -> Market:
    market = Market("base", seed=3, **SMALL)
    for _ in range(days):
        market.step()
    return market


@pytest.mark.parametrize(
    ("reason", "party"), [(Reason.PRODUCTION, "outside"), (Reason.SLOT_FEE, "anchor")]
)
def test_a_transfer_that_loses_a_cent_is_caught(
    reason: Reason, party: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    market, honest = lived_in(), Ledger.transfer

    def careless(self: Ledger, payer: Any, payee: Any, cents: Any, why: Reason) -> None:
        honest(self, payer, payee, cents, why)
        if why is reason and np.size(payee):
            self.balances[np.ravel(payee)[0]] -= 1

    monkeypatch.setattr(Ledger, "transfer", careless)
    with pytest.raises(Imbalance, match=r"bookings come to|sum to") as caught:
        market.run(days=10)
    assert party in caught.value.account.lower()


@pytest.mark.parametrize(
    ("booking", "party", "payee"),
    [
        ("_settle", "", lambda orders, deal, books: orders["merchant"][0]),
        ("_settle", "anchor", lambda orders, deal, books: deal.anchors + orders["anchor"].max()),
        ("_book_parcels", "carrier", lambda *booked: booked[3]),
    ],
)
def test_an_order_whose_money_loses_a_cent_is_caught(
    booking: str, party: str, payee: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    market, honest = lived_in(), getattr(money, booking)

    def careless(orders: Any, *others: Any) -> None:
        honest(orders, *others)
        if len(orders) and (party != "anchor" or orders["anchor"].max() >= 0):
            others[-1].balances[payee(orders, *others)] -= 1

    monkeypatch.setattr(money, booking, careless)
    with pytest.raises(Imbalance, match=r"bookings come to|sum to") as caught:
        market.run(days=10)
    assert party in caught.value.account.lower()


def test_a_cent_that_changes_hands_unbooked_is_caught() -> None:
    market = lived_in()
    ledger = market.world.ledger
    ledger.balances[ledger.account(Party.FACTORIES, 4)] += 1
    ledger.balances[ledger.account(Party.OUTSIDE)] -= 1
    with pytest.raises(Imbalance, match="bookings come to"):
        market.step()


def test_a_factory_that_loses_a_piece_is_caught_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    market, honest = lived_in(), Factory.finish

    def leaky(self: Factory, day: int) -> int:
        done = honest(self, day)
        if self.index == 7 and self.warehouse:
            self.warehouse -= 1
        return done

    market.world.factories[7].warehouse += 1
    market.world.factories[7].started += 1  # so that there is one to lose
    monkeypatch.setattr(Factory, "finish", leaky)
    with pytest.raises(Imbalance, match=r"goods of factory 7: started"):
        market.step()


def test_a_parcel_that_vanishes_on_the_road_is_caught() -> None:
    market = lived_in()
    book: OrderBook = market.world.orders
    product = int(np.argmax(book.in_transit))
    assert book.in_transit[product] > 0
    book.in_transit[product] -= 1
    with pytest.raises(Imbalance, match=f"goods of factory {product}"):
        market.step()
