"""Who earned what today, and where a yuan that consumers paid went."""

from __future__ import annotations

from typing import final

from core.units import CENTS_A_YUAN
from model.ledger import Party, Reason, Statement
from model.metric import Column, Metric, ratio
from model.records import Day
from model.statement import BUT_OWNERS
from model.world import World

PARTIES = (Party.ANCHORS, Party.PLATFORMS, Party.FACTORIES, Party.DEALERS, Party.CARRIERS)
ANCHORS_PAY = (Reason.COMMISSION, Reason.COMMISSION_REFUND, Reason.SLOT_FEE)
PLATFORM_PAY = (Reason.TAKE, Reason.TAKE_REFUND)
CARRIAGE = (Reason.SHIPPING, Reason.RETURN_SHIPPING)
MAKING = (Reason.PRODUCTION, Reason.SETUP)


@final
class Money(Metric):
    """Cash flows of the day from the closed ledger. Stock is not valued: goods cost when paid."""

    kind = "money"
    columns = {
        **{
            f"profit_{party.name.lower()}": Column(
                "CNY/day",
                f"received less paid by {party.name.lower()}, endowments aside; refunds when paid",
            )
            for party in PARTIES
        },
        "commission": Column("CNY/day", "commission to anchors, less what they gave back"),
        "slot_fees": Column("CNY/day", "fixed fees to anchors"),
        "take": Column("CNY/day", "platforms' share of sales, less what they gave back"),
        "advertising": Column("CNY/day", "spent on advertising by anybody"),
        "subsidy": Column("CNY/day", "subsidies paid by anybody"),
        "consumer_payments": Column(
            "CNY/day", "paid by consumers for goods and to send them back, refunds not taken off"
        ),
        "refunds": Column("CNY/day", "paid back to consumers"),
        "share_making": Column("share", "production and setup, per yuan of consumer payments"),
        "share_carriers": Column("share", "carriage out and back, per yuan of consumer payments"),
        "share_anchors": Column("share", "commission and slot fees, per yuan of consumer payments"),
        "share_take": Column("share", "platforms' take, per yuan of consumer payments"),
        "share_refunds": Column("share", "refunds, per yuan of consumer payments"),
        "share_margin": Column("share", "what is left to factories, dealers and other merchants"),
    }

    def measure(self, day: Day, world: World) -> dict[str, float]:
        """Read the day's statement; the shares sum to one."""
        books = world.ledger.closed
        profit = {
            f"profit_{party.name.lower()}": books.total(party, BUT_OWNERS) / CENTS_A_YUAN
            for party in PARTIES
        }
        paid = -_received(books, Party.CONSUMERS, Reason.SALE, Reason.RETURN_SHIPPING)
        shares = {
            "making": _moved(books, *MAKING),
            "carriers": _received(books, Party.CARRIERS, *CARRIAGE),
            "anchors": _received(books, Party.ANCHORS, *ANCHORS_PAY),
            "take": _received(books, Party.PLATFORMS, *PLATFORM_PAY),
            "refunds": _received(books, Party.CONSUMERS, Reason.REFUND),
        }
        shares["margin"] = paid - sum(shares.values())
        return {
            **profit,
            "commission": _received(books, Party.ANCHORS, *ANCHORS_PAY[:2]),
            "slot_fees": _received(books, Party.ANCHORS, Reason.SLOT_FEE),
            "take": shares["take"],
            "advertising": _moved(books, Reason.ADVERTISING),
            "subsidy": _moved(books, Reason.SUBSIDY),
            "consumer_payments": paid,
            "refunds": shares["refunds"],
            **{f"share_{name}": ratio(amount, paid) for name, amount in shares.items()},
        }


def _received(books: Statement, party: Party, *reasons: Reason) -> float:
    return books.total(party, reasons) / CENTS_A_YUAN


def _moved(books: Statement, *reasons: Reason) -> float:
    return books.moved(reasons) / CENTS_A_YUAN
