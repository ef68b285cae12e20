"""Paid reach: platforms sell it, at a rising price, to their factories and to themselves (C10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from agents.platforms import Platform
from core.arrays import Integers
from core.units import CENTS_A_YUAN, to_cents
from model.ledger import Party, Reason
from model.records import Advertising, Catalog

if TYPE_CHECKING:
    from model.world import World

# A brand pays its own advertising though dealers sell its goods (model.md 8): only a product whose
# merchant is the platform is advertised at the platform's expense.
_PAYER = {"dealers": Party.FACTORIES, "factory": Party.FACTORIES, "platform": Party.PLATFORMS}


def advertise(world: World, catalog: Catalog) -> Advertising:
    """Spend today's budgets as far as cash allows; the reached may join, brands are remembered."""
    budgets = _pay_for_brands(world, catalog)
    spend, own, reached, chances = [], [], [], []
    for platform in world.platforms:
        here = catalog.platform == platform.index
        brands = int(budgets[here].sum())
        own.append(_pay_for_itself(world, platform))
        total = brands + own[-1]
        people, _ = platform.advertise(total / CENTS_A_YUAN, world.day)
        shares = np.where(here, budgets, 0) / max(total, 1)
        platform.reached = people * shares
        spend.append(total)
        reached.append(people)
        chances.append(min(1.0, people / max(platform.public, 1)) * platform.parameters.ad_chance)
    acquired = world.consumers.acquire(np.array(chances), world.luck.key("acquire", world.day))
    return Advertising(np.array(spend), np.array(own), np.array(reached), acquired)


def _pay_for_brands(world: World, catalog: Catalog) -> Integers:
    """Cents that each factory's budget really spends; its payer must have the cash."""
    cash = {party: world.ledger.balance(party) for party in set(_PAYER.values())}
    spent = np.zeros(len(world.factories), dtype=np.int64)
    payers = np.zeros(len(world.factories), dtype=np.int64)
    for factory in world.factories:
        party = _PAYER[factory.strategy.merchant]
        member = factory.platform if party is Party.PLATFORMS else factory.index
        budget = factory.advertising_budget if catalog.open[factory.index] else 0
        amount = int(min(budget, max(cash[party][member], 0)))
        cash[party][member] -= amount
        spent[factory.index] = amount
        payers[factory.index] = world.ledger.account(party, member)
    outside = world.ledger.account(Party.OUTSIDE)
    world.ledger.transfer(payers, outside, spent, Reason.ADVERTISING)
    return spent


def _pay_for_itself(world: World, platform: Platform) -> int:
    """Cents that the platform spends on newcomers from its own purse."""
    ledger = world.ledger
    wish = to_cents(platform.parameters.ad_budget * platform.public)
    amount = min(wish, max(ledger.cash(Party.PLATFORMS, platform.index), 0))
    payer = ledger.account(Party.PLATFORMS, platform.index)
    ledger.transfer(payer, ledger.account(Party.OUTSIDE), amount, Reason.ADVERTISING)
    return amount
