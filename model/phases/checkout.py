"""The cash desk: orders served in order of their second, first come first served (C03, LC33).

An impulse that finds its product sold out is not spent: its trace decays on, and it may ring again
from midnight with the hazard that is left (LC13). A presale promise that the appeal did not know of
thins the impulse by exp(-patience x days), exactly for this ring; a ring thinned away is dropped.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from agents.clocks import NEVER, Pending, set_clock
from agents.consumers import Joined, State, Traits
from core.arrays import Flags, Floats, Integers
from core.compiled import compiled, inlined
from core.declare import Parameters, param
from core.luck import exponential, uniform
from core.prefetching import AHEAD, fetch_ahead
from core.units import DAY_SECONDS
from model.basket import Basket, basket_of
from model.impulse import Clock, clock_of
from model.money import collect_sale
from model.order_forms import write_orders
from model.records import Catalog, Checkout, Needs, Wishes
from model.supply import take_from_stock

if TYPE_CHECKING:
    from model.world import World

SERVED, NO_STOCK, NO_PATIENCE, NO_BUDGET = 0, 1, 2, 3


class WaitingParameters(Parameters):
    """The wait clock: an order survives w days of waiting with probability 2^(-w/h) (W1)."""

    half_life_deliberate: float = param(
        65.0, "day", "half-life of a deliberate order", "S29", 14, 365, least=1e-6
    )
    half_life_impulse: float = param(
        14.0,
        "day",
        "half-life of a purely impulsive order; the parameter to sweep",
        "W1, C24",
        1,
        65,
        least=1e-6,
    )


class CashDesk(NamedTuple):
    """What the cash desk knows of the products, and today's luck. One row a product."""

    stock: Integers  # units left, updated as orders are served
    presale_days: Integers
    promised: Integers  # 1 where the morning's promise already included the presale wait
    patience_key: np.uint64
    midnight: float


def check_out(world: World, catalog: Catalog, wishes: Wishes, needs: Needs) -> Checkout:
    """Serve wishes and needs; book the money; keep refused impulses alive."""
    basket = basket_of(wishes, needs)
    verdict = np.zeros(len(basket.second), np.uint8)
    verdicts = np.zeros((4, len(catalog.price)), np.int64)  # of each kind, on each product
    sold_out = np.full(len(catalog.price), np.nan)
    desk = CashDesk(
        catalog.stock.copy(), catalog.presale_days, (catalog.stock == 0).astype(np.uint8),
        world.luck.key("presale patience", world.day), world.seconds,
    )  # fmt: skip
    consumers = world.consumers
    from_stock = np.zeros(len(verdict), np.bool_)
    _serve(basket, consumers.traits, consumers.state, desk, verdict, from_stock, sold_out)
    _count(basket.product, verdict, verdicts)
    served = np.flatnonzero(verdict == SERVED)
    orders = write_orders(world, catalog, basket, served, from_stock)
    take_from_stock(world, catalog.stock - desk.stock)
    collect_sale(world, catalog, orders)
    if verdicts[NO_STOCK].any():
        _wish_again(
            basket, verdict, consumers.pending, clock_of(world.scenario.impulse),
            world.luck.key("wish again", world.day), world.seconds + DAY_SECONDS,
        )  # fmt: skip
    return Checkout(
        orders=orders,
        refused_stock=verdicts[NO_STOCK],
        refused_promise=verdicts[NO_PATIENCE],
        refused_budget=int(verdicts[NO_BUDGET].sum()),
        lost_impulse=math.fsum(basket.hazard[verdict != SERVED].tolist()),
        sold_out=sold_out,
        demand=verdicts.sum(axis=0),
    )


@compiled
def _serve(
    basket: Basket, traits: Traits, state: State, desk: CashDesk,
    verdict: Integers, from_stock: Flags, sold_out: Floats,
) -> None:  # fmt: skip
    """One cash desk, one queue: budget, then stock, then the presale's promise."""
    for row in range(verdict.size):
        _will_serve(basket.consumer[min(row + AHEAD, verdict.size - 1)], traits, state)
        i, j = basket.consumer[row], basket.product[row]
        if basket.price[row] > state.budget_left[i]:
            verdict[row] = NO_BUDGET
            continue
        if desk.stock[j] > 0:
            desk.stock[j] -= 1
            from_stock[row] = True
            if desk.stock[j] == 0:
                sold_out[j] = basket.second[row]
        elif desk.presale_days[j] < 0:
            verdict[row] = NO_STOCK
            continue
        elif not desk.promised[j]:
            stays = math.exp(-traits.patience[i] * desk.presale_days[j])
            luck_slot = int(basket.second[row] - desk.midnight)
            if uniform(desk.patience_key, i, luck_slot) >= stays:
                verdict[row] = NO_PATIENCE
                continue
        state.budget_left[i] -= basket.price[row]
        if state.joined[i] == Joined.NOT_YET:
            friend = basket.anchor[row] < 0
            state.joined[i] = Joined.WORD_OF_MOUTH if friend else Joined.LIVE


@inlined
def _will_serve(i: int, traits: Traits, state: State) -> None:
    """Soon it is this customer's turn."""
    fetch_ahead(state.budget_left, i)
    fetch_ahead(state.joined, i)
    fetch_ahead(traits.patience, i)


@compiled
def _count(product: Integers, verdict: Integers, verdicts: Integers) -> None:
    for row in range(verdict.size):
        verdicts[verdict[row], product[row]] += 1


@compiled
def _wish_again(
    basket: Basket, verdict: Integers, pending: Pending, clock: Clock, key: np.uint64,
    midnight: float,
) -> None:  # fmt: skip
    """Refused impulses ring again after midnight with what is left of their hazard (LC13)."""
    for row in range(verdict.size):
        if verdict[row] != NO_STOCK or basket.hazard[row] <= 0.0:
            continue
        i = basket.consumer[row]
        rate = clock.rates[basket.trace[row]]
        left = basket.hazard[row] * math.exp(-rate * (midnight - basket.second[row]))
        draw = exponential(key, i, int(DAY_SECONDS - (midnight - basket.second[row])))
        if draw >= left:
            continue
        rings = midnight - math.log(1.0 - draw / left) / rate
        if rings < pending.second[i]:
            set_clock(
                pending, i, rings, basket.product[row], basket.anchor[row], -1, -NEVER,
                basket.price[row], basket.commission[row], left - draw, basket.impulse[row],
                basket.promise[row], basket.trace[row],
            )  # fmt: skip
