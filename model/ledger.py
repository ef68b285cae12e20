"""The accounts of everybody: double entry in whole cents, checked to the last one every day (LC33).

A transfer takes from one account what it gives to another, in compiled int64 arithmetic, so money
is neither made nor lost by rounding. Beside the balances the ledger keeps, booked separately, what
each account got from each party for each reason; at the close of a day the two must agree.
"""

from __future__ import annotations

from typing import Any, NamedTuple, NoReturn

import numpy as np

from core.arrays import Integers
from core.compiled import compiled, inlined
from model.statement import ROW, Cents, Party, Reason, Statement

__all__ = ["Imbalance", "Ledger", "Party", "Reason", "Statement"]


class Imbalance(Exception):
    """Money or goods appeared or vanished; the message names where."""

    def __init__(self, account: str, what: str) -> None:
        self.account = account
        super().__init__(f"{account}: {what}")


class Books(NamedTuple):
    """The ledger as compiled code sees it. One row an account."""

    party: Integers
    balances: Cents
    net: Cents  # [reason, counterpart party, account] today, with room for more accounts
    moved: Cents  # [reason] today


@inlined
def book(books: Books, reason: int, payer: int, payee: int, cents: int) -> None:
    """Move cents between two accounts, for the reason of a row."""
    books.balances[payer] -= cents
    books.balances[payee] += cents
    books.net[reason, books.party[payee], payer] -= cents
    books.net[reason, books.party[payer], payee] += cents
    books.moved[reason] += cents


@compiled
def _post(payer: Integers, payee: Integers, cents: Integers, reason: int, books: Books) -> bool:
    """Book rows, one of a side serving for all; false with nothing booked if any is unsound."""
    a, b, c = int(payer.size != 1), int(payee.size != 1), int(cents.size != 1)
    rows = payer.size if a else payee.size if b else cents.size
    if (a and payer.size != rows) or (b and payee.size != rows) or (c and cents.size != rows):
        return False
    for row in range(rows):
        giver, taker = payer[a * row], payee[b * row]
        if min(giver, taker, cents[c * row]) < 0 or max(giver, taker) >= books.party.size:
            return False
    for row in range(rows):
        book(books, reason, payer[a * row], payee[b * row], cents[c * row])
    return True


@compiled
def _are_below(members: Integers, size: int) -> bool:
    below = True
    for member in members:
        below = below and 0 <= member < size
    return below


def _column(numbers: Any) -> Integers:
    """Whole numbers side by side, in the one form that the compiled loop knows."""
    column: Integers = np.array(numbers, dtype=np.int64, copy=None, ndmin=1, order="C")
    return column


