"""The names in a scenario: who takes part is described, and every kind is one that exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agents.categories import CATEGORIES
from core.declare import Unfit, share_something
from core.errors import BadInput, closest
from model.founding import modes_of_shelf
from model.parameters import BEHAVIOURS, PLATFORMS, STRATEGIES, Scenario


def check_names(scenario: Scenario) -> None:
    """Raises `BadInput` with the nearest name for the first one that nobody knows."""
    market = scenario.market
    _check_roster("categories", market.categories, scenario.categories, CATEGORIES)
    _check_roster("platforms", market.platforms, scenario.platforms, PLATFORMS)
    _check_weights("anchors.behaviours", scenario.anchors.behaviours, BEHAVIOURS)
    shares = {name: scenario.platforms[name].share for name in market.platforms}
    _check_weights("platforms.<name>.share", shares, shares)
    for name in market.platforms:
        platform = scenario.platforms[name]
        _check_weights(f"platforms.{name}.modes", platform.modes, STRATEGIES)
        _check_places(f"platforms.{name}.modes", platform.modes, market.factories_per_shelf)
        for mode in platform.programme_modes:
            if mode not in STRATEGIES:
                raise BadInput(f"platforms.{name}.programme_modes", mode, known=STRATEGIES)


def _check_places(key: str, modes: Mapping[str, float], places: int) -> None:
    """A mode that is wanted has a factory on every shelf of the platform."""
    placed = modes_of_shelf(dict(modes), places)
    for mode, weight in modes.items():
        if weight > 0 and mode not in placed:
            others = ", ".join(other for other in modes if modes[other] > 0 and other != mode)
            shelf = f"a shelf of {places} (market.factories_per_shelf) has no place for it"
            raise BadInput(
                f"{key}.{mode}", weight, allowed=f"0, or a weight that earns a factory: {shelf} "
                f"beside {others}",
            )  # fmt: skip


def _check_roster(
    group: str, roster: tuple[str, ...], told: Mapping[str, Any], house: Mapping[str, Any]
) -> None:
    """Whoever takes part is described, once, and whoever is described takes part or is known."""
    key = f"market.{group}"
    if not roster:
        raise BadInput(key, [], allowed="at least one name")
    if len(set(roster)) < len(roster):
        raise BadInput(key, list(roster), allowed="each name once")
    for name in roster:
        if name not in told:
            raise BadInput(key, name, known=told)
    for name in told:
        if name not in roster and name not in house:
            allowed = f"those of {key}: {', '.join(roster)}"
            meant = closest(name, {*roster, *house})
            raise BadInput(f"{group}.{name}", allowed=allowed, nearest=meant)


def _check_weights(key: str, weights: Mapping[str, float], known: Mapping[str, Any]) -> None:
    for mode in weights:
        if mode not in known:
            raise BadInput(key, mode, known=known)
    try:
        share_something(key, weights)
    except Unfit as rule:
        raise BadInput(rule.key, rule.value, rule.allowed) from None
