"""Whether the goods were there: starts, stock, stockouts, waiting."""

from __future__ import annotations

from typing import final

import numpy as np

from core.arrays import Floats
from core.units import DAY_SECONDS, MOMENT_SECONDS
from model.records import Day
from model.watching.metric import Column, Metric, ratio
from model.world import World


@final
class Supply(Metric):
    """Units made, held, owed and missed."""

    kind = "supply"
    columns = {
        "units_started": Column("units/day", "put into production"),
        "units_finished": Column("units/day", "came off the line"),
        "units_shipped": Column("units/day", "left for consumers"),
        "units_delivered": Column("units/day", "handed to consumers"),
        "stockouts": Column("products", "that turned buyers away today because none was left"),
        "sold_out": Column("products", "whose last unit went today"),
        "sell_out_seconds": Column("s", "shortest time from the start of a pitch to the last unit"),
        "fill_rate": Column(
            "share",
            "orders placed per unit wanted, served or not",
            ("orders",),
            ("orders", "refused_stock", "refused_promise", "refused_budget"),
        ),
        "refused_stock": Column("units/day", "wanted but sold out"),
        "refused_promise": Column("units/day", "wanted, but the promised wait was too long"),
        "refused_budget": Column("units/day", "wanted, but not affordable"),
        "lost_impulse": Column(
            "hazard/day",
            "hazard that refused wishes lost for good: all where the wait or the budget was in the "
            "way, what is gone by midnight where the product was sold out",
        ),
        "on_hand": Column("units", "that consumers can buy at the close of the day"),
        "stock": Column(
            "units", "finished, in warehouses and with dealers, at the close of the day"
        ),
        "on_order": Column("units", "in production at the close of the day"),
        "chain_stock": Column("units", "owned by dealers at the close of the day"),
        "backlog": Column("units", "owed to consumers and not shipped at the close of the day"),
        "lead_days": Column("day", "mean production lead time of open factories"),
        "waited": Column("parcel-days/day", "order to door, parcels received today together"),
        "late_parcels": Column("parcels/day", "received after the promised day"),
        "overdue": Column("parcel-days/day", "beyond the promise, parcels received together"),
        "wait_days": Column("day", "order to door, mean of the parcels received",
                            ("waited",), ("units_delivered",)),
        "late_share": Column("share", "of the parcels received, those after the promise",
                             ("late_parcels",), ("units_delivered",)),
        "late_days": Column("day", "days beyond the promise, mean of the parcels received",
                            ("overdue",), ("units_delivered",)),
    }  # fmt: skip

    def measure(self, day: Day, world: World) -> dict[str, float]:
        """Sum over factories; the stock is that of the close of the day."""
        checkout, parcels, made = day.checkout, day.deliveries, day.production
        received, stocks = parcels.received.size, day.stocks
        waited, overdue = _total(parcels.wait_days), _total(parcels.late_days)
        late = float(np.count_nonzero(parcels.late_days > 0))
        lead = [factory.lead_days for factory in world.factories if factory.open]
        return {
            "units_started": float(made.started.sum()),
            "units_finished": float(made.finished.sum()),
            "units_shipped": float(parcels.shipped.size),
            "units_delivered": float(received),
            "stockouts": float(np.count_nonzero(checkout.refused_stock)),
            "sold_out": float(np.isfinite(checkout.sold_out).sum()),
            "sell_out_seconds": fastest_sell_out(day),
            "fill_rate": ratio(checkout.orders.size, float(checkout.demand.sum())),
            "refused_stock": float(checkout.refused_stock.sum()),
            "refused_promise": float(checkout.refused_promise.sum()),
            "refused_budget": float(checkout.refused_budget),
            "lost_impulse": float(checkout.lost_impulse),
            "on_hand": float(stocks.on_hand.sum()),
            "stock": float((stocks.warehouse + stocks.chain).sum()),
            "on_order": float(stocks.on_order.sum()),
            "chain_stock": float(stocks.chain.sum()),
            "backlog": float(world.orders.waiting.sum()),
            "lead_days": ratio(sum(lead), len(lead)),
            "waited": waited,
            "late_parcels": late,
            "overdue": overdue,
            "wait_days": ratio(waited, received),
            "late_share": ratio(late, received),
            "late_days": ratio(overdue, received),
        }


def _total(values: Floats) -> float:
    return float(values.sum())


def fastest_sell_out(day: Day) -> float:
    """Seconds from the last pitch before a product sold out to that moment; the least of them.

    nan when nothing that was pitched sold out afterwards (C03).
    """
    schedule = day.schedule
    began = day.number * DAY_SECONDS + schedule.slot_moment * MOMENT_SECONDS
    took = day.checkout.sold_out[schedule.slot_product] - began
    took = took[np.isfinite(took) & (took >= 0)]
    return float(took.min()) if took.size else float("nan")
