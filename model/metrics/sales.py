"""What was ordered today, through which door, and what came back."""

from __future__ import annotations

from typing import final

from model.records import Channel
from model.watching.counting import Shown
from model.watching.metric import Column, Metric, ratio, yuan
from model.world import World


@final
class Sales(Metric):
    """Orders, gross merchandise value, and what is left of it (W2)."""

    kind = "sales"
    columns = {
        "gmv": Column(
            "CNY/day", "price paid of all orders placed today, before anything is undone"
        ),
        "net_sales": Column("CNY/day", "gmv less cancelled and sent back today at the price paid"),
        "orders": Column("orders/day", "orders placed; an order is one unit"),
        "orders_live": Column("orders/day", "placed while the anchor's session ran"),
        "orders_spillover": Column("orders/day", "moved by an anchor, placed in the shop later"),
        "orders_shelf": Column("orders/day", "deliberate purchases from the shelf"),
        "kept": Column("orders/day", "received orders that their buyers decided to keep"),
        "cancelled": Column("orders/day", "orders whose buyers lost patience"),
        "returned": Column("orders/day", "received orders that their buyers decided to send back"),
        "return_rate": Column(
            "share",
            "returned of all that was decided (kept + returned)",
            ("returned",),
            ("kept", "returned"),
        ),
        "spillover_share": Column(
            "share",
            "spillover of orders moved by anchors (live + spillover)",
            ("orders_spillover",),
            ("orders_live", "orders_spillover"),
        ),
        "price_paid": Column(
            "CNY/order", "mean price paid of orders placed", ("gmv",), ("orders",)
        ),
    }

    def measure(self, day: Shown, world: World) -> dict[str, float]:
        """Count orders by channel; values are at the price paid."""
        orders, after = day.checkout.orders, day.aftersales
        by_channel = day.placed.product.doors.sum(axis=1).tolist()
        gmv = yuan(day.placed.product.price)
        undone = yuan(day.cancelled.price) + yuan(day.returned.price)
        moved = by_channel[Channel.LIVE] + by_channel[Channel.SPILLOVER]
        return {
            "gmv": gmv,
            "net_sales": gmv - undone,
            "orders": float(orders.size),
            "orders_live": float(by_channel[Channel.LIVE]),
            "orders_spillover": float(by_channel[Channel.SPILLOVER]),
            "orders_shelf": float(by_channel[Channel.SHELF]),
            "kept": float(after.kept.size),
            "cancelled": float(day.deliveries.cancelled.size),
            "returned": float(after.returned.size),
            "return_rate": ratio(after.returned.size, after.kept.size + after.returned.size),
            "spillover_share": ratio(by_channel[Channel.SPILLOVER], moved),
            "price_paid": ratio(gmv, orders.size),
        }
