"""Orders of one noon, followed until every one of them is received or given up."""

from __future__ import annotations

from core.arrays import Table
from experiments.live import next_day
from model import Market, load_scenario
from model.order_book import join
from model.watching.watched import NOTHING


def received_and_cancelled(
    people: int, seed: int, *, half_life: float, road: float, shape: float
) -> tuple[Table, Table]:
    """Patience halves in `half_life` days; the road takes `road` days, gamma of this shape.

    Everybody buys within seconds of noon and everything is in stock, so that an order is one draw
    of patience and one of the road, compared to the second.
    """
    scenario = load_scenario(
        "limits/every_noon",
        **{
            "consumers.count": people,
            "impulse.strength": 1e6,
            "waiting.half_life_deliberate": half_life,
            "waiting.half_life_impulse": half_life,
            "shipping.days": ((road,) * 3,) * 3,
            "shipping.shape": shape,
        },
    )
    market = Market(scenario, seed=seed, watched=NOTHING)
    received: list[Table] = []
    cancelled: list[Table] = []
    placed = 0
    while not placed or len(join(received)) + len(join(cancelled)) < placed:
        today = next_day(market)
        placed += len(today.checkout.orders)
        received.append(today.deliveries.received)
        cancelled.append(today.deliveries.cancelled)
    return join(received), join(cancelled)
