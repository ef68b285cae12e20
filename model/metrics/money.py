"""Who earned what today, and where a yuan that consumers paid went."""

from __future__ import annotations

from typing import final

from core.units import CENTS_A_YUAN
from model.books.dues import DEALERS, FACTORY, PLATFORM
from model.ledger import Party, Reason, Statement
from model.watching.counting import Shown
from model.watching.metric import Column, Metric, ratio
from model.world import World

PARTIES = (Party.ANCHORS, Party.PLATFORMS, Party.FACTORIES, Party.DEALERS, Party.CARRIERS)
OWING = PARTIES[:-1]  # who has to give something back when goods come back
PROFIT = {party: f"profit_{party.name.lower()}" for party in PARTIES}
OWED = {party: f"refunds_owed_{party.name.lower()}" for party in OWING}
ANCHORS_PAY = (Reason.COMMISSION, Reason.COMMISSION_REFUND, Reason.SLOT_FEE)
PLATFORM_PAY = (Reason.TAKE, Reason.TAKE_REFUND)
CARRIAGE = (Reason.SHIPPING, Reason.RETURN_SHIPPING)
MAKING = (Reason.PRODUCTION, Reason.SETUP)
SHARES = {  # of consumer payments: what it is, and the columns that it is the sum of
    "making": ("production and setup", ("making",)),
    "carriers": ("carriage out and back", ("carriage",)),
    "anchors": ("commission and slot fees", ("commission", "slot_fees")),
    "take": ("platforms' take", ("take",)),
    "refunds": ("refunds", ("refunds",)),
    "margin": ("what is left to factories, dealers and other merchants", ("margin",)),
}


@final
class Money(Metric):
    """From the closed ledger. Stock is not valued: goods cost when paid.

    Profits are as in the table of factories: what a return costs counts when the buyer decides.
    All else is cash.
    """

    kind = "money"
    columns = {
        **{
            name: Column(
                "CNY/day",
                f"received less paid by {party.name.lower()}, endowments aside; what a return "
                "costs counts on the day on which the buyer decides",
            )
            for party, name in PROFIT.items()
        },
        **{
            name: Column(
                "CNY",
                f"what {party.name.lower()} will pay for parcels on their way back, less what "
                "comes back to them: off their profit already, still in their cash",
            )
            for party, name in OWED.items()
        },
        "making": Column("CNY/day", "production and setup"),
        "carriage": Column("CNY/day", "paid to carriers by anybody, out and back"),
        "commission": Column("CNY/day", "commission to anchors, less what they gave back"),
        "slot_fees": Column("CNY/day", "fixed fees to anchors"),
        "take": Column("CNY/day", "platforms' share of sales, less what they gave back"),
        "advertising": Column("CNY/day", "spent on advertising by anybody"),
        "subsidy": Column("CNY/day", "subsidies paid by anybody"),
        "consumer_payments": Column(
            "CNY/day", "paid by consumers for goods and to send them back, refunds not taken off"
        ),
        "refunds": Column("CNY/day", "paid back to consumers"),
        "margin": Column(
            "CNY/day",
            "consumer payments less making, carriage, commission, slot fees, take and refunds",
        ),
        **{
            f"share_{name}": Column(
                "share", f"{what}, per yuan of consumer payments", above, ("consumer_payments",)
            )
            for name, (what, above) in SHARES.items()
        },
    }

    def __init__(self) -> None:
        self._owed = dict.fromkeys(OWING, 0)  # cents

    def measure(self, day: Shown, world: World) -> dict[str, float]:
        """Read the day's statement; the shares sum to one."""
        books, more = world.ledger.closed, _decided_less_paid(day)
        profit = {
            name: (books.earned(party) - more.get(party, 0)) / CENTS_A_YUAN
            for party, name in PROFIT.items()
        }
        for party, cents in more.items():
            self._owed[party] += cents
        owed = {name: self._owed[party] / CENTS_A_YUAN for party, name in OWED.items()}
        paid = -_received(books, Party.CONSUMERS, Reason.SALE, Reason.RETURN_SHIPPING)
        parts = {
            "making": _moved(books, *MAKING),
            "carriage": _received(books, Party.CARRIERS, *CARRIAGE),
            "commission": _received(books, Party.ANCHORS, *ANCHORS_PAY[:2]),
            "slot_fees": _received(books, Party.ANCHORS, Reason.SLOT_FEE),
            "take": _received(books, Party.PLATFORMS, *PLATFORM_PAY),
            "refunds": _received(books, Party.CONSUMERS, Reason.REFUND),
        }
        parts["margin"] = paid - sum(parts.values())
        return {
            **profit,
            **owed,
            **parts,
            "advertising": _moved(books, Reason.ADVERTISING),
            "subsidy": _moved(books, Reason.SUBSIDY),
            "consumer_payments": paid,
            **{
                f"share_{name}": ratio(sum(parts[one] for one in above), paid)
                for name, (_, above) in SHARES.items()
            },
        }


def _decided_less_paid(day: Shown) -> dict[Party, int]:
    """Cents of today's returns, less those paid back today, by who has to give them back."""
    cents = day.newly_owed.sum(axis=1).tolist()
    commission = day.returned.commission.sum() - day.aftersales.came_back["commission"].sum()
    return {
        Party.FACTORIES: cents[FACTORY],
        Party.DEALERS: cents[DEALERS],
        Party.PLATFORMS: cents[PLATFORM],
        Party.ANCHORS: int(commission),
    }


def _received(books: Statement, party: Party, *reasons: Reason) -> float:
    return books.total(party, reasons) / CENTS_A_YUAN


def _moved(books: Statement, *reasons: Reason) -> float:
    return books.moved(reasons) / CENTS_A_YUAN
