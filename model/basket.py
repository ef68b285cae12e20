"""Both ways of wanting in one line before the cash desk: wishes and needs of a day by second."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.arrays import Floats, Integers
from core.compiled import compiled, inlined
from model.records import Channel, Needs, Wishes


class Basket(NamedTuple):
    """Wishes and needs of the day in order of second, one row a would-be order."""

    consumer: Integers
    product: Integers
    anchor: Integers
    session: Integers
    second: Floats
    price: Integers
    commission: Floats
    channel: Integers
    impulse: Floats
    promise: Floats
    hazard: Floats
    trace: Integers


def basket_of(wishes: Wishes, needs: Needs) -> Basket:
    """Merge both, each in order of second already; ties by consumer."""
    rows = len(wishes.second) + len(needs.second)
    kinds = ("i4", "i8", "i4", "i4", "f8", "i8", "f8", "u1", "f8", "f8", "f8", "i8")
    basket = Basket(*(np.empty(rows, kind) for kind in kinds))
    _merge(
        Basket(*(getattr(wishes, name) for name in Basket._fields)),
        needs.consumer, needs.product, needs.second, needs.price, needs.promise, basket,
    )  # fmt: skip
    return basket


@compiled
def _merge(
    wishes: Basket, consumer: Integers, product: Integers, second: Floats, price: Integers,
    promise: Floats, basket: Basket,
) -> None:  # fmt: skip
    """Whoever comes first is next; a wish before a need of the same person and second."""
    wish, need = 0, 0
    for row in range(basket.second.size):
        if need == second.size or (
            wish < wishes.second.size
            and (wishes.second[wish], wishes.consumer[wish]) <= (second[need], consumer[need])
        ):
            _put(
                basket, row, wishes.consumer[wish], wishes.product[wish], wishes.anchor[wish],
                wishes.session[wish], wishes.second[wish], wishes.price[wish],
                wishes.commission[wish], wishes.channel[wish], wishes.impulse[wish],
                wishes.promise[wish], wishes.hazard[wish], wishes.trace[wish],
            )  # fmt: skip
            wish += 1
        else:
            _put(
                basket, row, consumer[need], product[need], -1, -1, second[need], price[need], 0.0,
                Channel.SHELF, 0.0, promise[need], 0.0, 0,
            )  # fmt: skip
            need += 1


@inlined
def _put(
    basket: Basket, row: int, consumer: int, product: int, anchor: int, session: int,
    second: float, price: int, commission: float, channel: int, impulse: float, promise: float,
    hazard: float, trace: int,
) -> None:  # fmt: skip
    """Write a row."""
    basket.consumer[row] = consumer
    basket.product[row] = product
    basket.anchor[row] = anchor
    basket.session[row] = session
    basket.second[row] = second
    basket.price[row] = price
    basket.commission[row] = commission
    basket.channel[row] = channel
    basket.impulse[row] = impulse
    basket.promise[row] = promise
    basket.hazard[row] = hazard
    basket.trace[row] = trace
