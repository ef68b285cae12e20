"""Names and places in a list mean nothing; equal factories fare equally (LC33)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, final

import numpy as np

from core.arrays import Floats
from experiments.limits._seasons import Economics, overrides
from experiments.proving.limit import Exact, Limit, Mean, Seen, seeds_of
from model import Market, load_scenario
from model.ledger import Party
from model.parameters import Scenario
from model.watching.watched import NOTHING

DAYS = 6
SEASONS = 250  # categories with twins


class Values(NamedTuple):
    """A market, and how much the first in a list is favoured (not at all)."""

    people: int
    rank_exponent: float
    favour: float = 0.0  # share of the mean


@final
class Symmetry(Limit[Values]):
    """What a thing is called, or which comes first, changes nothing.

    Renaming all platforms and categories must leave every number as it is: luck is keyed by place,
    not by name. The place in a list is symmetric in law only. So twin factories that share a shelf,
    rank feedback and all, must earn the same on average over many shelves; and so must those of
    equal categories that come early and late in the list.
    """

    kind = "symmetry"
    code = "LC33"
    closed_form = "relabelled market = market; E profit of twins equal"

    @property
    def published(self) -> Values:
        """A small market with rank feedback as in `base`."""
        return Values(600, 0.8)

    def others(self, rng: np.random.Generator) -> Values:
        """Other sizes, weak to strong rank feedback."""
        return Values(int(rng.integers(300, 900)), rng.uniform(0.0, 1.2))

    def flawed(self, values: Values) -> Values:
        """The first gets a tenth more."""
        return values._replace(favour=0.1)

    def trivial(self, values: Values) -> Mapping[str, float]:
        """A lead is told as a share of the mean: what it measures is all of it."""
        return {
            "a twin's lead for standing first": 1.0,
            "a category's lead for standing first": 1.0,
        }

    def expect(self, values: Values) -> Mapping[str, float]:
        """No difference."""
        return {
            "numbers that differ after renaming": 10.0 * values.favour,
            "a twin's lead for standing first": values.favour,
            "a category's lead for standing first": values.favour,
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """A market under two sets of names, and markets of equal factories."""
        earned = [_alike(values, own) for own in seeds_of(seed, 3 * effort)]
        twins = [(rows[:, 0] - rows[:, 1]) / 2.0 for rows in earned]
        half = len(earned[0]) // 2
        ends = [(rows[:half] - rows[::-1][:half]).mean(axis=1) / 2.0 for rows in earned]
        return {
            "numbers that differ after renaming": Exact(_renamed(values, seed)),
            "a twin's lead for standing first": Mean(np.concatenate(twins)),
            "a category's lead for standing first": Mean(np.concatenate(ends)),
        }


def _renamed(values: Values, seed: int) -> float:
    """Numbers of the daily and the factories' table that a change of names alters."""
    platforms, categories = ("north", "south"), ("apparel", "cables")
    tree: dict[str, Any] = load_scenario(
        "base", **{"consumers.count": values.people, "anchors.count": 20}
    ).model_dump()
    tree["market"] |= {"platforms": platforms, "categories": categories}
    first = _numbers(Scenario.model_validate(tree), seed)
    for group, names in (("platforms", platforms), ("categories", categories)):
        new = tuple(f"{name[::-1]} & co" for name in names)
        tree["market"][group] = new
        tree[group] = {label: tree[group][name] for label, name in zip(new, names, strict=True)}
    second = _numbers(Scenario.model_validate(tree), seed)
    return float(
        sum((~np.isclose(a, b, 0, 0, True)).sum() for a, b in zip(first, second, strict=True))
    )


def _numbers(scenario: Scenario, seed: int) -> list[Floats]:
    results = Market(scenario, seed=seed).run(DAYS)
    tables = (results.days, results.factories, results.anchors)
    return [table.select_dtypes("number").to_numpy(float) for table in tables]


def _alike(values: Values, seed: int) -> Floats:
    """What makers earned who differ in nothing but their place; a row a category, over the mean."""
    changes = overrides(Economics(100.0, 40.0, 10.0, 0.4, 0.0), 10.0, 1, SEASONS)
    changes |= {
        "platforms.north.modes": {"odm": 0.0, "c2m": 1.0},
        "shelf.rank_exponent": values.rank_exponent,
    }
    market = Market(load_scenario("limits/made_or_stocked", **changes), seed=seed, watched=NOTHING)
    before = market.world.ledger.balance(Party.FACTORIES).copy()
    for _ in range(4):
        market.step()
    earned = (market.world.ledger.balance(Party.FACTORIES) - before).astype(float)
    pairs: Floats = (earned / earned.mean()).reshape(-1, 2)
    return pairs
