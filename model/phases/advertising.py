"""Paid reach: platforms sell it, at a rising price, to their factories and to themselves (C10)."""

from __future__ import annotations

import numpy as np

from core.units import CENTS_A_YUAN, to_cents
from model.ledger import Party, Reason
from model.records import Advertising, Catalog
from model.world import World


def advertise(world: World, catalog: Catalog) -> Advertising:
    """Spend today's budgets as far as cash allows; the reached may join, brands are remembered."""
    budgets, own = _pay(world, catalog)
    spent, spend, reached, chances = np.array(budgets), [], [], []
    for platform in world.platforms:
        mine = np.where(catalog.platform == platform.index, spent, 0)
        total = int(mine.sum()) + own[platform.index]
        people, _ = platform.advertise(total / CENTS_A_YUAN, world.day)
        platform.reached = people * (mine / max(total, 1))
        spend.append(total)
        reached.append(people)
        chances.append(min(1.0, people / max(platform.public, 1)) * platform.parameters.ad_chance)
    acquired = world.consumers.acquire(np.array(chances), world.luck.key("acquire", world.day))
    return Advertising(np.array(spend), np.array(own), np.array(reached), acquired)


def _pay(world: World, catalog: Catalog) -> tuple[list[int], list[int]]:
    """Cents that each factory's budget really spends, and each platform for newcomers of its own.

    The payer must have the cash; brands come first. A brand pays its own advertising though dealers
    sell its goods (odd.md 7.4): only a product whose merchant is the platform is advertised at the
    platform's expense.
    """
    ledger, is_open = world.ledger, catalog.open.tolist()
    makers, platforms = ledger.first(Party.FACTORIES), ledger.first(Party.PLATFORMS)
    wishes = [
        (
            platforms + factory.platform
            if factory.strategy.merchant == "platform"
            else makers + factory.index,
            factory.advertising_budget if is_open[factory.index] else 0,
        )
        for factory in world.factories
    ] + [
        (platforms + platform.index, to_cents(platform.parameters.ad_budget * platform.public))
        for platform in world.platforms
    ]
    cash, spent = ledger.balances.tolist(), []
    for payer, wish in wishes:
        spent.append(int(min(wish, max(cash[payer], 0))))
        cash[payer] -= spent[-1]
    payers, outside = [payer for payer, _ in wishes], ledger.first(Party.OUTSIDE)
    ledger.transfer(payers, outside, spent, Reason.ADVERTISING)
    brands = len(world.factories)
    return spent[:brands], spent[brands:]
