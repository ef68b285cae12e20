"""What the map of modes reads off its runs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm

from experiments.limits._seasons import (
    Economics,
    _moments,
    beyond_normal,
    volatility_of,
    weights_of,
)
from experiments.proving.limit_figures import LISTENERS, _order_time
from experiments.proving.mode_map import (
    MECHANISMS,
    Mechanism,
    advantage,
    break_even,
    over_seeds,
    parameters,
)
from experiments.proving.mode_map_figure import Seen, _headline
from model import Market, load_scenario
from model.channels.seasons import need_rates

DELAYS = np.array([2.0, 4.0, 8.0])
MONEY = Economics(100.0, 40.0, 10.0, 0.4, 5.0)


def test_a_boundary_lies_where_the_advantage_ends() -> None:
    assert break_even(DELAYS, np.array([3.0, 1.0, -1.0])) == pytest.approx(6.0)
    assert break_even(DELAYS, np.array([math.nan, 1.0, -1.0])) == pytest.approx(6.0)
    assert break_even(DELAYS, np.array([-1.0, -3.0, -5.0])) == 0.0
    assert break_even(DELAYS, np.array([3.0, 2.0, 1.0])) == math.inf


def test_an_interval_over_seeds_is_students_on_logarithms() -> None:
    found = over_seeds(np.exp([0.9, 1.0, 1.1]))
    assert found is not None
    assert found.middle == pytest.approx(math.e)
    assert math.log(found.high) == pytest.approx(1.0 + 4.302653 * 0.1 / math.sqrt(3.0))
    assert over_seeds(np.array([1.0, math.inf])) is None
    assert over_seeds(np.array([1.0, 0.0])) is None


def test_few_seasons_weigh_as_their_law() -> None:
    """What is a parabola with the stock maker's bend has its exact mean, whatever was drawn."""
    shocks = np.random.default_rng(3).standard_normal(24).clip(-2.0, 2.0)
    weights = weights_of(shocks, MONEY, 400.0)
    assert weights.sum() == pytest.approx(1.0)
    assert weights @ shocks == pytest.approx(0.0, abs=1e-2)  # needs are not negative
    assert weights @ shocks**2 == pytest.approx(1.0, abs=5e-2)


def test_the_title_says_what_came_out() -> None:
    base, *others = MECHANISMS
    ends = np.outer([1.0, 1.02, 0.98], [2.5, 4.1, 6.9, 11.5])
    nothing = np.zeros((5, 4))
    seen = [Seen(one, nothing, ends) for one in (base, *others)]
    assert _headline(seen) == "Nothing moves the boundary by more than luck"
    seen[2] = Seen(others[1], nothing, 2.0 * ends)
    seen[3] = Seen(others[2], nothing, 0.0 * ends)
    assert _headline(seen) == "Made to order gains from returns; stock from learned forecasts"


def test_who_learns_from_sales_earns_more_though_it_sells_out() -> None:
    """Counted as no demand, days without stock would drive the stock maker from its shelf."""
    learning = next(one for one in MECHANISMS if one.name == "Learned forecasts")
    blind, learned = (advantage(one, 30.0, 1, 1) for one in (MECHANISMS[0], learning))
    assert learned < blind - 3.0


ONE_SHELF = {"market.platforms", "market.factories_per_shelf", "platforms.north.modes"}
CHANGED = {
    "Word of mouth": {"word_of_mouth.tell"},
    "Returns": {"categories.*.return_intercept"},
    "Learned forecasts": {"strategies.odm.window_days"},
    "A common shelf": ONE_SHELF,  # which takes three parameters to tell
    "Ranks": ONE_SHELF | {"shelf.rank_exponent"},
}


def said(mechanism: Mechanism) -> dict[str, Any]:
    """Its parameters, one of all categories under one name."""
    told = dict(parameters(mechanism, 30.0, 4))
    shelves = list(told.pop("categories").values())
    return told | {f"categories.*.{key}": [of[key] for of in shelves] for key in shelves[0]}


def test_each_mechanism_changes_one_thing() -> None:
    base, *others = ((one.name, said(one)) for one in MECHANISMS)
    for name, told in others:
        paths = told.keys() | base[1].keys()
        assert {path for path in paths if told.get(path) != base[1].get(path)} == CHANGED[name]
    assert [name for name, _ in others] == list(CHANGED)


def test_demand_has_the_mean_and_spread_of_theory() -> None:
    volatility, mean = volatility_of(0.4, 20.0)
    first, variance = _moments(volatility)
    assert mean * first == pytest.approx(20.0)
    assert mean * first + mean**2 * variance == pytest.approx(64.0)
    levels = np.maximum(0.0, 1.0 + volatility * norm.ppf((np.arange(100_000) + 0.5) / 100_000))
    assert levels.mean() == pytest.approx(first, rel=1e-4)
    assert levels.var() == pytest.approx(variance, rel=1e-3)


def test_a_demand_in_pieces_is_nearly_normal() -> None:
    """LC18's premium of 13.09 holds for a normal demand; this one is off by about a hundredth."""
    money = Economics(100.0, 40.0, 10.0, 0.4, 5.0)
    assert money.mismatch == pytest.approx(13.08959188831144)
    assert 0.0 < beyond_normal(money) < 0.02 * money.mismatch


def test_a_season_is_the_same_for_a_while_and_then_another() -> None:
    changes = {
        "consumers.count": 50,
        "categories.home.need_volatility": 0.3,
        "categories.home.season_days": 5,
        "categories.home.season_age": 2,
    }
    world = Market(load_scenario("base", **changes), seed=4).world
    levels = []
    for world.day in range(8):
        levels.append(need_rates(world) / [category.need_rate for category in world.categories])
    home = world.scenario.market.categories.index("home")
    seasons = np.array(levels)[:, home]
    assert len(set(seasons[:3])) == 1
    assert len(set(seasons[3:])) == 1
    assert seasons[2] != seasons[3]
    assert np.all(np.delete(np.array(levels), home, axis=1) == 1.0)


def test_small_batches_cost_more() -> None:
    cheap, dear = (
        Market(load_scenario("base", **{"consumers.count": 50, "strategies.c2m.premium": premium}))
        for premium in (0.0, 0.2)
    )
    for one, other in zip(cheap.world.factories, dear.world.factories, strict=True):
        rise = 1.2 if one.mode == "c2m" else 1.0
        assert other.unit_cost == pytest.approx(rise * one.unit_cost)


def test_the_law_of_a_session_is_that_of_order_statistics() -> None:
    early, late = (_order_time(np.array([1, 100, 4000]), chance) for chance in (0.1, 0.9))
    assert np.all(early < late)
    assert np.all(np.diff(early) > 0)
    first = -math.log(1 - 0.5) / LISTENERS  # hazard of the first order, unit exponential of n
    middle = float(_order_time(np.array([1]), 0.5)[0])
    assert middle == pytest.approx(0.32 * 3600 / math.log(2) * first / 0.5, rel=1e-3)
