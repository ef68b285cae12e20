"""Few and seldom: factories that run out of cash close, others may change their mode."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from agents.factories import Factory
from agents.learning import ReviewView
from core.units import CENTS_A_YUAN, to_cents
from model.books.supply import (
    dealers_account,
    fund_dealers,
    own_account,
    pay_outside,
    sell_off,
    start_reviews,
    warehouse_account,
    worths,
)
from model.ledger import Party, Reason
from model.views import open_shop
from model.world import World


class FactoryCareers(NamedTuple):
    """What became of factories at a review: for the `Careers` record."""

    switched: tuple[tuple[int, str, str], ...]  # factory, mode before, mode after
    bankrupt: tuple[int, ...]


def review_modes(world: World) -> FactoryCareers:
    """Close the bankrupt; on a review day, let the others learn."""
    cash = world.ledger.balance(Party.FACTORIES).tolist()
    in_debt = [f for f in world.factories if cash[f.index] < 0 and f.open]
    bankrupt = tuple(f.index for f in in_debt if _bankrupt(f, cash[f.index]))
    for index in bankrupt:
        sell_off(world.ledger, world.factories[index], world.factories[index].close())
    if world.day + 1 == world.scenario.market.warm_up_days:
        start_reviews(world, world.day)
    due = _due(world)
    if not due:
        return FactoryCareers((), bankrupt)
    worth = worths(world).tolist()
    payoffs = {f.index: payoff(world, f, worth[f.index]) for f in due}
    rivals = _by_category(due)
    chosen = [(f, _choice(world, f, rivals[f.category], payoffs)) for f in due]
    for factory in due:  # before they switch, so that what a switch costs counts against it
        factory.review_day, factory.review_worth = world.day, worth[factory.index]
    switched = []
    for factory, mode in chosen:
        if mode != factory.mode:
            switched.append((factory.index, factory.mode, mode))
            _switch(world, factory, mode)
    return FactoryCareers(tuple(switched), bankrupt)


def payoff(world: World, factory: Factory, worth: int) -> float:
    """Worth [cents] gained a day since its last review, over expected revenue.

    What a change of mode cost, and the days until its goods came, are in the first one after it.
    """
    days = max(1, world.day - factory.review_day)
    scale = days * factory.expected_revenue * CENTS_A_YUAN
    return (worth - factory.review_worth) / scale if scale else 0.0  # nobody lives where it sells


def _due(world: World) -> Sequence[Factory]:
    """Who is judged tonight: all at a time, but for those whose mode is too new."""
    p, lived = world.scenario.learning, world.day + 1 - world.scenario.market.warm_up_days
    if lived <= 0 or lived % p.review_days:
        return ()
    return [f for f in world.factories if f.open and f.judged_from <= world.day]


def _bankrupt(factory: Factory, cash: int) -> bool:
    return cash < -to_cents(factory.parameters.credit_days * factory.expected_revenue)


def _by_category(factories: Iterable[Factory]) -> Mapping[int, Sequence[Factory]]:
    """Those of each category, on whatever platform."""
    together: dict[int, list[Factory]] = defaultdict(list)
    for factory in factories:
        together[factory.category].append(factory)
    return together


def _choice(
    world: World, factory: Factory, category: Sequence[Factory], payoffs: dict[int, float]
) -> str:
    """Ask the learning rule, which first may update what it keeps about this factory."""
    rivals = [other for other in category if other is not factory]
    view = ReviewView(
        mode=factory.mode,
        modes=tuple(sorted(world.strategies)),
        payoff=payoffs[factory.index],
        rival_modes=tuple(rival.mode for rival in rivals),
        rival_payoffs=np.array([payoffs[rival.index] for rival in rivals]),
        memory=factory.memory,
        luck=(
            world.luck.one("mode rival", world.day, factory.index),
            world.luck.one("mode choice", world.day, factory.index),
        ),
    )
    factory.memory = world.learning.remember(view)
    return world.learning.choose(view._replace(memory=factory.memory))


def _switch(world: World, factory: Factory, mode: str) -> None:
    """Change the mode: whoever will own the warehouse buys its goods at unit cost (C33)."""
    ledger, own = world.ledger, own_account(world.ledger, factory)
    before, kept = warehouse_account(ledger, factory), factory.warehouse
    returned = factory.switch_mode(world.strategies[mode])
    after, price = warehouse_account(ledger, factory), factory.unit_cost
    if after != before:
        ledger.transfer(after, before, to_cents(kept * price), Reason.STOCK_TRANSFER)
    dealers = dealers_account(ledger, factory)
    ledger.transfer(after, dealers, to_cents(returned * price), Reason.STOCK_TRANSFER)
    fund_dealers(ledger, factory, own, Reason.SWITCHING)  # no gift: that would reward switching
    cost = world.scenario.learning.switching_days * factory.expected_revenue
    pay_outside(ledger, own, cost, Reason.SWITCHING)
    factory.judged_from = world.day + world.scenario.learning.settling_days
    open_shop(world, factory)
