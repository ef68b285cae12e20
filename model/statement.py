"""Who holds money and why it moves; and what moved in a period, to be read in many ways."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

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
BUT_OWNERS = tuple(reason for reason in Reason if reason is not Reason.ENDOWMENT)


@dataclass(frozen=True)
class Statement:
    """Net cents received over a period: `net[reason, counterpart party, account]`."""

    net: Cents
    accounts: tuple[slice, ...]  # of each party

    @cached_property
    def _got(self) -> Cents:
        """From anybody: [reason, account]."""
        return np.asarray(self.net.sum(axis=1))

    @cached_property
    def _totals(self) -> dict[Party, list[int]]:
        """What each party got from anybody, by row of the reason."""
        so_far = np.zeros((len(Reason), self.net.shape[2] + 1), dtype=np.int64)
        np.cumsum(self._got, axis=1, out=so_far[:, 1:])
        ends = np.array([(mine.start, mine.stop) for mine in self.accounts]).T
        totals = so_far[:, ends[1]] - so_far[:, ends[0]]
        return dict(zip(Party, totals.T.tolist(), strict=True))

    def flow(self, reason: Reason, payer: Party, payee: Party) -> int:
        """Cents that one party paid another for a reason, less what flowed back."""
        return int(self.net[ROW[reason], payer, self.accounts[payee]].sum())

    def received(self, party: Party, reasons: Iterable[Reason]) -> Cents:
        """Net cents each account of a party got for the reasons (negative: it paid)."""
        mine = self._got[:, self.accounts[party]]
        return np.asarray(mine[[ROW[reason] for reason in reasons]].sum(axis=0))

    def moved(self, reasons: Iterable[Reason]) -> int:
        """Cents that changed hands for the reasons, whoever paid; what flowed back is taken off."""
        return int(np.maximum(self.net[[ROW[reason] for reason in reasons]], 0).sum())

    def total(self, party: Party, reasons: Iterable[Reason]) -> int:
        """Net cents that all of a party got for the reasons."""
        got = self._totals[party]
        return sum(got[ROW[reason]] for reason in reasons)

    def profit(self, party: Party, counterpart: Party | None = None) -> Cents:
        """Cash profit of each account: all it got less all it paid, owners' money left out.

        Stock is not valued: what was paid for goods counts when it is paid.
        """
        got = self._got if counterpart is None else self.net[:, counterpart]
        mine = got[:, self.accounts[party]]
        return np.asarray(mine.sum(axis=0) - mine[ROW[Reason.ENDOWMENT]])
