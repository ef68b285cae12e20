"""The accounts of everybody: double entry in whole cents, checked to the last one every day (LC33).

A transfer takes from one account what it gives to another, in compiled int64 arithmetic, so money
is neither made nor lost by rounding. Beside the balances the ledger keeps, booked separately, what
each account got from each party for each reason; at the close of a day the two must agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from core.arrays import Integers
from core.compiled import compiled

Cents = npt.NDArray[np.int64]


class Party(IntEnum):
    """Who can hold money. Anchors come last because they alone grow in number."""

    CONSUMERS = 0  # one account for all
    CARRIERS = 1  # one account
    OUTSIDE = 2  # one account: the rest of the economy (materials, wages, media, owners)
    PLATFORMS = 3  # one account a platform
    FACTORIES = 4  # one account a factory
    DEALERS = 5  # one account a factory: all tiers between it and the shop
    ANCHORS = 6  # one account an anchor


class Reason(StrEnum):
    """Why money moved."""

    SALE = "sale"
    REFUND = "refund"
    COMMISSION = "commission"
    COMMISSION_REFUND = "commission_refund"
    SLOT_FEE = "slot_fee"
    TAKE = "take"
    TAKE_REFUND = "take_refund"
    PRODUCTION = "production"
    SETUP = "setup"
    SHIPPING = "shipping"
    RETURN_SHIPPING = "return_shipping"
    SALVAGE = "salvage"
    TRANSFER = "transfer"  # a merchant buys goods from a factory, or a tier from a tier
    ADVERTISING = "advertising"
    SUBSIDY = "subsidy"
    SWITCHING = "switching"
    REDESIGN = "redesign"
    RELOCATION = "relocation"
    SOURCING = "sourcing"
    ENDOWMENT = "endowment"
    STOCK_TRANSFER = "stock_transfer"
    OPERATION = "operation"
    PROGRAMME = "programme"


ROW = {reason: row for row, reason in enumerate(Reason)}


class Imbalance(Exception):
    """Money or goods appeared or vanished; the message names where."""

    def __init__(self, account: str, what: str) -> None:
        self.account = account
        super().__init__(f"{account}: {what}")


@compiled
def _post(
    payer: Integers, payee: Integers, cents: Integers, party: Integers, balances: Cents, net: Cents
) -> int:
    total = 0
    for row in range(cents.size):
        giver, taker, amount = payer[row], payee[row], cents[row]
        balances[giver] -= amount
        balances[taker] += amount
        net[party[taker], giver] -= amount
        net[party[giver], taker] += amount
        total += amount
    return total


@dataclass(frozen=True)
class Statement:
    """Net cents received over a period: `net[reason, counterpart party, account]`."""

    net: Cents
    party: Integers  # party of each account

    def flow(self, reason: Reason, payer: Party, payee: Party) -> int:
        """Cents that one party paid another for a reason, less what flowed back."""
        return int(self.net[ROW[reason], payer, self.party == payee].sum())

    def received(
        self, party: Party, reasons: Iterable[Reason], counterpart: Party | None = None
    ) -> Cents:
        """Net cents each account of a party got for the reasons (negative: it paid)."""
        rows = [ROW[reason] for reason in reasons]
        mine = self.net[rows][:, :, self.party == party]
        chosen = mine if counterpart is None else mine[:, [counterpart]]
        total: Cents = chosen.sum(axis=(0, 1))
        return total

    def moved(self, reasons: Iterable[Reason]) -> int:
        """Cents that changed hands for the reasons, whoever paid; what flowed back is taken off."""
        return int(self.net[[ROW[reason] for reason in reasons]].clip(min=0).sum())

    def profit(self, party: Party, counterpart: Party | None = None) -> Cents:
        """Cash profit of each account: all it got less all it paid, owners' money left out.

        Stock is not valued: what was paid for goods counts when it is paid.
        """
        reasons = (reason for reason in Reason if reason is not Reason.ENDOWMENT)
        return self.received(party, reasons, counterpart)


class Ledger:
    """Balances of all accounts [cents] and the record of every reason to change them."""

    def __init__(self, anchors: int, platforms: int, factories: int) -> None:
        sizes = [1, 1, 1, platforms, factories, factories, anchors]
        self._first: list[int] = [0, *np.cumsum(sizes)[:-1].tolist()]
        self._size = list(sizes)
        self._party = np.repeat(np.arange(len(Party)), sizes)
        self.balances: Cents = np.zeros(self._party.size, dtype=np.int64)
        self._net = np.zeros((len(Reason), len(Party), self._party.size), dtype=np.int64)
        self._yesterday = self._net.copy()
        self.flows: dict[Reason, int] = dict.fromkeys(Reason, 0)  # cents moved so far today
        self.closed = self._statement(self._yesterday)  # the last closed day, of zeros before it

    def account(self, party: Party, index: Any = 0) -> Any:
        """Number of the account of a party's member: an int, or an array for an array of members.

        An index that names nobody (such as anchor -1) is refused.
        """
        size, first = self._size[party], self._first[party]
        if isinstance(index, int) and 0 <= index < size:
            return first + index
        members = np.asarray(index)
        if members.size and (members.min() < 0 or members.max() >= size):
            raise IndexError(f"{party.name.lower()} has {size} accounts, not number {index}")
        return first + int(members) if members.ndim == 0 else first + members.astype(np.int64)

    def name(self, account: int) -> str:
        """What to call an account in a message, such as `factories 7`."""
        party = Party(int(self._party[account]))
        return f"{party.name.lower()} {account - self._first[party]}"

    def transfer(self, payer: Any, payee: Any, cents: Any, reason: Reason) -> None:
        """Move cents from payers to payees; scalars or equally long arrays, repeats add up."""
        if type(payer) is type(payee) is type(cents) is int and self._is_sound(payer, payee, cents):
            self._transfer_one(payer, payee, cents, reason)
            return
        rows = np.broadcast_arrays(*(np.atleast_1d(part) for part in (payer, payee, cents)))
        if not rows[2].size:
            return
        if rows[2].dtype.kind not in "iu":
            raise TypeError(f"{reason}: money is whole cents, not {rows[2].dtype}")
        if rows[2].min() < 0:
            raise ValueError(f"{reason}: a transfer of {rows[2].min()} cents goes the other way")
        if min(rows[0].min(), rows[1].min()) < 0:
            raise IndexError(f"{reason}: there is no account {min(rows[0].min(), rows[1].min())}")
        if max(rows[0].max(), rows[1].max()) >= self._party.size:
            raise IndexError(f"{reason}: there is no account {max(rows[0].max(), rows[1].max())}")
        givers, takers, amounts = (np.ascontiguousarray(row, dtype=np.int64) for row in rows)
        net = self._net[ROW[reason]]
        self.flows[reason] += int(_post(givers, takers, amounts, self._party, self.balances, net))

    def _is_sound(self, payer: int, payee: int, cents: int) -> bool:
        accounts = self._party.size
        return 0 <= payer < accounts and 0 <= payee < accounts and cents >= 0

    def _transfer_one(self, payer: int, payee: int, cents: int, reason: Reason) -> None:
        net, party = self._net[ROW[reason]], self._party
        self.balances[payer] -= cents
        self.balances[payee] += cents
        net[party[payee], payer] -= cents
        net[party[payer], payee] += cents
        self.flows[reason] += cents

    def cash(self, party: Party, index: int) -> int:
        """Cents held by one member of a party."""
        return int(self.balances[self.account(party, index)])

    def balance(self, party: Party) -> Cents:
        """Cents held by each member of a party (a copy)."""
        first = self._first[party]
        return self.balances[first : first + self._size[party]].copy()

    def add_anchor(self) -> int:
        """Open an account for one more anchor and return its number."""
        self._size[Party.ANCHORS] += 1
        self._party = np.append(self._party, Party.ANCHORS)
        self.balances = np.append(self.balances, np.int64(0))
        column = np.zeros((*self._net.shape[:2], 1), dtype=np.int64)
        self._net = np.concatenate([self._net, column], axis=2)
        self._yesterday = np.concatenate([self._yesterday, column], axis=2)
        return int(self._party.size) - 1

    def close_day(self, day: int) -> Statement:
        """Verify the books, keep the day's statement as `closed`, and begin a new day.

        Every balance must equal what its bookings come to (all accounts begin with nothing, an
        endowment is a booking), and all balances together must be zero.
        """
        booked = self._net.sum(axis=(0, 1))
        wrong = np.flatnonzero(self.balances != booked)
        if wrong.size:
            account = int(wrong[0])
            raise Imbalance(
                self.name(account),
                f"holds {self.balances[account]:,} cents at the close of day {day}, "
                f"its bookings come to {booked[account]:,} ({wrong.size} account(s) differ)",
            )
        if total := int(self.balances.sum()):
            worst = int(np.argmax(np.abs(self.balances)))
            raise Imbalance(
                self.name(worst), f"all accounts sum to {total:,} cents, not 0, on day {day}"
            )
        self.closed = self._statement(self._net - self._yesterday)
        self._yesterday = self._net.copy()
        self.flows = dict.fromkeys(Reason, 0)
        return self.closed

    def since_start(self) -> Statement:
        """Everything booked from the beginning of the run until now."""
        return self._statement(self._net.copy())

    def _statement(self, net: Cents) -> Statement:
        return Statement(net, self._party.copy())
