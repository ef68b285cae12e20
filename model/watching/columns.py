"""What every column of the tables of a run holds: the one place that says so."""

from __future__ import annotations

from model.books.supply import Goods
from model.watching.metric import Column, Metric, all_metrics

OWNERS = Goods._fields  # of goods
DAY = Column("day", "day of the run, from 0")

FACTORIES: dict[str, Column] = {
    "day": DAY,
    "factory": Column("index", "factory, and its one product line"),
    "mode": Column("name", "how it sells: the kind of its strategy at the close of the day"),
    "category": Column("name", "category of its product"),
    "platform": Column("name", "platform on which it is sold"),
    "open": Column("flag", "on sale this morning"),
    "generation": Column("count", "design generation at the close of the day"),
    "launched": Column("flag", "a new design came out this evening, on sale from tomorrow"),
    "price": Column("CNY", "list price"),
    "live_price": Column("CNY", "mean live price over today's slots, nan without a slot"),
    "unit_cost": Column("CNY", "cost of making one unit at today's experience"),
    "quality": Column("sd", "true quality, standard scale over factories"),
    "believed": Column("sd", "quality as the public believes it"),
    "taste_distance": Column(
        "taste", "distance of the design that was on sale today to the category's centre of fashion"
    ),
    "awareness": Column("share", "of people who know the brand"),
    "picked": Column("flag", "its platform will steer traffic to it tomorrow (C34)"),
    "on_hand": Column(
        "units", "consumers can buy now: in the dealers' shop, or else in the warehouse"
    ),
    "warehouse": Column("units", "finished and not with dealers, at the close of the day"),
    "on_order": Column("units", "in production at the close of the day"),
    "chain_stock": Column("units", "owned by dealers, in their shop too, at the close of the day"),
    "backlog": Column("units", "owed to consumers, not shipped, at the close of the day"),
    "lead_days": Column("day", "production lead time of the next batch"),
    "forecast": Column("units/day", "demand that its strategy expects"),
    "demand": Column("units/day", "wanted by consumers, served or not"),
    "demand_seen": Column("units/day", "demand as its data feed showed it"),
    "orders": Column("orders/day", "placed today"),
    "orders_live": Column("orders/day", "placed while a session ran"),
    "orders_spillover": Column("orders/day", "moved by an anchor, placed in the shop later"),
    "orders_shelf": Column("orders/day", "deliberate purchases"),
    "units_started": Column("units/day", "put into production"),
    "units_finished": Column("units/day", "came off the line"),
    "units_sold": Column("units/day", "left for consumers"),
    "units_kept": Column("units/day", "received and kept for good"),
    "units_cancelled": Column("units/day", "orders given up"),
    "units_returned": Column("units/day", "received and sent back"),
    "refused": Column("units/day", "wanted, but sold out or the wait was too long"),
    "stockout": Column("flag", "turned buyers away because none was left"),
    "gmv": Column("CNY/day", "price paid of orders placed today"),
    "net_sales": Column("CNY/day", "gmv less cancelled and sent back today"),
    "making": Column("CNY/day", "production and setup paid by the factory"),
    "other_costs": Column(
        "CNY/day",
        "paid by factory and dealers to the outside for all else, less what leftovers fetched, "
        "whoever of the chain owned them",
    ),
    "carriage": Column(
        "CNY/day", "paid by the merchant for parcels: out, and back where returns are free"
    ),
    "commission": Column("CNY/day", "commission of today's orders, less cancelled and sent back"),
    "slot_fees": Column("CNY/day", "fixed fees of today's slots"),
    "profit": Column(
        "CNY/day",
        "of the factory's own account: cash, but what a return costs it counts on the day on which "
        "the buyer decides, not when the parcel is back",
    ),
    "dealers_profit": Column("CNY/day", "of its dealers, likewise"),
    "platform_gain": Column(
        "CNY/day",
        "booked by its platform for this product, refunds as in profit: take, programme and the "
        "margin of what it sells itself, leftovers too, less subsidies; what it pays the outside "
        "(advertising) is in no factory's row",
    ),
    "chain_profit": Column(
        "CNY/day",
        "factory, dealers, platform and anchors together: net sales less making, other "
        "costs and carriage",
    ),
    "goods_factory": Column(
        "CNY",
        "worth of goods it owns: in production, and the warehouse and what comes back if they are "
        "not somebody else's; at unit cost what sells within factories.sellable_days, at salvage "
        "the rest; less the cost of pieces that it owes to orders that are paid",
    ),
    "goods_dealers": Column("CNY", "worth of goods its dealers own, likewise"),
    "goods_platform": Column(
        "CNY", "worth of the warehouse if its platform owns it, and of what comes back, likewise"
    ),
    **{
        f"grown_{owner}": Column("CNY/day", f"growth of goods_{owner} since the evening before")
        for owner in OWNERS
    },
    "cash": Column("CNY", "balance of the factory's account at the close of the day"),
    "refunds_owed": Column(
        "CNY",
        "what its own account will pay for parcels on their way back, less what comes back with "
        "them: off its profit already, still in its cash; of all parties in `days`",
    ),
}

