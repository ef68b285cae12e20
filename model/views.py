"""What factories may know when they decide: their own books, and what their feeds show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from agents.factories import Factory
from agents.feeds import Shown
from agents.strategy import FactoryView, Feed, ask
from core.units import to_yuan
from model.books.money import take_rate
from model.ledger import Party
from model.world import World


def open_shop(world: World, factory: Factory) -> None:
    """Put up prices and promises in a mode that is new to a factory; nothing is started."""
    waiting = [int(world.orders.waiting[factory.index])]
    factory.offer(ask(factory.strategy, *views_of(world, [factory], waiting)))


def views_of(
    world: World, factories: Sequence[Factory], waiting: Sequence[int]
) -> list[FactoryView]:
    """What factories may know today: their own books, and what their feeds show.

    `waiting` are units that consumers wait for, one number a factory.
    """
    cash = world.ledger.balance(Party.FACTORIES).tolist()
    views = []
    for factory, owed, shown in zip(factories, waiting, _seen(world, factories), strict=True):
        on_hand, on_order, backlog = _position(factory, owed)
        kind = factory.kind
        view = FactoryView(
            on_hand=on_hand,
            on_order=on_order,
            backlog=backlog,
            capacity=factory.line.capacity,
            lead_days=factory.lead_days,
            unit_cost=factory.unit_cost,
            carriage=float(world.lines.carriage[factory.index]),
            salvage=to_yuan(factory.salvage_cents()),
            expected_demand=factory.expected_demand,
            history=shown.history,
            live_signal=shown.signal,
            taste=factory.trend if shown.taste is None else shown.taste,
            design=factory.design,
            design_age=_design_age(factory, world.day),
            reference_price=kind.reference_price,
            take_rate=take_rate(world, factory),
            cash=to_yuan(cash[factory.index]),
        )
        views.append(view)
    return views


def _design_age(factory: Factory, day: int) -> int:
    """Days since its launch; of a design in preparation less than 0, also where it is late."""
    age = day - factory.design_day
    return age if factory.next_design is None else min(age, -1)


def _seen(world: World, factories: Sequence[Factory]) -> list[Shown]:
    """Demand as feeds show it; who is shown no taste knows fashion from the last trade fair."""
    asking: dict[tuple[int, Feed], list[int]] = defaultdict(list)
    shown = {}
    for factory in factories:
        if world.day % factory.parameters.fair_days == 0:
            factory.trend = world.taste_centre[factory.category].copy()
        if factory.chain:
            shown[factory.index] = Shown(np.array(factory.chain.orders), 0.0, None)
        else:
            asking[factory.platform, factory.strategy.feed].append(factory.index)
    for (home, feed), rows in asking.items():
        told = world.platforms[home].observe(rows, world.day, feed)
        shown.update(zip(rows, told, strict=True))
    return [shown[factory.index] for factory in factories]


def _position(factory: Factory, waiting: int) -> tuple[int, int, int]:
    """Finished units, units in production, units owed: of the coming design if one is prepared."""
    backlog = int(factory.chain.owed) if factory.chain else waiting
    if factory.next_design is None:
        return factory.warehouse, factory.on_order, backlog
    old = factory.warehouse + factory.line.units_before_mark
    return 0, factory.line.units_after_mark, max(0, backlog - old)
