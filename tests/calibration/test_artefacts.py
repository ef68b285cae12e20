"""The audit changes what it says and nothing else, and its words follow its rule."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments.artefacts import (
    FRAGILE,
    HEADLINES,
    ROBUST,
    SHIFTED,
    UNSURE,
    audit,
    judge,
    leaders,
    other_friends,
    other_numbers,
    variants,
    word,
)
from experiments.measure import known_numbers
from experiments.other_order import live_other_day
from model import Market, load_scenario


def small(seed: int = 4) -> Market:
    return Market(load_scenario("base", **{"consumers.count": 500, "market.days": 6}), seed=seed)


def test_the_words_follow_the_rule() -> None:
    assert word(0.05, 1e-9) == ROBUST
    assert word(0.40, 0.30) == ROBUST
    assert word(0.40, 0.01) == SHIFTED
    assert word(-0.70, 0.01) == FRAGILE


def test_a_shift_that_was_put_in_is_found_and_nothing_else() -> None:
    rng = np.random.default_rng(1)
    rows = [
        {"variant": variant, "seed": seed, "number": number,
         "value": (1.3 if (variant, number) == ("moved", "a") else 1) + 0.01 * rng.normal()}
        for variant in ("base", "moved", "same") for seed in range(6) for number in ("a", "b")
    ]  # fmt: skip
    table = judge(pd.DataFrame(rows)).set_index(["variant", "number"])["word"]
    assert table["moved", "a"] == SHIFTED
    assert (table.drop(("moved", "a")) == ROBUST).all()


def test_a_leader_is_one_in_every_seed() -> None:
    shares = {"sure": ((0.6, 0.4), (0.7, 0.3)), "torn": ((0.6, 0.4), (0.4, 0.6))}
    rows = [
        {"variant": name, "seed": seed, "number": f"mode_share_{mode}", "value": value}
        for name, seeds in shares.items()
        for seed, pair in enumerate(seeds)
        for mode, value in zip(("odm", "c2m"), pair, strict=True)
    ]
    assert leaders(pd.DataFrame(rows)) == {"sure": "odm", "torn": UNSURE}


def test_people_under_other_numbers_are_the_same_people() -> None:
    market, twin = small(), small()
    other_numbers(market)
    ours, theirs = market.world.consumers, twin.world.consumers
    assert not np.array_equal(ours.habit, theirs.habit)
    dealt, usual = (
        sorted(zip(one.habit.tolist(), one.confidence.tolist(), strict=True))
        for one in (ours, theirs)
    )
    assert dealt == usual
    market.step()


def test_other_friends_leave_everything_else() -> None:
    market, twin = small(), small()
    other_friends(market)
    assert not np.array_equal(market.world.peers.targets, twin.world.peers.targets)
    assert np.array_equal(market.world.consumers.habit, twin.world.consumers.habit)
    market.step()


def test_the_other_order_of_phases_closes_its_books() -> None:
    market = small()
    for number in range(4):
        assert live_other_day(market.world).number == number


def test_headlines_are_numbers_of_a_run_and_variants_are_scenarios() -> None:
    assert set(HEADLINES) <= set(known_numbers())
    assert len({variant.name for variant in variants()}) == len(variants())


@pytest.mark.parametrize("name", ["categories in the other order", "people under other numbers"])
def test_a_small_audit_has_a_word_for_everything(name: str) -> None:
    table = judge(audit((1, 2), 400, 8, [name]))
    assert set(table["number"]) == set(HEADLINES)
    assert set(table["word"]) <= {ROBUST, SHIFTED, FRAGILE}
