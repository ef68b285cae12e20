"""Small comparisons in a few lines: several worlds, the same people, the same luck, many seeds.

For what fits into a notebook. What should be kept, resumed or spread over machines is a sweep.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from core.errors import BadInput
from experiments.asked_columns import refuse_missing
from experiments.live import numbers_of
from experiments.measure import chosen_numbers, watched_for
from experiments.summary import differences
from model import Market, load_scenario
from model.watching.watched import EVERYTHING

Look = Callable[[Market], Mapping[str, float]]

TOLD = ["metric", "n", "difference", "low", "high", "p", "variance_reduction"]
SHARES = {"difference": "relative", "low": "relative_low", "high": "relative_high"}


@dataclass(frozen=True)
class Arm:
    """One of the worlds: a scenario, what is changed in it, and what a hand does while it lives."""

    scenario: str = "base"
    changes: Mapping[str, Any] = field(default_factory=dict)  # parameters by dotted path
    hands: Mapping[int, Callable[[Market], Any]] = field(default_factory=dict)  # by morning


def live_arm(
    arm: Arm,
    seed: int,
    days: int,
    shared: Mapping[str, Any] | None = None,
    watched: Iterable[str] = EVERYTHING,
) -> Market:
    """The market of an arm at the close of its last day; `shared` is changed in all arms."""
    scenario = load_scenario(arm.scenario, **{**(shared or {}), **arm.changes})
    market = Market(scenario, seed=seed, watched=watched)
    for day in range(days):
        if day in arm.hands:
            arm.hands[day](market)
        market.step()
    return market


@dataclass(frozen=True)
class Lived:
    """What came of all arms and seeds."""

    runs: pd.DataFrame  # a row an arm and seed: the numbers asked for
    days: pd.DataFrame  # a row an arm, seed and day: all columns of `days`


def live_arms(
    arms: Mapping[str, Arm],
    seeds: Iterable[int],
    days: int,
    numbers: Sequence[str] = ("net_sales",),
    shared: Mapping[str, Any] | None = None,
    look: Look | None = None,
) -> Lived:
    """Live every arm with every seed. Equal seeds mean the same people and the same luck.

    `numbers` are those of `experiments.measure` (`net_sales`, `c2m.*`); `look` may take more from
    a market at its end.
    """
    seeds = list(seeds)
    for key, given in (("arms", arms), ("seeds", seeds)):
        if not given:
            raise BadInput(key, given, "at least one")
    wanted = chosen_numbers(numbers)
    watched = watched_for(wanted) | (EVERYTHING if look else {"days"})
    runs, courses = [], []
    for seed in seeds:
        for name, arm in arms.items():
            market = live_arm(arm, seed, days, shared, watched)
            more = dict(look(market)) if look else {}
            runs.append({"arm": name, "seed": seed} | numbers_of(market, wanted) | more)
            course = market.observer.days().copy()  # in one block: pandas warns of more columns
            courses.append(course.assign(arm=name, seed=seed))
    return Lived(pd.DataFrame(runs), pd.concat(courses, ignore_index=True))


def gaps(
    frame: pd.DataFrame, first: str, numbers: Sequence[str], *, relative: bool = False
) -> pd.DataFrame:
    """Every arm less the first one, paired by seed: a row an arm and number.

    Mean difference, ends `low` and `high` of its 95 % interval, and by how much sharing the luck
    divides the variance. With `relative` all three are shares of the first arm's mean
    (`summary.relative_effect`); variance and p are told for the numbers as they are.

    Raises:
        BadInput: if there is no arm of this name or no other, no such number, or a seed twice.
    """
    refuse_missing("column", ("arm", "seed"), frame.columns)
    arms = [str(name) for name in frame["arm"].unique()]
    refuse_missing("arm", [first], arms)
    if len(arms) < 2:
        raise BadInput("arm", first, "an arm beside others; here is no other one")
    found = []
    for name in [name for name in arms if name != first]:
        pair = frame[frame["arm"].isin((first, name))]
        pair = pair.assign(arm=pair["arm"].map({first: "a", name: "b"}))
        told = differences(pair, numbers, by=(), pair="seed")
        if relative:
            told = told.assign(**{plain: told[share] for plain, share in SHARES.items()})
        found.append(told[TOLD].assign(arm=name))
    table = pd.concat(found, ignore_index=True)
    return table[["arm", *(column for column in table if column != "arm")]]


def said(gap: pd.Series[Any], unit: str = "%") -> str:
    """One row of `gaps` in words: +42.7 % (95 % interval +40.9 to +44.5)."""
    if math.isnan(float(gap["low"])):
        return "not told: too few seeds, or a base not surely above zero"
    scale = 100.0 if unit == "%" else 1.0
    middle, low, high = (scale * float(gap[name]) for name in ("difference", "low", "high"))
    width = max(high - low, 1e-3)
    digits = max(0, 1 - math.floor(math.log10(width)))  # two of the interval's width
    middle_text, low_text, high_text = (f"{value:+,.{digits}f}" for value in (middle, low, high))
    return f"{middle_text} {unit} (95 % interval {low_text} to {high_text})"
