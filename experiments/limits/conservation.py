"""Nothing is lost, nothing comes from nowhere (LC33): counted afresh, beside the model's audit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple, final

import numpy as np

from experiments.live import next_day
from experiments.proving.limit import Exact, Limit, Seen
from model import Market, load_scenario
from model.ledger import Party
from model.parameters import STRATEGIES
from model.records import Channel, Day
from model.rows import Fate
from model.watching.watched import NOTHING

DAYS, FEW_DAYS = 15, 6
DEAREST = {  # each mode's own way to an infinite price
    "strategies.odm.markup": math.inf,
    "strategies.c2m.markup": math.inf,
    "strategies.incubated.markup": math.inf,
    "strategies.brand_dealer.choke_over_reference": math.inf,
}
NOBODY_STREAMS = {
    "anchors.count": 0,
    "anchors.entry_rate": 0.0,
    "strategies.c2m.own_stream": 0.0,
    "strategies.incubated.own_stream": 0.0,
}
IDLE = {f"strategies.{kind}.opening_days": 0.0 for kind in STRATEGIES} | {
    "platforms.north.modes": {"brand_dealer": 0.0},  # dealers' shelves are filled in any case
    "factories.capacity_days": 0.0,
}


class Values(NamedTuple):
    """A market in a hurry, and how many orders, pieces and cents are to go astray (none)."""

    wait_half_life: float  # day
    capacity_days: float
    platforms: int
    astray: int = 0


@final
class Conservation(Limit[Values]):
    """Orders, goods and money add up, and what cannot be does not happen: exactly.

    The first two counts hold for each factory, the third over all accounts; what is given is the
    largest difference. Shops open empty where nothing can be made. The tests take an order, a piece
    or a cent out of the lived market and have it judged as here, and leave anchors, capacity or
    prices as they were where one should be missing.
    """

    kind = "conservation"
    code = "LC33"
    closed_form = "orders = delivered + cancelled + open; started = stock + out + gone; money = 0"

    @property
    def published(self) -> Values:
        """The market of `base`, with impatient buyers."""
        return Values(10.0, 3.0, 3)

    def others(self, rng: np.random.Generator) -> Values:
        """Buyers who wait hours or months, lines too short or too long, one market or three."""
        patience, capacity = 10.0 ** rng.uniform(-1.0, 2.0), 10.0 ** rng.uniform(-1.0, 1.0)
        return Values(patience, capacity, int(rng.integers(1, 4)))

    def flawed(self, values: Values) -> Values:
        """One piece, or one cent, is lost."""
        return values._replace(astray=1)

    def expect(self, values: Values) -> Mapping[str, float]:
        """Nothing, anywhere."""
        return dict.fromkeys(
            (
                "orders unaccounted for",
                "pieces unaccounted for",
                "cents from nowhere",
                "live orders without anchors",
                "deliveries without capacity",
                "sales at an infinite price",
            ),
            float(values.astray),
        )

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """One busy market for most counts, and three that lack something."""
        shape = {
            "market.platforms": ("north", "south", "east")[: values.platforms],
            "consumers.count": 1_000 * effort,
            "waiting.half_life_impulse": values.wait_half_life,
            "waiting.half_life_deliberate": values.wait_half_life,
            "factories.capacity_days": values.capacity_days,
        }
        market, days = _live(shape, seed, DAYS)
        few = shape | {"market.platforms": ("north",), "consumers.count": 400 * effort}
        _, without_anchors = _live(few | NOBODY_STREAMS, seed, FEW_DAYS)
        _, idle = _live(few | IDLE, seed, FEW_DAYS)
        _, dear = _live(few | DEAREST, seed, FEW_DAYS)
        assert sum(len(day.checkout.orders) for day in days) > 100
        seen = accounts(market, days) | {
            "live orders without anchors": sum(_live_orders(day) for day in without_anchors),
            "deliveries without capacity": sum(len(day.deliveries.received) for day in idle),
            "sales at an infinite price": sum(len(day.checkout.orders) for day in dear),
        }
        return {name: Exact(float(value)) for name, value in seen.items()}


def accounts(market: Market, days: list[Day]) -> dict[str, int]:
    """What is missing, or too much, of orders, pieces and cents after these first days."""
    balances = [int(market.world.ledger.balance(party).sum()) for party in Party]
    return {
        "orders unaccounted for": _astray_orders(market, days),
        "pieces unaccounted for": _astray_pieces(market, days),
        "cents from nowhere": abs(sum(balances)),
    }


def _live_orders(day: Day) -> int:
    orders = day.checkout.orders
    return int(((orders["anchor"] >= 0) | (orders["channel"] == Channel.LIVE)).sum())


def _live(overrides: Mapping[str, Any], seed: int, number: int) -> tuple[Market, list[Day]]:
    market = Market(load_scenario("base", **overrides), seed=seed, watched=NOTHING)
    return market, [next_day(market) for _ in range(number)]


def _astray_orders(market: Market, days: list[Day]) -> int:
    """Largest difference, over the products, of orders placed and orders found."""

    def products(tables: Any) -> Any:
        number = len(market.world.factories)
        return sum(np.bincount(table["product"], minlength=number) for table in tables)

    still = market.world.orders
    way = still.on_the_way.everything()
    found = products(day.deliveries.received for day in days)
    found += products(day.deliveries.cancelled for day in days)
    found += products([still.queue, way[way["fate"] == Fate.SHIPPED]])
    placed = products(day.checkout.orders for day in days)
    return int(np.abs(placed - found).max())


def _astray_pieces(market: Market, days: list[Day]) -> int:
    """Largest difference, over the factories, of pieces made since opening and pieces found."""
    found = []
    for factory in market.world.factories:
        out = sum(int((day.deliveries.shipped["product"] == factory.index).sum()) for day in days)
        back = sum(
            int((table["product"] == factory.index).sum())
            for day in days
            for table in (day.aftersales.came_back, day.aftersales.unopened)
        )
        stock = factory.on_order + factory.warehouse + factory.chain_stock
        found.append(stock + out - back + factory.goods_gone())
    started = [factory.started for factory in market.world.factories]
    return int(np.abs(np.array(started) - np.array(found)).max())
