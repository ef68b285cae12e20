"""The cash desk: orders served in order of their second, first come first served (C03, LC33).

An impulse that finds its product sold out is not spent: its trace decays on, and it may ring again
from midnight with the hazard that is left (LC13). A presale promise that the appeal did not know of
thins the impulse by exp(-patience x days), exactly for this ring; a ring thinned away is dropped.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from agents.clocks import NEVER, Impulse, Pending, set_clock
from agents.consumers import Joined
from core.arrays import Floats, Integers, Record, Table
from core.compiled import compiled, inlined
from core.luck import exponential, uniform
from core.prefetching import AHEAD, fetch_ahead
from core.units import DAY_SECONDS
from model.books.money import collect_sale
from model.books.supply import take_from_stock
from model.impulse import ImpulseLaw, impulse_law
from model.orders.order_forms import complete
from model.records import Catalog, Channel, Checkout, Needs, Wishes
from model.rows import ORDER, Fate
from model.world import World

FROM_STOCK, ON_PROMISE, NO_STOCK, NO_PATIENCE, NO_BUDGET = range(5)


class CashDesk(NamedTuple):
    """What the cash desk knows of the products, and today's luck. One row a product."""

    stock: Integers  # units left, updated as orders are served
    sold_out: Floats  # second at which the last unit went
    verdicts: Integers  # [5, F] of each kind
    presale_days: Integers
    promised: Integers  # 1 where the morning's promise already included the presale wait
    after_session: float  # share of the commission that is paid on the shop's own sales
    patience_key: np.uint64
    again_key: np.uint64
    midnight: float
    day: int


class Purses(NamedTuple):
    """What the cash desk asks of consumers."""

    budget_left: Integers
    joined: Integers
    patience: Floats


def check_out(world: World, catalog: Catalog, wishes: Wishes, needs: Needs) -> Checkout:
    """Serve wishes and needs; book the money; keep refused impulses alive."""
    desk, consumers = _open_desk(world, catalog), world.consumers
    orders = np.empty(len(wishes.second) + len(needs.second), ORDER)
    lost = np.empty(len(wishes.second))
    served, refused = _serve(
        wishes, needs,
        Purses(consumers.state.budget_left, consumers.state.joined, consumers.traits.patience),
        consumers.pending, impulse_law(world.scenario.impulse), desk, orders, lost,
    )  # fmt: skip
    orders = orders[:served]
    complete(world, catalog, orders)
    take_from_stock(world, catalog.stock - desk.stock)
    collect_sale(world, catalog, orders)
    return Checkout(
        orders=orders,
        refused_stock=desk.verdicts[NO_STOCK],
        refused_promise=desk.verdicts[NO_PATIENCE],
        refused_budget=int(desk.verdicts[NO_BUDGET].sum()),
        lost_impulse=math.fsum(lost[:refused].tolist()),
        sold_out=desk.sold_out,
        demand=desk.verdicts.sum(axis=0),
    )


def _open_desk(world: World, catalog: Catalog) -> CashDesk:
    products, luck, day = len(catalog.price), world.luck, world.day
    return CashDesk(
        catalog.stock.copy(), np.full(products, np.nan), np.zeros((5, products), np.int64),
        catalog.presale_days, (catalog.stock == 0).astype(np.uint8),
        world.scenario.contracts.after_session, luck.key("presale patience", day),
        luck.key("wish again", day), world.seconds, day,
    )  # fmt: skip


@compiled
def _serve(
    wishes: Wishes, needs: Needs, purses: Purses, pending: Pending, law: ImpulseLaw, desk: CashDesk,
    orders: Table, lost: Floats,
) -> tuple[int, int]:  # fmt: skip
    """One queue, by second and consumer, a wish before a need. Orders placed, wishes refused."""
    wish = need = served = refused = 0
    for _ in range(orders.size):
        _will_serve(wishes.consumer, wish, purses)
        _will_serve(needs.consumer, need, purses)
        if need == needs.second.size or (
            wish < wishes.second.size
            and (wishes.second[wish], wishes.consumer[wish])
            <= (needs.second[need], needs.consumer[need])
        ):
            row, wish = wish, wish + 1
            i, j, second = wishes.consumer[row], wishes.product[row], wishes.second[row]
            verdict = _decide(desk, purses, i, j, second, wishes.price[row])
            if verdict <= ON_PROMISE:
                _place(orders[served], desk, verdict, i, j, second, wishes.price[row])
                _sign(orders[served], desk, wishes, row)
                friend = wishes.anchor[row] < 0
            else:
                lost[refused] = wishes.hazard[row]
                if verdict == NO_STOCK:
                    lost[refused] -= _wish_again(wishes, row, pending, law, desk)
                refused += 1
        else:
            row, need = need, need + 1
            i, j, second = needs.consumer[row], needs.product[row], needs.second[row]
            verdict = _decide(desk, purses, i, j, second, needs.price[row])
            if verdict <= ON_PROMISE:
                _place(orders[served], desk, verdict, i, j, second, needs.price[row])
                orders[served].promise = needs.promise[row]
                friend = True
        if verdict <= ON_PROMISE:
            served += 1
            if purses.joined[i] == Joined.NOT_YET:
                purses.joined[i] = Joined.WORD_OF_MOUTH if friend else Joined.LIVE
    return served, refused


