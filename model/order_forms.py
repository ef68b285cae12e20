"""Orders as the cash desk writes them: prices, shares, promises, and when patience ends."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from agents.consumers import Traits
from core.arrays import Flags, Floats, Integers, Record, Table
from core.compiled import compiled, compiled_part, inlined
from core.luck import exponential
from core.prefetching import AHEAD, fetch_ahead
from core.sharing import rows_of_shard, share
from core.units import DAY_SECONDS
from model.appeal import Offers, Weights, worth_of
from model.basket import Basket
from model.impulse import LN2
from model.records import Catalog, Channel
from model.rows import ORDER, Fate

if TYPE_CHECKING:
    from model.world import World


class Forms(NamedTuple):
    """What is the same for all orders of a product, one row a product; and for all of the day."""

    generation: Integers
    merchant: Integers
    take: Floats
    programme: Floats
    presale_days: Integers  # wait that the morning's promise did not include
    after_session: float  # share of the commission that is paid on the shop's own sales
    deliberate: float  # half-lives of patience [day]
    impulsive: float
    key: np.uint64
    midnight: float
    day: int


def write_orders(
    world: World, catalog: Catalog, basket: Basket, served: Integers, from_stock: Flags
) -> Table:
    """One order for each row of the basket that was served, in the same order."""
    waiting = world.scenario.waiting
    forms = Forms(
        np.array([factory.generation for factory in world.factories]), catalog.merchant,
        catalog.take, catalog.programme,
        np.where(catalog.stock == 0, 0, catalog.presale_days),
        world.scenario.contracts.after_session, waiting.half_life_deliberate,
        waiting.half_life_impulse, world.luck.key("wait", world.day), world.seconds, world.day,
    )  # fmt: skip
    orders = np.empty(len(served), ORDER)
    share(
        _write, len(served), served, from_stock, basket, world.consumers.traits,
        world.offers(catalog), world.weights, forms, orders,
    )  # fmt: skip
    return orders


@compiled
def _write(
    begin: int, end: int, served: Integers, from_stock: Flags, basket: Basket, traits: Traits,
    offers: Offers, weights: Weights, forms: Forms, orders: Table,
) -> None:  # fmt: skip
    """The orders of some shards."""
    low, high = rows_of_shard(served.size, begin)[0], rows_of_shard(served.size, end)[0]
    _write_some(low, high, served, from_stock, basket, traits, offers, weights, forms, orders)


@compiled_part
def _write_some(
    low: int, high: int, served: Integers, from_stock: Flags, basket: Basket, traits: Traits,
    offers: Offers, weights: Weights, forms: Forms, orders: Table,
) -> None:  # fmt: skip
    """The orders of one shard."""
    for k in range(low, high):
        soon = basket.consumer[served[min(k + AHEAD, high - 1)]]
        fetch_ahead(traits.taste, soon)
        fetch_ahead(traits.region, soon)
        row, order = served[k], orders[k]
        i, j, placed = basket.consumer[row], basket.product[row], basket.second[row]
        order.consumer, order.product, order.placed = i, j, placed
        order.anchor, order.session = basket.anchor[row], basket.session[row]
        order.channel, order.promise = basket.channel[row], basket.promise[row]
        order.generation, order.merchant = forms.generation[j], forms.merchant[j]
        _share_out(order, basket, row, forms, j)
        order.worth = worth_of(weights, traits, offers, i, j)
        extra = 0 if from_stock[row] else forms.presale_days[j]
        order.promised_days = math.ceil(offers.days[traits.region[i], j] + extra)
        order.impulse = basket.impulse[row]
        order.cancel_at = placed + DAY_SECONDS * _patience(forms, basket.impulse[row], i, placed)
        order.shipped = forms.day if from_stock[row] else -1
        order.delivered = math.nan
        order.fate = Fate.SHIPPED if from_stock[row] else Fate.WAITING


@inlined
def _share_out(order: Record, basket: Basket, row: int, forms: Forms, j: int) -> None:
    """The price, and who gets which part of it, in whole cents."""
    price = basket.price[row]
    live = basket.channel[row] == Channel.LIVE
    rate = basket.commission[row] * (1.0 if live else forms.after_session)
    order.price = price
    order.commission = math.floor(price * rate)
    order.take = math.floor(price * forms.take[j])
    order.programme = math.floor(price * forms.programme[j])


@inlined
def _patience(forms: Forms, impulse: float, i: int, placed: float) -> float:
    """Days an order survives: half-life between the deliberate and the impulsive one (W1)."""
    shorter = math.log(forms.impulsive / forms.deliberate)
    half_life = forms.deliberate * math.exp(impulse * shorter)
    return exponential(forms.key, i, int(placed - forms.midnight)) * half_life / LN2
