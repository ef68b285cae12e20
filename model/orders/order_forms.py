"""What an order says beside what the cash desk wrote: shares, promises, when patience ends."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from agents.consumers import Traits, ask_for_mind
from core.arrays import Floats, Integers, Record, Table
from core.compiled import compiled, inlined
from core.luck import exponential
from core.prefetching import AHEAD
from core.sharing import rows_of_shard, share
from core.units import DAY_SECONDS
from model.appeal import Offers, Weights, worth_of
from model.impulse import LN2
from model.records import Catalog
from model.rows import Fate
from model.world import World


class Forms(NamedTuple):
    """What is the same for all orders of a product, one row a product; and for all of the day."""

    generation: Integers
    merchant: Integers
    take: Floats
    programme: Floats
    presale_days: Integers  # wait that the morning's promise did not include
    deliberate: float  # half-lives of patience [day]
    impulsive: float
    key: np.uint64
    midnight: float


def complete(world: World, catalog: Catalog, orders: Table) -> None:
    """Fill in the orders of today."""
    waiting = world.scenario.waiting
    forms = Forms(
        np.array([factory.generation for factory in world.factories]), catalog.merchant,
        catalog.take, catalog.programme, np.where(catalog.stock == 0, 0, catalog.presale_days),
        waiting.half_life_deliberate, waiting.half_life_impulse, world.luck.key("wait", world.day),
        world.seconds,
    )  # fmt: skip
    offers = world.offers(catalog)
    share(_complete, len(orders), orders, world.consumers.traits, offers, world.weights, forms)


@compiled
def _complete(
    begin: int, end: int, orders: Table, traits: Traits, offers: Offers, weights: Weights,
    forms: Forms,
) -> None:  # fmt: skip
    """The orders of some shards."""
    low, high = rows_of_shard(orders.size, begin)[0], rows_of_shard(orders.size, end)[0]
    for row in range(low, high):
        soon = orders[min(row + AHEAD, high - 1)].consumer
        ask_for_mind(traits, soon)
        order = orders[row]
        i, j = order.consumer, order.product
        order.generation, order.merchant = forms.generation[j], forms.merchant[j]
        order.take = math.floor(order.price * forms.take[j])
        order.programme = math.floor(order.price * forms.programme[j])
        order.worth = worth_of(weights, traits, offers, i, j)
        extra = 0 if order.fate == Fate.SHIPPED else forms.presale_days[j]
        order.promised_days = math.ceil(offers.days[traits.region[i], j] + extra)
        order.cancel_at = order.placed + DAY_SECONDS * _patience(forms, order)
        order.delivered = math.nan


@inlined
def _patience(forms: Forms, order: Record) -> float:
    """Days an order survives: half-life between the deliberate and the impulsive one (W1)."""
    shorter = math.log(forms.impulsive / forms.deliberate)
    half_life = forms.deliberate * math.exp(np.float64(order.impulse) * shorter)
    luck_slot = int(order.placed - forms.midnight)
    return exponential(forms.key, order.consumer, luck_slot) * half_life / LN2
