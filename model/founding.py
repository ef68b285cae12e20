"""The factories of day 0: a matched start, so that modes differ in nothing but how they sell."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.special import ndtri

from agents.factories import Factory
from agents.strategy import Strategy
from core.arrays import Floats, Integers
from core.luck import Luck, normals, uniforms
from core.units import to_yuan
from model.parameters import Scenario
from model.world import World


def modes_of_shelf(weights: dict[str, float], places: int) -> list[str]:
    """Split a shelf's places among modes by weight, largest remainders first."""
    total = sum(weights.values())
    quotas = {mode: places * weight / total for mode, weight in weights.items()}
    counts = {mode: math.floor(quota) for mode, quota in quotas.items()}
    by_remainder = sorted(quotas, key=lambda mode: counts[mode] - quotas[mode])
    for mode in by_remainder[: places - sum(counts.values())]:
        counts[mode] += 1
    return [mode for mode in weights for _ in range(counts[mode])]


def create_factories(
    market: Any,
    scenario: Scenario,
    strategies: Mapping[str, Strategy[Any]],
    home: Integers,
    luck: Luck,
) -> list[Factory]:
    """A matched start: the k-th factories of a shelf's modes have the same quality and design."""
    factories: list[Factory] = []
    places = scenario.market.factories_per_shelf
    qualities = _qualities(scenario, luck)
    for p, platform in enumerate(scenario.market.platforms):
        weights = scenario.platforms[platform].modes
        modes = modes_of_shelf(weights, places)
        for c, category in enumerate(scenario.market.categories):
            demand = _market_research(scenario, int(np.count_nonzero(home == p)), category)
            for k, mode in enumerate(modes):
                shelf = p * len(scenario.market.categories) + c
                twin = modes[:k].count(mode)  # the how-manieth of its mode on this shelf
                factories.append(
                    Factory(
                        market,
                        index=len(factories),
                        category=c,
                        platform=p,
                        region=scenario.market.factory_region,
                        strategy=strategies[mode],
                        parameters=scenario.factories,
                        kind=scenario.categories[category],
                        expected_demand=demand,
                        design=_first_design(scenario, shelf, twin, luck),
                        quality=float(qualities[twin, shelf]),
                    )
                )
    return factories


def _market_research(scenario: Scenario, people: int, category: str) -> float:
    """Units a day that a factory of the category expects before the first sale."""
    needs = people * scenario.consumers.online * scenario.categories[category].need_rate
    market = scenario.market
    return needs * market.research_conversion / market.factories_per_shelf


def _first_design(scenario: Scenario, shelf: int, twin: int, luck: Luck) -> Floats:
    draws = normals(luck.key("first design"), np.full(2, shelf), 2 * twin + np.arange(2))
    return scenario.market.first_designs * draws


def _qualities(scenario: Scenario, luck: Luck) -> Floats:
    """Quality of each twin on each shelf: normal quantiles in random order over the shelves.

    Drawn independently, a small market may be bad all over; here each set of twins has the mean
    and the spread that are declared.
    """
    p, market = scenario.factories, scenario.market
    shelves = len(market.platforms) * len(market.categories)
    quantiles = ndtri((np.arange(shelves) + 0.5) / shelves)
    key, rows = luck.key("quality"), np.arange(shelves)
    order = [np.argsort(uniforms(key, rows, k)) for k in range(market.factories_per_shelf)]
    values: Floats = p.quality_mean + p.quality_sd * quantiles[np.array(order)]
    return values


def research_market(world: World) -> None:
    """What each expects to sell of a shelf's demand: split by price as a logit would.

    Only first forecasts and opening stocks follow it; line, cash and scales stay those of twins.
    """
    alpha = world.scenario.consumers.price_sensitivity
    shelves: dict[tuple[int, int], list[Factory]] = defaultdict(list)
    for factory in world.factories:
        shelves[factory.platform, factory.category].append(factory)
    for rivals in shelves.values():
        prices = np.array([to_yuan(f.list_price) / f.kind.reference_price for f in rivals])
        shares = np.exp(-alpha * (prices - prices.min()))
        total = sum(factory.expected_demand for factory in rivals)
        for factory, share in zip(rivals, (shares / shares.sum()).tolist(), strict=True):
            factory.expect(total * share)