@inlined
def _will_serve(consumer: Integers, row: int, purses: Purses) -> None:
    """Soon it is this customer's turn."""
    if row + AHEAD < consumer.size:
        fetch_ahead(consumer[row + AHEAD], purses.budget_left, purses.joined)


@inlined
def _decide(desk: CashDesk, purses: Purses, i: int, j: int, second: float, price: int) -> int:
    """Budget, then stock, then the presale's promise."""
    verdict = FROM_STOCK
    if price > purses.budget_left[i]:
        verdict = NO_BUDGET
    elif desk.stock[j] > 0:
        desk.stock[j] -= 1
        if desk.stock[j] == 0:
            desk.sold_out[j] = second
    elif desk.presale_days[j] < 0:
        verdict = NO_STOCK
    else:
        verdict = ON_PROMISE
        if not desk.promised[j]:
            stays = math.exp(-np.float64(purses.patience[i]) * desk.presale_days[j])
            if uniform(desk.patience_key, i, int(second - desk.midnight)) >= stays:
                verdict = NO_PATIENCE
    if verdict <= ON_PROMISE:
        purses.budget_left[i] -= price
    desk.verdicts[verdict, j] += 1
    return verdict


@inlined
def _place(
    order: Record, desk: CashDesk, verdict: int, i: int, j: int, second: float, price: int
) -> None:
    """Write an order of a need; of a wish there is more to say."""
    order.consumer, order.product, order.placed, order.price = i, j, second, price
    order.anchor, order.session, order.channel = -1, -1, Channel.SHELF
    order.commission, order.impulse = 0, 0.0
    order.shipped = desk.day if verdict == FROM_STOCK else -1
    order.fate = Fate.SHIPPED if verdict == FROM_STOCK else Fate.WAITING


@inlined
def _sign(order: Record, desk: CashDesk, wishes: Wishes, row: int) -> None:
    """Whose pitch moved a wish, and what the anchor earns by it, in whole cents."""
    live = wishes.channel[row] == Channel.LIVE
    rate = np.float64(wishes.commission[row]) * (1.0 if live else desk.after_session)
    order.anchor, order.session = wishes.anchor[row], wishes.session[row]
    order.channel, order.commission = wishes.channel[row], math.floor(wishes.price[row] * rate)
    order.impulse, order.promise = wishes.impulse[row], wishes.promise[row]


@inlined
def _wish_again(
    wishes: Wishes, row: int, pending: Pending, law: ImpulseLaw, desk: CashDesk
) -> float:
    """A refused impulse rings again after midnight with what is left of its hazard (LC13).

    Returns what is left, whether or not it comes to a ring.
    """
    if wishes.hazard[row] <= 0.0:
        return 0.0
    i, midnight = wishes.consumer[row], desk.midnight + DAY_SECONDS
    rate = law.rates[wishes.trace[row]]
    left = np.float64(wishes.hazard[row]) * math.exp(-rate * (midnight - wishes.second[row]))
    draw = exponential(desk.again_key, i, int(DAY_SECONDS - (midnight - wishes.second[row])))
    if draw >= left:
        return left
    rings = midnight - math.log(1.0 - draw / left) / rate
    if rings < pending.second[i]:
        wish = Impulse(
            wishes.product[row], wishes.anchor[row], -1, -NEVER, wishes.price[row],
            wishes.commission[row], left - draw, wishes.impulse[row], wishes.promise[row],
            wishes.trace[row],
        )  # fmt: skip
        set_clock(pending, i, pending.place[i], rings, wish)  # in the row of the clock that rang
    return left