ANCHORS: dict[str, Column] = {
    "day": DAY,
    "anchor": Column("index", "anchor"),
    "platform": Column("name", "platform on which the anchor streams"),
    "region": Column("index", "region: 0 supply cluster, 1 inland, 2 abroad"),
    "behaviour": Column("name", "kind of the anchor's behaviour"),
    "employer": Column("index", "factory whose own stream it is, -1 if it is a free anchor"),
    "active": Column("flag", "at work at the close of the day"),
    "followers": Column("people", "consumers who follow the anchor"),
    "sessions": Column("sessions/day", "streamed today"),
    "visits": Column("visits/day", "visits to the anchor's rooms"),
    "exposures": Column("exposures/day", "pairs of a person and a pitch heard"),
    "orders_live": Column("orders/day", "placed while the session ran"),
    "orders_spillover": Column("orders/day", "moved by the anchor, placed in the shop later"),
    "gmv": Column("CNY/day", "price paid of live and spillover orders"),
    "commission": Column("CNY/day", "commission booked, less what was given back"),
    "slot_fees": Column("CNY/day", "fixed fees booked"),
    "income": Column(
        "CNY/day", "received less paid by the anchor; commission flows back when a refund is paid"
    ),
}

SESSIONS: dict[str, Column] = {
    "day": DAY,
    "session": Column("index", "session, counted over the run"),
    "anchor": Column("index", "anchor"),
    "platform": Column("name", "platform"),
    "start": Column("s", "beginning, second of the run"),
    "end": Column("s", "end, second of the run"),
    "slots": Column("slots", "pitches of five minutes"),
    "visits": Column("visits", "room visits"),
    "dwell": Column("s", "time watched, all visits together"),
    "exposures": Column("exposures", "pairs of a person and a pitch heard"),
    "orders_live": Column("orders", "placed while the session ran"),
    "gmv": Column("CNY", "price paid of those orders"),
    "sell_outs": Column("products", "pitched in the session whose last unit went while it ran"),
}

ORDERS: dict[str, Column] = {
    "consumer": Column("index", "who ordered"),
    "product": Column("index", "factory whose product it is"),
    "anchor": Column("index", "anchor who moved the order, -1 if nobody"),
    "channel": Column("name", "live, spillover or shelf"),
    "generation": Column("count", "design generation ordered; once shipped, the one that was sent"),
    "placed": Column("s", "second of the run at which it was placed"),
    "price": Column("CNY", "price paid"),
    "commission": Column("CNY", "to the anchor"),
    "take": Column("CNY", "to the platform"),
    "impulse": Column("share", "part of the decision that was impulse"),
    "promised_days": Column("day", "promised wait"),
    "shipped": Column("day", "day on which it left, -1 if not"),
    "delivered": Column("s", "second of the run at which it was handed over, nan if not"),
    "cancelled": Column("flag", "the buyer lost patience"),
    "returned": Column("flag", "the buyer sent it back"),
    "closed": Column("day", "day on which its fate was settled; -1: open at the end of the run"),
}

SEGMENTS: dict[str, Column] = {
    "age": Column("name", "age band"),
    "tier": Column("name", "city tier"),
    "gender": Column("name", "women or men"),
    "people": Column("people", "consumers of the segment"),
    "live_buyers": Column("person-days", "placed at least one live order, summed over the days"),
    "orders_live": Column("orders", "placed while a session ran"),
    "orders_spillover": Column("orders", "moved by an anchor, placed in the shop later"),
    "orders_shelf": Column("orders", "deliberate purchases"),
    "spent": Column("CNY", "price paid of orders placed"),
    "kept": Column("orders", "received and kept for good"),
    "returned": Column("orders", "received and sent back"),
}

BUSIEST: dict[str, Column] = {
    "second": Column("s", "time of an event since the session began"),
    "product": Column("index", "product ordered or sold out"),
    "sold_out": Column("flag", "whether the event is the last unit going, not an order"),
}

NODES: dict[str, Column] = {
    "x": Column("1", "position in the drawing, -1 to 1"),
    "y": Column("1", "position in the drawing, -1 to 1"),
    "anchor": Column("flag", "an anchor, not a consumer"),
    "number": Column("index", "consumer or anchor"),
    "weight": Column("arousal or people", "arousal of a consumer, followers of an anchor"),
}

EDGES: dict[str, Column] = {
    "source": Column("index", "row of the node table: a consumer"),
    "target": Column("index", "row of the node table: a consumer, or the anchor followed"),
    "follow": Column("flag", "a follow, not a tie between peers"),
}


def days_columns(metrics: list[Metric] | None = None) -> dict[str, Column]:
    """The columns of `days`: those of every metric."""
    measured = all_metrics() if metrics is None else metrics
    return {"day": DAY} | {
        name: what for metric in measured for name, what in metric.columns.items()
    }


def all_columns() -> dict[str, dict[str, Column]]:
    """The columns of every table of a run's folder, by table."""
    return {
        "days": days_columns(),
        "factories": FACTORIES,
        "anchors": ANCHORS,
        "sessions": SESSIONS,
        "segments": SEGMENTS,
        "orders": ORDERS,
        "busiest_session": BUSIEST,
        "network_nodes": NODES,
        "network_edges": EDGES,
    }
