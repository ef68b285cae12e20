"""Who holds money and why it moves; and what moved in a period, to be read in many ways."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

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


@dataclass(frozen=True)
class Statement:
    """Net cents received over a period: `net[reason, counterpart party, account]`."""

    net: Cents
    accounts: tuple[slice, ...]  # of each party

    @cached_property
    def _sums(self) -> _Sums:
        ends = np.array([(mine.start, mine.stop) for mine in self.accounts])
        return _Sums(*_sum_up(self.net, ends, ROW[Reason.ENDOWMENT]))

    @cached_property
    def _totals(self) -> list[list[int]]:
        rows: list[list[int]] = self._sums.totals.tolist()
        return rows

    def flow(self, reason: Reason, payer: Party, payee: Party) -> int:
        """Cents that one party paid another for a reason, less what flowed back."""
        return int(self.net[ROW[reason], payer, self.accounts[payee]].sum())

    def received(self, party: Party, reasons: Iterable[Reason]) -> Cents:
        """Net cents each account of a party got for the reasons (negative: it paid)."""
        got, mine = self._sums.got, self.accounts[party]
        return np.asarray(sum(got[ROW[reason], mine] for reason in reasons))

    def moved(self, reasons: Iterable[Reason]) -> int:
        """Cents that changed hands for the reasons, whoever paid; what flowed back is taken off."""
        moved = self._sums.moved
        return sum(int(moved[ROW[reason]]) for reason in reasons)

    def total(self, party: Party, reasons: Iterable[Reason]) -> int:
        """Net cents that all of a party got for the reasons."""
        got = self._totals[party]
        return sum(got[ROW[reason]] for reason in reasons)

    def earned(self, party: Party) -> int:
        """Cash profit of all of a party."""
        return int(self._sums.profit[len(Party), self.accounts[party]].sum())

    def profit(self, party: Party, counterpart: Party | None = None) -> Cents:
        """Cash profit of each account: all it got less all it paid, owners' money left out.

        Stock is not valued: what was paid for goods counts when it is paid.
        """
        row = len(Party) if counterpart is None else counterpart
        return self._sums.profit[row, self.accounts[party]].copy()


class _Sums(NamedTuple):
    """What is asked of a statement, summed when somebody first asks."""

    got: Cents  # [reason, account] from anybody
    totals: Cents  # [party, reason] from anybody
    profit: Cents  # [counterpart, account] owners' money left out; the last row is of all
    moved: Cents  # [reason] whoever paid


@compiled
def _sum_up(net: Cents, ends: Cents, owners: int) -> tuple[Cents, Cents, Cents, Cents]:
    reasons, parties, accounts = net.shape
    got, moved = np.zeros((reasons, accounts), np.int64), np.zeros(reasons, np.int64)
    profit = np.zeros((parties + 1, accounts), np.int64)
    for reason in range(reasons):
        for party in range(parties):
            flow, any_of_it = net[reason, party], 0
            for account in range(accounts):
                any_of_it |= flow[account]
            if not any_of_it:  # as between most parties for most reasons
                continue
            for account in range(accounts):
                cents = flow[account]
                got[reason, account] += cents
                moved[reason] += max(cents, 0)
                if reason != owners:
                    profit[party, account] += cents
                    profit[parties, account] += cents
    totals = np.zeros((parties, reasons), np.int64)
    for party in range(parties):
        for reason in range(reasons):
            for account in range(ends[party, 0], ends[party, 1]):
                totals[party, reason] += got[reason, account]
    return got, totals, profit, moved