class Ledger:
    """Balances of all accounts [cents] and the record of every reason to change them."""

    def __init__(self, anchors: int, platforms: int, factories: int) -> None:
        sizes = [1, 1, 1, platforms, factories, factories, anchors]
        self._first: list[int] = [0, *np.cumsum(sizes)[:-1].tolist()]
        self._size = list(sizes)
        self._party = np.repeat(np.arange(len(Party)), sizes)
        self.balances: Cents = np.zeros(self._party.size, dtype=np.int64)
        self._net = np.zeros((len(Reason), len(Party), self._party.size), dtype=np.int64)
        self._booked = self.balances.copy()  # what bookings of all closed days come to
        self._moved = np.zeros(len(Reason), dtype=np.int64)
        self.closed = self._statement(self._net.copy())  # the last closed day, of zeros before it

    @property
    def books(self) -> Books:
        """What compiled code books in."""
        return Books(self._party, self.balances, self._net, self._moved)

    @property
    def flows(self) -> dict[Reason, int]:
        """Cents moved so far today."""
        return dict(zip(Reason, self._moved.tolist(), strict=True))

    def account(self, party: Party, index: Any = 0) -> Any:
        """Number of the account of a party's member: an int, or an array for an array of members.

        An index that names nobody (such as anchor -1) is refused.
        """
        size, first = self._size[party], self._first[party]
        if isinstance(index, int) and 0 <= index < size:
            return first + index
        members = _column(index)
        if not _are_below(members, size):
            raise IndexError(f"{party.name.lower()} has {size} accounts, not number {index}")
        return first + (members if np.ndim(index) else int(members[0]))

    def first(self, party: Party) -> int:
        """Account of the first of a party, if it has any: the others follow in order."""
        return self._first[party]

    def name(self, account: int) -> str:
        """What to call an account in a message, such as `factories 7`."""
        party = Party(int(self._party[account]))
        return f"{party.name.lower()} {account - self._first[party]}"

    def transfer(self, payer: Any, payee: Any, cents: Any, reason: Reason) -> None:
        """Move cents from payers to payees; scalars or equally long arrays, repeats add up."""
        if type(payer) is type(payee) is type(cents) is int and self._is_sound(payer, payee, cents):
            self._transfer_one(payer, payee, cents, reason)
            return
        amounts = np.asarray(cents)
        if amounts.size and amounts.dtype.kind not in "iu":
            raise TypeError(f"{reason}: money is whole cents, not {amounts.dtype}")
        sides = _column(payer), _column(payee), _column(amounts)
        if not _post(*sides, ROW[reason], self.books):
            self._refuse(*sides, reason)

    def _refuse(
        self, payers: Integers, payees: Integers, cents: Integers, reason: Reason
    ) -> NoReturn:
        np.broadcast(payers, payees, cents)  # raises if one has more rows than another
        if cents.min() < 0:
            raise ValueError(f"{reason}: a transfer of {cents.min()} cents goes the other way")
        accounts = np.concatenate([payers, payees])
        nobody = accounts[(accounts < 0) | (accounts >= self._party.size)]
        raise IndexError(f"{reason}: there is no account {nobody[0]}")

    def _is_sound(self, payer: int, payee: int, cents: int) -> bool:
        accounts = self._party.size
        return 0 <= payer < accounts and 0 <= payee < accounts and cents >= 0

    def _transfer_one(self, payer: int, payee: int, cents: int, reason: Reason) -> None:
        net, party = self._net[ROW[reason]], self._party
        self.balances[payer] -= cents
        self.balances[payee] += cents
        net[party[payee], payer] -= cents
        net[party[payer], payee] += cents
        self._moved[ROW[reason]] += cents

    def cash(self, party: Party, index: int) -> int:
        """Cents held by one member of a party."""
        return int(self.balances[self.account(party, index)])

    def balance(self, party: Party) -> Cents:
        """Cents held by each member of a party (a copy)."""
        first = self._first[party]
        return self.balances[first : first + self._size[party]].copy()

    def add_anchor(self) -> int:
        """Open an account for one more anchor and return its number."""
        number = int(self._party.size)
        self._size[Party.ANCHORS] += 1
        self._party = np.append(self._party, Party.ANCHORS)
        self.balances = np.append(self.balances, np.int64(0))
        self._booked = np.append(self._booked, np.int64(0))
        if number == self._net.shape[2]:  # room for half as many again
            room = np.zeros((*self._net.shape[:2], number // 2 + 1), dtype=np.int64)
            self._net = np.concatenate([self._net, room], axis=2)
        return number

    def close_day(self, day: int) -> Statement:
        """Verify the books, keep the day's statement as `closed`, and begin a new day.

        Every balance must equal what its bookings come to (all accounts begin with nothing, an
        endowment is a booking), and all balances together must be zero.
        """
        today = self._net[..., : self._party.size]
        self._booked += np.add.reduce(today, axis=(0, 1))
        wrong = (self.balances != self._booked).nonzero()[0]
        if wrong.size:
            account = int(wrong[0])
            raise Imbalance(
                self.name(account),
                f"holds {self.balances[account]:,} cents at the close of day {day}, "
                f"its bookings come to {self._booked[account]:,} ({wrong.size} account(s) differ)",
            )
        if total := int(self.balances.sum()):
            worst = int(np.argmax(np.abs(self.balances)))
            raise Imbalance(
                self.name(worst), f"all accounts sum to {total:,} cents, not 0, on day {day}"
            )
        self.closed = self._statement(today)
        self._net = np.zeros(self._net.shape, np.int64)
        self._moved[:] = 0
        return self.closed

    def _statement(self, net: Cents) -> Statement:
        bounds = zip(self._first, self._size, strict=True)
        return Statement(net, tuple(slice(first, first + size) for first, size in bounds))
